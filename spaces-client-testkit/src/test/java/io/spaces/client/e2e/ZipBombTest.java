package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.spaces.client.BlockletRestore;
import io.spaces.client.Snapshots;
import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.e2e.VaultProgram.Work;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.content.compress.BlobCodec;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.VaultBackup;
import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.BlobId;
import io.spaces.client.internal.vault.pack.CraftedPacks;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.snapshot.SnapshotEntry;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Blobs that expand to more, or less, than they say, written by someone who has the key. */
class ZipBombTest {
  private static final long TEN_GIGABYTES = 10_000_000_000L;
  private static final int LIMIT = 16 << 20;
  private static final int CHUNK = 1 << 24;
  private static final int GOOD = 20;

  @TempDir Path temporary;
  private VaultBackups vault;

  /** The bombs, by the names of the files that have them. */
  private final Map<String, BlobHeader> bombs = new TreeMap<>();

  @BeforeEach
  void start() throws IOException {
    vault = new VaultBackups(temporary);
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  static Stream<Arguments> vaults() {
    return SmallDisk.kinds()
        .flatMap(disk -> Stream.of(Arguments.of(disk, ""), Arguments.of(disk, VaultBackups.KEY)));
  }

  @ParameterizedTest
  @MethodSource("vaults")
  void stopsAtTheAuthenticatedSizeOnASmallDisk(SmallDisk.Kind kind, String key) throws Exception {
    craft(key.isEmpty() ? null : key);
    try (SmallDisk disk = SmallDisk.of(kind, 1024, temporary);
        SmallDisk packs = SmallDisk.of(kind, 5 * LIMIT / 1024, temporary)) {
      BlockletRestore restore = vault.restore(disk.root()).temporaryDirectory(packs.root());

      RestoreResult result = (key.isEmpty() ? restore : restore.key(key)).run();

      assertThat(result.status()).as(result.statusMessage()).isEqualTo(TransferStatus.PARTIAL);
      assertThat(result.failures())
          .extracting(ObjectFailure::key)
          .containsExactlyInAnyOrderElementsOf(bombs.keySet());
      assertThat(result.failures())
          .allSatisfy(
              failure -> assertThat(failure.cause()).isInstanceOf(IntegrityException.class));
      assertThat(result.count()).isEqualTo(GOOD);
      try (Stream<Path> all = Files.list(disk.root())) {
        assertThat(all).hasSize(GOOD);
      }
    }
  }

  @Test
  void aSmallHeapIsEnough() throws Exception {
    craft(VaultBackups.KEY);
    Path target = temporary.resolve("target");
    Path output = temporary.resolve("output");

    Process process =
        VaultProgram.of(
                Work.RESTORE_SNAPSHOT,
                vault.server,
                target,
                temporary.resolve("state"),
                2,
                List.of("-Xmx96m"))
            .start(output);

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(Files.readString(output))
        .contains("PARTIAL: " + bombs.size() + " of " + (GOOD + bombs.size()) + " objects failed")
        .doesNotContain("OutOfMemory");
    try (Stream<Path> all = Files.list(target)) {
      assertThat(all).hasSize(GOOD);
    }
  }

  @Test
  void aFileOfMoreBytesThanItsBlobsCanHaveIsRefusedWithItsSnapshot() throws Exception {
    craft(VaultBackups.KEY, file("much-of-nothing", TEN_GIGABYTES));
    Path target = temporary.resolve("target");

    RestoreResult result = vault.restore(target).key(VaultBackups.KEY).run();

    assertThat(result.cause())
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("snapshot")
        .hasMessageContaining("impossible size");
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void anIndexThatNamesAnImpossibleLengthIsPassedOverAndNamed() throws Exception {
    craft(VaultBackups.KEY);
    try (Vault open = open(VaultBackups.KEY)) {
      CraftedPacks.storeIndex(
          open, new BlobHeader(new BlobId(1, 2, 3, 4), BlobCodec.DEFLATE, 1000, Integer.MAX_VALUE));
    }

    RestoreResult result = vault.restore(temporary.resolve("target")).key(VaultBackups.KEY).run();

    assertThat(result.count()).isEqualTo(GOOD);
    assertThat(result.failures())
        .extracting(ObjectFailure::key)
        .containsExactlyInAnyOrderElementsOf(bombs.keySet());
    try (Snapshots snapshots =
        vault
            .client
            .snapshots(vault.server.appDid().address())
            .stateDirectory(vault.state)
            .encryption(Encryption.key(VaultBackups.KEY))) {
      assertThat(snapshots.verify().problems())
          .anyMatch(problem -> problem.contains("index/") && problem.contains("damaged"));
    }
  }

  @Test
  void theBombsAreOnes() throws DataFormatException {
    Inflater inflater = new Inflater(true);
    inflater.setInput(deflateBomb(4L * CHUNK));
    byte[] target = new byte[CHUNK];
    while (!inflater.finished()) {
      assertThat(inflater.inflate(target)).isPositive();
    }
    assertThat(inflater.getBytesWritten()).isEqualTo(4L * CHUNK);
    inflater.end();
    byte[] zstd = zstdBomb(1 << 20);
    assertThat(Zstd.decompress(zstd, 1 << 20)).hasSize(1 << 20);
  }

  private Vault open(@Nullable String key) {
    return Vault.openOrCreate(
        new ServerStore(vault.server, vault.folder()),
        key == null ? null : Encryption.key(key),
        null);
  }

  /** Writes a vault with good files and bombs. */
  private void craft(@Nullable String key, SnapshotEntry... more) throws IOException {
    byte[] deflated = deflateBomb(TEN_GIGABYTES);
    byte[] zstd = zstdBomb(TEN_GIGABYTES);
    byte[] few = deflateBomb(CHUNK);
    bombs.put("deflated", header(1, BlobCodec.DEFLATE, deflated.length, LIMIT));
    bombs.put("zstd", header(2, BlobCodec.ZSTD, zstd.length, zstd.length + 1));
    bombs.put("declared-large", header(3, BlobCodec.ZSTD, 10, LIMIT));
    bombs.put("declared-small", header(4, BlobCodec.DEFLATE, few.length, few.length));
    try (Vault open = open(key)) {
      CraftedPacks.store(open, bomb("deflated"), deflated);
      CraftedPacks.store(open, bomb("zstd"), zstd);
      CraftedPacks.store(open, bomb("declared-large"), new byte[10]);
      CraftedPacks.store(open, bomb("declared-small"), few);
      VaultBackup.Plan plan =
          new VaultBackup.Plan(
              Instant.now(), "", null, null, null, Compression.none(), 1, temporary, Duration.ZERO);
      try (VaultBackup backup = new VaultBackup(open, plan, new Cancellation());
          VaultBackup.Worker worker = backup.worker()) {
        for (int i = 0; i < GOOD; i++) {
          byte[] content = ("good " + i).getBytes(US_ASCII);
          worker
              .read(new ByteArrayInputStream(content))
              .keep(file("good-" + i, content.length), failure -> assertThat(failure).isNull());
        }
        bombs.forEach(
            (name, blob) ->
                assertThat(backup.addKnown(file(name, blob.length()), id(blob))).isTrue());
        Stream.of(more).forEach(backup::add);
        backup.commit(true);
      }
    }
  }

  private BlobHeader bomb(String name) {
    return requireNonNull(bombs.get(name));
  }

  private static BlobHeader header(int number, byte method, int stored, int length) {
    return new BlobHeader(new BlobId(number, number, number, number), method, stored, length);
  }

  private static byte[] id(BlobHeader blob) {
    ByteBuffer id = ByteBuffer.allocate(BlobId.LENGTH);
    blob.id().write(id);
    return id.array();
  }

  private static SnapshotEntry file(String path, long size) {
    return SnapshotEntry.builder(path, SnapshotEntry.Type.FILE, Instant.EPOCH)
        .size(size)
        .permissions(0644)
        .build();
  }

  /** Zeros: after the first chunk, each has the same compressed bytes. */
  private static byte[] deflateBomb(long length) {
    Deflater deflater = new Deflater(9, true);
    byte[] zeros = new byte[CHUNK];
    byte[] first = chunk(deflater, zeros);
    byte[] other = chunk(deflater, zeros);
    deflater.end();
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.writeBytes(first);
    for (long done = CHUNK; done < length; done += CHUNK) {
      bomb.writeBytes(other);
    }
    // An empty last block.
    bomb.write(3);
    bomb.write(0);
    return bomb.toByteArray();
  }

  private static byte[] chunk(Deflater deflater, byte[] content) {
    deflater.setInput(content);
    byte[] target = new byte[1 << 16];
    return Arrays.copyOf(target, deflater.deflate(target, 0, target.length, Deflater.SYNC_FLUSH));
  }

  /** A frame of blocks that each say one byte 131,072 times (RFC 8878, section 3.1.1). */
  private static byte[] zstdBomb(long length) {
    int blocks = (int) ((length + (1 << 17) - 1) >> 17);
    ByteBuffer bomb = ByteBuffer.allocate(6 + 4 * blocks).order(ByteOrder.LITTLE_ENDIAN);
    // No content size, no checksum; a window of 128 KiB.
    bomb.putInt(0xFD2FB528).put((byte) 0).put((byte) (7 << 3));
    for (int i = 0; i < blocks; i++) {
      int last = i == blocks - 1 ? 1 : 0;
      // The header takes three bytes; the fourth is the byte to repeat, zero.
      bomb.putInt(last | 1 << 1 | 1 << 17 << 3);
    }
    return bomb.array();
  }
}
