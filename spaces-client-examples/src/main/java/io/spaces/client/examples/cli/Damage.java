package io.spaces.client.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What the demo does to a folder, as if somebody wanted a ransom for it. */
final class Damage {
  private static final int KINDS = 3;

  private Damage() {}

  /** Overwrites some files, removes others, and leaves a note; says so in words. */
  static String to(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> below = Files.walk(folder)) {
      files = below.filter(Files::isRegularFile).sorted().toList();
    }
    Random random = new Random(KINDS);
    int overwritten = 0;
    int removed = 0;
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i);
      if (i % KINDS == 0) {
        byte[] noise = new byte[(int) Math.min(Files.size(file), 1 << 20)];
        random.nextBytes(noise);
        Files.write(file, noise);
        overwritten++;
      } else if (i % KINDS == 1) {
        Files.delete(file);
        removed++;
      }
    }
    Files.writeString(folder.resolve("PAY UP.txt"), "Your files are gone.\n");
    return overwritten + " files overwritten, " + removed + " removed, 1 added";
  }
}
