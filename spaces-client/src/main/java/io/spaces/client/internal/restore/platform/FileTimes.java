package io.spaces.client.internal.restore.platform;

import io.spaces.client.internal.compact.CompactTime;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/** Modification times in the JDK's terms. */
public final class FileTimes {
  private FileTimes() {}

  /**
   * The time of a {@link CompactTime}. One before 1970 is in whole seconds: the JDK hands the
   * system a negative fraction, which it refuses, and sets 1970 or fails.
   */
  public static FileTime of(long nanos) {
    return nanos >= 0 && !CompactTime.isFar(nanos)
        ? FileTime.from(nanos, TimeUnit.NANOSECONDS)
        : FileTime.from(CompactTime.instant(nanos).getEpochSecond(), TimeUnit.SECONDS);
  }
}
