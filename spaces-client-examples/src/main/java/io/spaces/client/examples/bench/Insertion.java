package io.spaces.client.examples.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A mebibyte of noise in the middle of a file, which no earlier backup can have. */
final class Insertion {
  private static final int LENGTH = 1 << 20;

  private Insertion() {}

  static void intoMiddle(Path original, Path changed) throws IOException {
    byte[] noise = new byte[LENGTH];
    new Random(LENGTH).nextBytes(noise);
    byte[] buffer = new byte[LENGTH];
    try (InputStream in = Files.newInputStream(original);
        OutputStream out = Files.newOutputStream(changed)) {
      long before = Files.size(original) / 2;
      while (before > 0) {
        int read = in.read(buffer, 0, (int) Math.min(before, LENGTH));
        if (read < 0) {
          throw new IOException(original + " has become shorter");
        }
        out.write(buffer, 0, read);
        before -= read;
      }
      out.write(noise);
      in.transferTo(out);
    }
  }
}
