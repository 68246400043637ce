package io.spaces.client.examples.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** The data of an application that nobody uses: a database, uploads, documents. */
final class SampleData {
  private static final long SEED = 20_260_101;
  private static final int DOCUMENTS = 40;
  private static final int UPLOADS = 12;
  private static final int LARGEST = 90_000;

  private SampleData() {}

  static void write(Path data) throws IOException {
    Random random = new Random(SEED);
    Path documents = Files.createDirectories(data.resolve("documents"));
    for (int i = 1; i <= DOCUMENTS; i++) {
      Files.writeString(
          documents.resolve("note " + i + ".md"), "# Note " + i + "\n\n" + "Remember. ".repeat(i));
    }
    Path uploads = Files.createDirectories(data.resolve("uploads"));
    for (int i = 1; i <= UPLOADS; i++) {
      Files.write(uploads.resolve("photo " + i + ".jpg"), noise(random));
    }
    Files.createDirectories(data.resolve("databases/tasks"));
    append(data, 0);
  }

  /** What a day of use leaves behind. */
  static void change(Path data, int day) throws IOException {
    append(data, day);
    Random random = new Random(SEED + day);
    if (random.nextInt(3) == 0) {
      Files.write(data.resolve("uploads/photo of day " + day + ".jpg"), noise(random));
    }
  }

  private static void append(Path data, int day) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      lines.append("{\"day\": ").append(day).append(", \"task\": ").append(i).append("}\n");
    }
    Files.writeString(
        data.resolve("databases/tasks/tasks.jsonl"),
        lines,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static byte[] noise(Random random) {
    byte[] bytes = new byte[1_000 + random.nextInt(LARGEST)];
    random.nextBytes(bytes);
    return bytes;
  }
}
