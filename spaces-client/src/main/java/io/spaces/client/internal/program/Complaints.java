package io.spaces.client.internal.program;

import io.spaces.client.internal.waiting.ClientThreads;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;

/** The end of what a program writes to its standard error, read on a thread of its own. */
final class Complaints {
  private static final int MOST = 4_096;

  private final String program;
  private final byte[] last = new byte[MOST];
  private long total;
  private final Thread reader;

  Complaints(String program, InputStream err) {
    this.program = program;
    reader = ClientThreads.start("spaces-stderr-" + program, () -> read(err));
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

  /** How a program failed that has ended with a code, with what it said, but for secrets. */
  IOException failure(int code, List<String> secrets) {
    String said = text(secrets);
    return new IOException(
        "The program "
            + program
            + " ended with "
            + code
            + (said.isEmpty() ? " and said nothing" : ": " + said));
  }

  private String text(List<String> secrets) {
    String said = text();
    for (String secret : secrets) {
      if (!secret.isEmpty()) {
        said = withoutEnd(secret, said).replace(secret, "***");
      }
    }
    return said;
  }

  /** What was said before its end is cut off, maybe in the middle of a secret. */
  private static String withoutEnd(String secret, String said) {
    for (int i = 1; said.startsWith("…") && i < secret.length(); i++) {
      if (said.startsWith(secret.substring(i), 1)) {
        return "…***" + said.substring(1 + secret.length() - i);
      }
    }
    return said;
  }

  private String text() {
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
