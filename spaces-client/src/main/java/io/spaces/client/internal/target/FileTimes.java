package io.spaces.client.internal.target;

import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/** Modification times in the JDK's terms. */
final class FileTimes {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private FileTimes() {}

  /**
   * The time so many nanoseconds after 1970. One before 1970 is in whole seconds: the JDK hands the
   * system a negative fraction, which it refuses, and sets 1970 or fails.
   */
  static FileTime of(long nanos) {
    return nanos >= 0
        ? FileTime.from(nanos, TimeUnit.NANOSECONDS)
        : FileTime.from(Math.floorDiv(nanos, SECOND), TimeUnit.SECONDS);
  }
}
