package io.spaces.client.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.Encryption;
import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.BlobId;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.internal.vault.index.BlobIndex;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultLimitsTest {
  @TempDir Path folder;

  @Test
  void aMillionBlobsAreFoundAgainAndFitInto128Megabytes() {
    Random random = new Random(1);
    System.gc();
    long before = used();
    BlobIndex index = new BlobIndex();
    byte[] pack = new byte[16];
    for (int i = 0; i < 1_000_000; i++) {
      if (i % 20_000 == 0) {
        index.addPack(pack.clone(), 0);
      }
      BlobId id = new BlobId(random.nextLong(), i, i * 3L, -i);
      index.add(new BlobHeader(id, (byte) (i % 3), 1 + i, 1 << 24), i / 20_000, i);
    }
    System.gc();
    assertThat(used() - before).isLessThan(128L << 20);
    random = new Random(1);
    for (int i = 0; i < 1_000_000; i++) {
      BlobIndex.Location found = index.find(new BlobId(random.nextLong(), i, i * 3L, -i));
      assertThat(found != null && found.number() == i && found.offset() == i).isTrue();
      if (found != null && i % 1000 == 0) {
        assertThat(found.pack()).isEqualTo(i / 20_000);
        assertThat(found.header().storedLength()).isEqualTo(1 + i);
        assertThat(found.header().method()).isEqualTo((byte) (i % 3));
        assertThat(found.header().length()).isEqualTo(1 << 24);
      }
    }
    assertThat(index.find(new BlobId(1, 2, 3, 4))).isNull();
  }

  @Test
  void namesThatSomebodyHasChosenDoNotMeetInOnePlaceOfATable() {
    Set<Integer> places = new HashSet<>();
    for (long i = 0; i < 10_000; i++) {
      places.add(new BlobId(7, i << 32 | i, 7, 7).hashCode() & 0xfffff);
      places.add(new BlobId(i << 32 | i, 7, i << 40, 7).hashCode() & 0xfffff);
    }
    // Of 20,000 in as many as a million places, 19,800 have one of their own by chance.
    assertThat(places).hasSizeGreaterThan(19_000);
  }

  @Test
  void namesThatDifferInTheirTopBitsOnlyHaveDifferentHashes() {
    int names = 1 << 20;
    Set<Integer> hashes = new HashSet<>();
    for (long i = 0; i < names; i++) {
      hashes.add(new BlobId(i << 59, i >> 5 << 59, i >> 10 << 59, i >> 15 << 59).hashCode());
    }
    assertThat(hashes).hasSizeGreaterThan(names / 4 * 3);
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** So many bytes that count themselves, eight at a time. */
  private static final class Counting extends InputStream {
    private final long length;
    private long position;

    Counting(long length) {
      this.length = length;
    }

    @Override
    public int read() {
      return position < length ? at(position++) & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int count) {
      int part = (int) Math.min(count, length - position);
      for (int i = 0; i < part; i++) {
        target[offset + i] = at(position++);
      }
      return part == 0 && count > 0 ? -1 : part;
    }

    /** Sparse: most of it is zero. */
    static byte at(long position) {
      return position % 100_003 < 64 ? (byte) (position >>> 16 ^ position) : 0;
    }
  }

  @Test
  @Tag("slow")
  void aFileOfMoreThanFourGigabytesComesBackAsItWas() throws Exception {
    long length = (5L << 30) + 12345;
    MemoryStore store = new MemoryStore();
    try (Vault vault = Vault.openOrCreate(store, Encryption.key("ab".repeat(32)), null)) {
      try (VaultBackup backup = new VaultBackup(vault, Contents.plan(folder), new Cancellation());
          VaultBackup.Worker worker = backup.worker()) {
        VaultBackup.FileContent content = worker.read(new Counting(length));
        assertThat(content.length()).isEqualTo(length);
        content.keep(Contents.entry("sparse", length), failure -> assertThat(failure).isNull());
        backup.flush();
        assertThat(backup.commit(true).size()).isEqualTo(length);
      }
      AtomicLong position = new AtomicLong();
      try (VaultReader reader = new VaultReader(vault, folder, 1);
          VaultReader.Worker worker = reader.worker();
          VaultReader.Entries entries =
              reader.entries(Contents.newest(vault, Instant.now()).orElseThrow())) {
        VaultEntry file = entries.next();
        worker.copy(
            file,
            new OutputStream() {
              @Override
              public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
              }

              @Override
              public void write(byte[] bytes, int offset, int count) {
                long at = position.getAndAdd(count);
                for (int i = 0; i < count; i++) {
                  if (bytes[offset + i] != Counting.at(at + i)) {
                    throw new AssertionError("differs at " + (at + i));
                  }
                }
              }
            });
      }
      assertThat(position.get()).isEqualTo(length);
    }
  }
}
