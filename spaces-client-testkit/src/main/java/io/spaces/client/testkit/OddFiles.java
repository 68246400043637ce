package io.spaces.client.testkit;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Names and sizes that programs stumble over. */
final class OddFiles {
  /** Sizes at which the chunks of a content hash begin and end, in bytes. */
  static final List<Integer> SIZES =
      List.of(0, 1, 2, 127, 128, 262_143, 262_144, 262_145, 524_288, 524_289);

  private static final List<String> ODD_NAMES =
      List.of(
          "with space.txt",
          " leading and trailing ",
          "question?.txt",
          "hash#tag.txt",
          "per%cent%20.txt",
          "line\nbreak.txt",
          "quote\"'.txt",
          "semi;colon&amp.txt",
          "plus+equals=.txt",
          "back\\slash.txt",
          "star*[x]{y}.txt",
          "ünïcödé-ñ.txt",
          "文件/数据.txt",
          "🎉👨‍👩‍👧/🚀.bin",
          "n".repeat(200),
          "-dash",
          ".hidden/.also",
          "...",
          "UPPER.TXT",
          "no-extension",
          "tab\there.txt",
          "del\u007f.txt");

  private OddFiles() {}

  /** Names that the file system of a folder takes. */
  static List<String> names(Path folder) {
    return ODD_NAMES.stream().filter(name -> isPossible(folder, name)).toList();
  }

  private static boolean isPossible(Path folder, String name) {
    if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("win")) {
      return name.chars().noneMatch(c -> c < ' ' || "?*\"\\<>|:".indexOf(c) >= 0);
    }
    try {
      return folder.resolve(name).startsWith(folder);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Mostly a few kilobytes; sometimes nothing, or more than one chunk. */
  static int randomSize(SeededRandom random) {
    return switch (random.nextInt(20)) {
      case 0 -> 0;
      case 1 -> 1;
      case 2 -> random.nextInt(300_000);
      default -> random.nextInt(8_000);
    };
  }
}
