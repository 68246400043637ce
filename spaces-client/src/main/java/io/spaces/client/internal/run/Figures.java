package io.spaces.client.internal.run;

import io.spaces.client.internal.transfer.Tally;
import java.time.Duration;

/**
 * What a transfer came to, as its result tells it; nothing of one that never began to move objects,
 * whose counts mean nothing.
 *
 * @param errorCount objects that failed, or -1
 * @param count objects moved and deleted, or -1
 * @param duration the time from start to end, or a negative one
 * @param size bytes moved, or -1
 */
record Figures(long errorCount, long count, Duration duration, long size) {
  private static final Figures NONE = new Figures(-1, -1, Duration.ofMillis(-1), -1);

  static Figures of(Tally tally) {
    return tally.isPushing()
        ? new Figures(
            tally.failedCount(),
            tally.movedCount() + tally.deletedCount(),
            tally.elapsed(),
            tally.movedBytes())
        : NONE;
  }
}
