package io.spaces.client.testkit.internal.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a route answers, before it travels.
 *
 * @param status the HTTP status
 * @param headers names and values
 * @param length bytes of the body, or -1 when they are not counted yet
 * @param body writes the body
 */
public record Answer(int status, Map<String, String> headers, long length, Body body) {
  private static final Body NOTHING = out -> {};

  /** Writes the bytes of an answer. */
  @FunctionalInterface
  public interface Body {
    /** Writes all bytes; the stream is not closed. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** A status and no body. */
  public static Answer empty(int status) {
    return new Answer(status, Map.of(), 0, NOTHING);
  }

  /** A status and headers, no body. */
  public static Answer headers(int status, Map<String, String> headers) {
    return new Answer(status, headers, 0, NOTHING);
  }

  /** A status and a text, which the official server's framework calls HTML. */
  public static Answer text(int status, String text) {
    return bytes(status, "text/html; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** JSON, with status 200. */
  public static Answer json(byte[] json) {
    return bytes(200, "application/json; charset=utf-8", json);
  }

  /** Any bytes. */
  public static Answer bytes(int status, String type, byte[] bytes) {
    return new Answer(status, Map.of("Content-Type", type), bytes.length, out -> out.write(bytes));
  }

  /** The same answer with its body written in another way, of the same length. */
  public Answer withBody(Body other) {
    return new Answer(status, headers, length, other);
  }

  /** The same answer with another body. */
  public Answer withBytes(byte[] bytes) {
    return new Answer(status, headers, bytes.length, out -> out.write(bytes));
  }

  /** The same answer with one header set, or replaced. */
  public Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.keySet().removeIf(name::equalsIgnoreCase);
    more.put(name, value);
    return new Answer(status, more, length, body);
  }
}
