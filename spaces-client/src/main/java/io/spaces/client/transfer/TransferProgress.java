package io.spaces.client.transfer;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How far a backup or a restore is: an immutable snapshot. Neither number ever goes backwards from
 * one snapshot to the next, nor above its total.
 *
 * @param objectsDone objects that are settled: acknowledged by the space, found unchanged, left out
 *     by policy, or failed
 * @param objectsTotal objects that the run looks at
 * @param bytesDone of these, the bytes of objects that are safe: acknowledged or found unchanged
 * @param bytesTotal content bytes of all the objects that the run looks at, but for those of
 *     streams, whose length is not known before they are read
 * @param objectsFailed objects that failed so far
 * @param elapsed the time since the run started
 * @since 0.1.0
 */
public record TransferProgress(
    long objectsDone,
    long objectsTotal,
    long bytesDone,
    long bytesTotal,
    long objectsFailed,
    Duration elapsed) {
  /**
   * Refuses null.
   *
   * @param objectsDone see {@link #objectsDone}
   * @param objectsTotal see {@link #objectsTotal}
   * @param bytesDone see {@link #bytesDone}
   * @param bytesTotal see {@link #bytesTotal}
   * @param objectsFailed see {@link #objectsFailed}
   * @param elapsed see {@link #elapsed}
   */
  public TransferProgress {
    requireNonNull(elapsed, "elapsed");
  }

  /**
   * Returns how much is done.
   *
   * @return 0.0 to 1.0, by bytes, or by objects when there are no bytes
   */
  public double fraction() {
    if (bytesTotal > 0) {
      return (double) bytesDone / bytesTotal;
    }
    return objectsTotal > 0 ? (double) objectsDone / objectsTotal : 0.0;
  }
}
