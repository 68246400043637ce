package io.spaces.client.internal.http.retry;

import io.spaces.client.internal.http.HttpDate;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After} (RFC 9110, section 10.2.3): seconds, or a date. */
final class RetryAfter {
  private RetryAfter() {}

  /**
   * Returns how long the server asks to wait.
   *
   * @param value the header's value, or null
   * @param date the value of the answer's header {@code Date}, or null; a date is measured against
   *     it, since our own clock may differ from the server's
   * @param now our own time, for want of a {@code Date}
   * @param cap the longest wait to return
   * @return at most the cap, or null when the header is missing, past, or makes no sense
   */
  static @Nullable Duration parse(
      @Nullable String value, @Nullable String date, Instant now, Duration cap) {
    if (value == null) {
      return null;
    }
    Duration asked = parse(value.trim(), date, now);
    if (asked == null || asked.isNegative()) {
      return null;
    }
    return asked.compareTo(cap) > 0 ? cap : asked;
  }

  private static @Nullable Duration parse(String value, @Nullable String date, Instant now) {
    if (isDigits(value)) {
      // Ten digits are three hundred years: as good as any longer number.
      return Duration.ofSeconds(Long.parseLong(value.length() > 10 ? "9999999999" : value));
    }
    Instant until = HttpDate.parse(value);
    if (until == null) {
      return null;
    }
    Instant serverNow = HttpDate.parse(date);
    return Duration.between(serverNow == null ? now : serverNow, until);
  }

  private static boolean isDigits(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    return !value.isEmpty();
  }
}
