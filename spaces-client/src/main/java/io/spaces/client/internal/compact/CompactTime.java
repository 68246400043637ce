package io.spaces.client.internal.compact;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A file's time in 64 bits: in nanoseconds since 1970, and where they do not reach, in the years
 * before 1679 and after 2260, in whole seconds. Later times have larger numbers.
 */
public final class CompactTime {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** From here on, and from its negative down, one more is a second more. */
  private static final long FAR_SECONDS = 9_200_000_000L;

  private static final long FAR = FAR_SECONDS * SECOND;

  /** The times that files can have, in seconds since 1970. */
  private static final long MOST_SECONDS = Long.MAX_VALUE - FAR + FAR_SECONDS - 1;

  private CompactTime() {}

  /** Whether there is a number for the time. */
  public static boolean has(Instant time) {
    return Math.abs(time.getEpochSecond()) <= MOST_SECONDS;
  }

  /** The number of a time; of one that has none, that of the nearest. */
  public static long of(Instant time) {
    long seconds = Math.max(-MOST_SECONDS, Math.min(MOST_SECONDS, time.getEpochSecond()));
    if (seconds >= FAR_SECONDS) {
      return FAR + (seconds - FAR_SECONDS);
    }
    return seconds < -FAR_SECONDS
        ? -FAR + (seconds + FAR_SECONDS)
        : seconds * SECOND + time.getNano();
  }

  /** The time of a number. */
  public static Instant instant(long number) {
    return isFar(number)
        ? Instant.ofEpochSecond(
            number > 0 ? number - FAR + FAR_SECONDS : number + FAR - FAR_SECONDS)
        : Instant.ofEpochSecond(Math.floorDiv(number, SECOND), Math.floorMod(number, SECOND));
  }

  /** Whether nanoseconds do not reach the time of this number. */
  public static boolean isFar(long number) {
    return number >= FAR || number < -FAR;
  }
}
