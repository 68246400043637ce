package io.spaces.client.examples.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/** Puts a corpus on the disk, once: the next benchmark finds it there. */
final class CorpusFiles {
  private static final String[] WORDS =
      ("space backup object folder snapshot record index wallet the of and to in is that it "
              + "12 2026 42 3.14 name value id true false null user app data file")
          .split(" ", -1);
  private static final int BUFFER_SIZE = 1 << 16;

  /** How long ago a file must have changed for an incremental backup to remember it. */
  private static final Duration SETTLED = Duration.ofSeconds(61);

  private CorpusFiles() {}

  /** Returns the folder with the corpus's files below {@code home}. */
  static Path in(Path home, Corpus corpus) throws IOException {
    Path folder = home.resolve(corpus.name());
    Path complete = marker(home, corpus);
    if (Files.exists(complete) && Files.readString(complete).equals(corpus.toString())) {
      return folder;
    }
    for (int i = 0; i < corpus.files(); i++) {
      Path file = folder.resolve(corpus.path(i));
      Files.createDirectories(file.getParent());
      try (OutputStream out = Files.newOutputStream(file)) {
        write(corpus, i, out);
      }
    }
    Files.writeString(complete, corpus.toString());
    return folder;
  }

  /** Waits until an incremental backup trusts what it remembers of files that were just made. */
  static void awaitSettled(Path home, Corpus corpus) throws IOException, InterruptedException {
    Instant made = Files.getLastModifiedTime(marker(home, corpus)).toInstant();
    Thread.sleep(Math.max(0, Duration.between(Instant.now(), made.plus(SETTLED)).toMillis()));
  }

  private static Path marker(Path home, Corpus corpus) {
    return home.resolve(corpus.name() + ".complete");
  }

  private static void write(Corpus corpus, int number, OutputStream out) throws IOException {
    SplittableRandom random = new SplittableRandom(number);
    byte[] buffer = new byte[BUFFER_SIZE];
    for (long rest = corpus.size(number); rest > 0; rest -= buffer.length) {
      if (corpus.text()) {
        fillWithText(buffer, random);
      } else {
        random.nextBytes(buffer);
      }
      out.write(buffer, 0, (int) Math.min(rest, buffer.length));
    }
  }

  private static void fillWithText(byte[] buffer, SplittableRandom random) {
    int at = 0;
    while (at < buffer.length) {
      byte[] word = WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.US_ASCII);
      int length = Math.min(word.length, buffer.length - at);
      System.arraycopy(word, 0, buffer, at, length);
      at += length;
      if (at < buffer.length) {
        buffer[at++] = (byte) (random.nextInt(10) == 0 ? '\n' : ' ');
      }
    }
  }
}
