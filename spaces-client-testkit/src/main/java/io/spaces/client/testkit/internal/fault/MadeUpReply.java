package io.spaces.client.testkit.internal.fault;

import io.spaces.client.testkit.faults.Reply;
import io.spaces.client.testkit.internal.http.Answer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An answer that no route makes. */
public final class MadeUpReply implements Reply {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  /** An answer. */
  public MadeUpReply(int status, Map<String, String> headers, byte[] body) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status is " + status + "; expected 200 to 599");
    }
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** Writes a time as HTTP does. */
  public static String httpDate(Instant time) {
    return HTTP_DATE.format(time);
  }

  @Override
  public Reply header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new MadeUpReply(status, more, body);
  }

  @Override
  public Reply body(byte[] bytes) {
    return new MadeUpReply(status, headers, bytes.clone());
  }

  /** Returns what travels. */
  public Answer toAnswer() {
    return new Answer(status, headers, body.length, out -> out.write(body));
  }

  @Override
  public String toString() {
    return "answer " + status + (headers.containsKey("Retry-After") ? " with Retry-After" : "");
  }
}
