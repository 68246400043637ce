package io.spaces.client.internal.vault.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.internal.vault.format.BlobId;
import io.spaces.client.internal.vault.format.BlobIds;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.snapshot.SnapshotEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries are found by their paths, however many there are. */
class EntryTableTest {
  private static final int PER_FOLDER = 1000;
  private static final long SEED = 20_261_201;

  @TempDir Path temporary;

  private static String folder(int number) {
    return String.format(Locale.ROOT, "some folder/of a snapshot %04d", number);
  }

  private static String path(int number) {
    return folder(number / PER_FOLDER)
        + String.format(Locale.ROOT, "/a file with a usual name %04d", number % PER_FOLDER);
  }

  private static Iterator<VaultEntry> entries(int count) {
    Random random = new Random(SEED);
    byte[] id = new byte[BlobId.LENGTH];
    return IntStream.range(0, count)
        .mapToObj(
            number -> {
              random.nextBytes(id);
              return new VaultEntry(
                  SnapshotEntry.builder(path(number), SnapshotEntry.Type.FILE, Instant.EPOCH)
                      .size(number + 1L)
                      .build(),
                  BlobIds.of(id.clone()));
            })
        .iterator();
  }

  @Test
  void eachIsFoundAndSoAreTheFoldersThatHaveNoEntry() throws IOException {
    assertFound(5_500);
  }

  @Test
  @Tag("slow")
  void aMillionFitsIntoLittleMemory() throws IOException {
    assertFound(1_000_000);
  }

  private void assertFound(int count) throws IOException {
    try (EntryTable table = EntryTable.of(entries(count), Instant.EPOCH, temporary)) {
      int folders = (count + PER_FOLDER - 1) / PER_FOLDER;
      assertThat(table.count()).isEqualTo(count + folders + 1);
      Random random = new Random(SEED);
      for (int i = 0; i < 2000; i++) {
        int number = i == 0 ? count - 1 : random.nextInt(count);
        int found = table.find(path(number));
        assertThat(found).as(path(number)).isNotNegative();
        assertThat(table.get(found).entry().size()).isEqualTo(number + 1L);
        assertThat(table.find(path(number) + "x")).isEqualTo(EntryTable.NONE);
      }
      int second = table.find(folder(1));
      assertThat(table.end(second) - second).isEqualTo(PER_FOLDER + 1);
      assertThat(table.path(second + 1)).isEqualTo(path(PER_FOLDER));
      assertThat(table.end(table.find("some folder"))).isEqualTo(table.count());
      assertThat(table.find("a")).isEqualTo(EntryTable.NONE);
      assertThat(table.find("z")).isEqualTo(EntryTable.NONE);
    }
  }
}
