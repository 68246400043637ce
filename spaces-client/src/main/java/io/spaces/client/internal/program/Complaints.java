package io.spaces.client.internal.program;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;

/** The end of what a program writes to its standard error, read on a thread of its own. */
final class Complaints {
  private static final int MOST = 4_096;

  private final byte[] last = new byte[MOST];
  private long total;
  private final Thread reader;

  Complaints(String program, InputStream err) {
    reader = new Thread(() -> read(err), "spaces-stderr-" + program);
    reader.setDaemon(true);
    reader.start();
  }

  private void read(InputStream err) {
    byte[] buffer = new byte[MOST];
    try (err) {
      for (int count = err.read(buffer); count >= 0; count = err.read(buffer)) {
        for (int i = 0; i < count; i++) {
          last[(int) (total++ % MOST)] = buffer[i];
        }
      }
    } catch (IOException e) {
      // the program was ended, and nobody will ask
    }
  }

  /** The text, to be called when the program has ended. */
  String text() {
    try {
      reader.join(1_000); // a grandchild can hold the pipe open
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (reader.isAlive()) {
      return "";
    }
    int length = (int) Math.min(total, MOST);
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = last[(int) ((total - length + i) % MOST)];
    }
    String said = new String(text, Charset.defaultCharset()).strip();
    return total > MOST ? "…" + said : said;
  }
}
