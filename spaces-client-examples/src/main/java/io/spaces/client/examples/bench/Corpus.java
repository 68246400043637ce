package io.spaces.client.examples.bench;

import java.util.List;
import java.util.Locale;

/**
 * A set of files whose names, sizes and contents follow from their numbers alone.
 *
 * @param name its name
 * @param files how many
 * @param minSize the least size of a file in bytes
 * @param maxSize the greatest
 * @param firstSize the size of the first file, when that is special; -1 when it is not
 * @param text whether the content is text, which compresses, or random bytes, which do not
 */
public record Corpus(
    String name, int files, long minSize, long maxSize, long firstSize, boolean text) {
  private static final int FILES_PER_FOLDER = 100;
  private static final long MEBIBYTE = 1 << 20;

  /** 10,000 small files, 5 KB on average. */
  public static final Corpus SMALL = new Corpus("small", 10_000, 2_000, 8_000, -1, true);

  /** 2,000 files of 366 MB in all. */
  public static final Corpus MEDIUM = new Corpus("medium", 2_000, 3_000, 363_000, -1, false);

  /** One file of 1 GiB and four of 64 MiB. */
  public static final Corpus LARGE =
      new Corpus("large", 5, 64 * MEBIBYTE, 64 * MEBIBYTE, 1024 * MEBIBYTE, false);

  /** 100,000 files that do not change from one backup to the next. */
  public static final Corpus UNCHANGED = new Corpus("unchanged", 100_000, 100, 900, -1, true);

  /** All of the above. */
  public static final List<Corpus> ALL = List.of(SMALL, MEDIUM, LARGE, UNCHANGED);

  /**
   * Files of one size.
   *
   * @param files how many
   * @param size the size of each in bytes
   * @return the corpus
   */
  public static Corpus of(int files, long size) {
    return new Corpus("custom-" + files + "-" + size, files, size, size, -1, true);
  }

  /** The options of the program that name this corpus. */
  List<String> options() {
    return ALL.contains(this)
        ? List.of("--corpus", name)
        : List.of("--files", String.valueOf(files), "--size", String.valueOf(maxSize));
  }

  /** The path of file number {@code i}, relative and with slashes. */
  String path(int i) {
    String suffix = text ? "txt" : "bin";
    return String.format(Locale.ROOT, "folder-%04d/file-%06d.%s", i / FILES_PER_FOLDER, i, suffix);
  }

  /** The size of file number {@code i} in bytes: even over the range, in no order. */
  long size(int i) {
    if (i == 0 && firstSize >= 0) {
      return firstSize;
    }
    long range = maxSize - minSize + 1;
    return minSize + Math.floorMod(i * 2_654_435_761L, range);
  }

  /** The size of all files in bytes. */
  long bytes() {
    long sum = 0;
    for (int i = 0; i < files; i++) {
      sum += size(i);
    }
    return sum;
  }
}
