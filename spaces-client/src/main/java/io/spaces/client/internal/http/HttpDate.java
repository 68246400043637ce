package io.spaces.client.internal.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Dates in headers (RFC 9110, section 5.6.7), in the one form that is still written. */
public final class HttpDate {
  private HttpDate() {}

  /** Reads a header's value; null when there is none, or it cannot be read. */
  public static @Nullable Instant parse(@Nullable String value) {
    try {
      return value == null
          ? null
          : DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
