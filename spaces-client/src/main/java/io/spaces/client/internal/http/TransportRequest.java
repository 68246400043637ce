package io.spaces.client.internal.http;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request. The target is kept apart from the origin because it is what gets signed: it travels
 * exactly as it is.
 *
 * @param method such as {@code GET}
 * @param origin scheme, host and, unless it is the scheme's own, port: {@code https://host:8443}
 * @param target path and query, from the first slash on
 * @param headers names and values; not printed, since they carry credentials
 * @param body what to send, or null for nothing
 * @param anew makes the headers of another attempt, which may come when the signature in these is
 *     no longer valid; null when they stay as they are
 */
public record TransportRequest(
    String method,
    String origin,
    String target,
    Map<String, String> headers,
    @Nullable RequestBody body,
    @Nullable Supplier<Map<String, String>> anew) {

  /**
   * A request whose headers stay as they are.
   *
   * @param method such as {@code GET}
   * @param origin scheme, host and port
   * @param target path and query
   * @param headers names and values
   * @param body what to send, or null for nothing
   */
  public TransportRequest(
      String method,
      String origin,
      String target,
      Map<String, String> headers,
      @Nullable RequestBody body) {
    this(method, origin, target, headers, body, null);
  }

  /**
   * Returns the same request for another attempt.
   *
   * @return with headers made anew
   */
  public TransportRequest again() {
    return anew == null
        ? this
        : new TransportRequest(method, origin, target, anew.get(), body, anew);
  }

  /**
   * Returns where the request goes.
   *
   * @return origin and target
   */
  public String url() {
    return origin + target;
  }

  /**
   * Tells whether sending the request twice has the effect of sending it once (RFC 9110, section
   * 9.2.2).
   *
   * @return false for a POST
   */
  public boolean isIdempotent() {
    return !method.equals("POST");
  }

  @Override
  public String toString() {
    return method + " " + origin + target;
  }
}
