package io.spaces.client.internal.source.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.SourceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FileTableTest {
  private static final Path ROOT = Path.of("root");

  private final FileTable table = new FileTable(ROOT, SymbolicLinks.SKIP);

  @Test
  void givesBackWhatWasAdded() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> keys = new ArrayList<>();
    List<FileStamp> stamps = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      String key = key(random);
      FileStamp stamp = stamp(random);
      keys.add(key);
      stamps.add(stamp);
      assertThat(table.add(key, stamp)).isEqualTo(i);
    }

    assertThat(table.count()).as("seed %d", seed).isEqualTo(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      assertThat(table.key(i)).as("seed %d", seed).isEqualTo(keys.get(i));
      assertThat(table.stamp(i)).as("seed %d", seed).isEqualTo(stamps.get(i));
      assertThat(table.size(i)).as("seed %d", seed).isEqualTo(stamps.get(i).size());
    }
  }

  @Test
  void knowsWhereItsFilesAre() {
    int index = table.add("a/b.txt", new FileStamp(3, 5, 7, 11, 13, FileStamp.REGULAR, 1));

    SourceFile file = table.file(index);

    assertThat(file.key()).isEqualTo("a/b.txt");
    assertThat(file.path()).isEqualTo(ROOT.resolve("a").resolve("b.txt"));
    assertThat(file.root()).isEqualTo(ROOT);
    assertThat(file.follow()).isFalse();
  }

  /** 1,000 folders of 1,000 files, names of 20 characters, keys of 50. */
  @Test
  void takesSome50BytesAFile() {
    long before = usedMemory();
    for (int folder = 0; folder < 1000; folder++) {
      String prefix = "some-folder/another-%09d/".formatted(folder);
      for (int file = 0; file < 1000; file++) {
        int n = folder * 1000 + file;
        table.add(
            prefix + "document-%07d.txt".formatted(n),
            new FileStamp(
                5000 + n % 100,
                1_795_312_800_123_456_789L + n * 1_000_003L,
                1_795_312_800_123_999_999L + n * 1_000_003L,
                50_000_000L + n,
                0xfd00,
                FileStamp.REGULAR | 0644,
                1));
      }
    }
    long used = usedMemory() - before;

    assertThat(table.count()).isEqualTo(1_000_000);
    assertThat(used).isBetween(30_000_000L, 60_000_000L);
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static String key(Random random) {
    StringBuilder key = new StringBuilder();
    for (int depth = random.nextInt(5); depth > 0; depth--) {
      key.append("földer").append(random.nextInt(3)).append('/');
    }
    return key.append("file-😀-").append(random.nextInt()).toString();
  }

  private static FileStamp stamp(Random random) {
    boolean posix = random.nextBoolean();
    return new FileStamp(
        random.nextLong() >>> (1 + random.nextInt(40)),
        random.nextLong() >> random.nextInt(63),
        posix ? random.nextLong() : FileStamp.UNKNOWN,
        posix ? random.nextLong() : 0,
        posix ? random.nextInt(3) : 0,
        FileStamp.REGULAR | random.nextInt(07777),
        1 + random.nextInt(3));
  }
}
