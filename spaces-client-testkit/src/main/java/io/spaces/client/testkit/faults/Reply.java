package io.spaces.client.testkit.faults;

import io.spaces.client.testkit.internal.fault.MadeUpReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** An answer made up by a test. Immutable. */
public sealed interface Reply permits MadeUpReply {
  /**
   * An answer with a status and a short text.
   *
   * @param status 200 to 599
   * @return the answer
   * @throws IllegalArgumentException when it is not that
   */
  static Reply status(int status) {
    return new MadeUpReply(status, Map.of("Content-Type", "text/plain; charset=utf-8"), new byte[0])
        .body("status " + status + " on purpose");
  }

  /**
   * The page that a gateway in front of a space shows when the space does not answer it.
   *
   * @param status such as 502
   * @return the answer, of HTML
   */
  static Reply gatewayPage(int status) {
    return status(status)
        .header("Content-Type", "text/html")
        .body(
            "<!DOCTYPE html><html><head><title>"
                + status
                + "</title></head><body><center><h1>Something is wrong</h1></center><hr>"
                + "<center>gateway</center></body></html>");
  }

  /**
   * A redirect.
   *
   * @param location where to: a whole URL, or a path
   * @return the answer, of status 307
   */
  static Reply redirect(String location) {
    return status(307).header("Location", location);
  }

  /**
   * The same answer with a header.
   *
   * @param name the header's name
   * @param value the header's value
   * @return another answer
   */
  Reply header(String name, String value);

  /**
   * The same answer with another text.
   *
   * @param text the body, sent as UTF-8
   * @return another answer
   */
  default Reply body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The same answer with another body.
   *
   * @param bytes the body
   * @return another answer
   */
  Reply body(byte[] bytes);

  /**
   * The same answer, asking to wait.
   *
   * @param time how long, in whole seconds
   * @return another answer
   */
  default Reply retryAfter(Duration time) {
    return retryAfter(Long.toString(time.toSeconds()));
  }

  /**
   * The same answer, asking to wait.
   *
   * @param time until when, sent as an HTTP date
   * @return another answer
   */
  default Reply retryAfter(Instant time) {
    return retryAfter(MadeUpReply.httpDate(time));
  }

  /**
   * The same answer with any {@code Retry-After}, however absurd.
   *
   * @param value such as {@code -1} or {@code soon}
   * @return another answer
   */
  default Reply retryAfter(String value) {
    return header("Retry-After", value);
  }
}
