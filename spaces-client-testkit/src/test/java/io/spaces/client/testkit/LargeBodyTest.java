package io.spaces.client.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.internal.content.ContentHash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that are far larger than the server's heap. */
class LargeBodyTest {
  @TempDir Path folder;

  @Test
  void streamsToDiskInAHeapOfThirtyTwoMegabytes() throws IOException {
    passes(folder, "32m", 160L << 20);
  }

  @Test
  void streamsToNowhereInAHeapOfThirtyTwoMegabytes() throws IOException {
    passes(Path.of("discard"), "32m", 160L << 20);
  }

  @Test
  @Tag("slow")
  void streamsTwoGibibytesInAHeapOf256Megabytes() throws IOException {
    passes(folder, "256m", 2L << 30);
    passes(Path.of("discard"), "256m", 2L << 30);
  }

  private static void passes(Path storage, String heap, long size) throws IOException {
    String hash = hash(size);
    byte[] frame = RawClient.multipart(new byte[0]);
    int end = ("\r\n--" + RawClient.BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8).length;
    byte[] head = Arrays.copyOf(frame, frame.length - end);
    byte[] tail = Arrays.copyOfRange(frame, frame.length - end, frame.length);
    try (ServerProcess server = ServerProcess.start(heap, storage)) {
      RawClient client = server.client();
      int status =
          client
              .send(
                  "PUT",
                  RawClient.object("large"),
                  RawClient.putHeaders(hash),
                  BodyPublishers.fromPublisher(
                      BodyPublishers.ofInputStream(
                          () ->
                              new SequenceInputStream(
                                  new ByteArrayInputStream(head),
                                  new SequenceInputStream(
                                      new Pattern(size), new ByteArrayInputStream(tail)))),
                      head.length + size + tail.length),
                  headers -> {})
              .statusCode();
      assertThat(status).isEqualTo(200);
      assertThat(client.list("")).contains("\"size\":" + size, hash);
      if (!storage.toString().equals("discard")) {
        try (InputStream stored = client.stream(RawClient.object("large"))) {
          assertThat(hash(stored)).isEqualTo(hash);
        }
      }
    }
  }

  private static String hash(long size) throws IOException {
    return hash(new Pattern(size));
  }

  private static String hash(InputStream in) throws IOException {
    ContentHash hash = new ContentHash();
    byte[] buffer = new byte[1 << 16];
    int read;
    while ((read = in.read(buffer)) >= 0) {
      hash.update(buffer, 0, read);
    }
    return ContentHash.toCid(hash.finish());
  }

  /** Bytes that look random and cost nothing. */
  private static final class Pattern extends InputStream {
    private static final byte[] BLOCK = new SeededRandom(9).bytes((1 << 16) - 1);
    private long left;
    private int position;

    Pattern(long size) {
      this.left = size;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      int part = (int) Math.min(left, Math.min(length, BLOCK.length - position));
      System.arraycopy(BLOCK, position, bytes, offset, part);
      position = (position + part) % BLOCK.length;
      left -= part;
      return part;
    }
  }
}
