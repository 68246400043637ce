package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spaces.client.e2e.HostileExchange.Answer;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;

/** What hostile answers are made of. */
final class HostileBytes {
  static final Answer JSON =
      new Answer(200, Map.of("Content-Type", "application/json"), new byte[0]);
  static final byte[] SPACES = bytes(" ".repeat(1 << 16));
  static final byte[] DEEP = bytes("[".repeat(1 << 16));
  static final byte[] NOISE = new byte[4_096];
  static final byte[] GZIPPED_SPACES = deflated(bytes(" ".repeat(1 << 24)));
  static final byte[] GZIPPED_ENTRIES = deflated(entries(1));

  private static final byte[] GZIP_HEADER = {31, (byte) 139, 8, 0, 0, 0, 0, 0, 0, 0};
  private static final int ENTRIES = 5_000;

  static {
    new Random(1).nextBytes(NOISE);
  }

  private HostileBytes() {}

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** Some entries of a list that has no end; the first ones open it. */
  static byte[] entries(long number) {
    StringBuilder entries = new StringBuilder(number == 0 ? "[" : "");
    for (int i = 0; i < ENTRIES; i++) {
      entries
          .append("{\"key\":\"/many/")
          .append(number * ENTRIES + i)
          .append("\",\"size\":10,\"lastModified\":1700000000000},");
    }
    return bytes(entries.toString());
  }

  /**
   * The beginning of a gzip stream; what {@link #deflated} returns may follow any number of times.
   */
  static byte[] gzipped(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(GZIP_HEADER);
    bytes.writeBytes(deflated(content));
    return bytes.toByteArray();
  }

  /** Blocks that do not depend on what stands before them, and are not the last. */
  private static byte[] deflated(byte[] content) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(content);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    int length;
    do {
      length = deflater.deflate(buffer, 0, buffer.length, Deflater.FULL_FLUSH);
      bytes.write(buffer, 0, length);
    } while (length == buffer.length);
    deflater.end();
    return bytes.toByteArray();
  }
}
