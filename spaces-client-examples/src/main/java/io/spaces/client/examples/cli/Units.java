package io.spaces.client.examples.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers for people. */
final class Units {
  private static final String[] PREFIXES = {"kB", "MB", "GB", "TB", "PB"};
  private static final int STEP = 1000;

  private Units() {}

  /** Such as {@code 999 B} or {@code 1.2 MB}, by powers of 1000. */
  static String bytes(long bytes) {
    if (bytes < STEP) {
      return bytes + " B";
    }
    double value = bytes;
    int prefix = -1;
    do {
      value /= STEP;
      prefix++;
    } while (value >= STEP - 0.05 && prefix < PREFIXES.length - 1);
    return String.format(Locale.ROOT, "%.1f %s", value, PREFIXES[prefix]);
  }

  /** Such as {@code 0.8 s} or {@code 12 min 5 s}. */
  static String duration(Duration duration) {
    if (duration.toMinutes() < 1) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    return duration.toHours() < 1
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : duration.toHours() + " h " + duration.toMinutesPart() + " min";
  }

  /** Such as {@code 1 object} or {@code 10,000 objects}. */
  static String objects(long count) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? "object" : "objects");
  }
}
