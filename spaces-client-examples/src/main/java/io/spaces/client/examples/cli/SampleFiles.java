package io.spaces.client.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files for the demo. */
final class SampleFiles {
  private static final int NOTES = 40;

  private SampleFiles() {}

  /** Fills a new folder, by copying another or with samples; returns a file that may be changed. */
  static Path in(Path folder, @Nullable Path original) throws IOException {
    Files.createDirectories(folder);
    if (original == null) {
      writeSamples(folder);
    } else {
      copy(original, folder);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> regular = files.filter(Files::isRegularFile).sorted().toList();
      return regular.isEmpty() ? folder.resolve("new.txt") : regular.get(0);
    }
  }

  private static void writeSamples(Path folder) throws IOException {
    Files.writeString(folder.resolve("app.json"), "{\"name\": \"Demo\", \"theme\": \"dark\"}\n");
    Path notes = Files.createDirectories(folder.resolve("notes"));
    for (int i = 1; i <= NOTES; i++) {
      Files.writeString(notes.resolve("note " + i + ".md"), "# Note " + i + "\nRemember this.\n");
    }
    Path uploads = Files.createDirectories(folder.resolve("uploads"));
    Files.write(uploads.resolve("picture.raw"), new byte[3_000_000]);
    Files.writeString(uploads.resolve("grüße 🎉.txt"), "Any name will do.\n");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> below = Files.walk(from)) {
      for (Path path : below.toList()) {
        Path copy = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else if (Files.isRegularFile(path) && !isLeftOut(path.getFileName().toString())) {
          Files.copy(path, copy);
        }
      }
    }
  }

  /** What backups leave out by default cannot come back. */
  private static boolean isLeftOut(String name) {
    return name.equals(".DS_Store") || name.endsWith("~");
  }
}
