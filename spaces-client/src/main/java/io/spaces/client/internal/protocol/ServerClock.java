package io.spaces.client.internal.protocol;

import io.spaces.client.internal.http.TransportResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** What time the server thinks it is: the header {@code Date} (RFC 9110, section 6.6.1). */
final class ServerClock {
  private ServerClock() {}

  /** The time of an answer, or null when it has none that can be read. */
  static @Nullable Instant read(TransportResponse response) {
    String date = response.header("Date");
    try {
      return date == null ? null : DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
