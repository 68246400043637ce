package io.spaces.client.internal.http.socket;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * How slowly a connection may move bytes before it counts as stalled: each byte may come within the
 * idle time, and the whole never. Only the time counts that was spent waiting for the other side.
 * One rest, however long, is the idle time's affair; many of them are a trickle.
 *
 * @param bytesPerSecond the least, on average over each window; 0 for no limit
 * @param window how long to look before judging
 */
public record LowestRate(long bytesPerSecond, Duration window) {
  /** As slow as it likes. */
  public static final LowestRate NONE = new LowestRate(0, Duration.ofSeconds(1));

  /** Longer than a line of any kind takes a rest. */
  private static final Duration LONGEST_WINDOW = Duration.ofSeconds(30);

  /** The least rate over as long as nothing at all may come, and half a minute at the most. */
  public static LowestRate of(long bytesPerSecond, Duration idle) {
    boolean shorter = idle.compareTo(LONGEST_WINDOW) < 0 && !idle.isZero();
    return new LowestRate(bytesPerSecond, shorter ? idle : LONGEST_WINDOW);
  }

  /** Measures one direction of a connection. */
  public Meter meter() {
    return new Meter(bytesPerSecond, window.toNanos());
  }

  /** One direction of one connection; for one thread at a time. */
  public static final class Meter {
    private final long bytesPerSecond;
    private final long windowNanos;
    private long waited;
    private long moved;

    private Meter(long bytesPerSecond, long windowNanos) {
      this.bytesPerSecond = bytesPerSecond;
      this.windowNanos = windowNanos;
    }

    /** A question or an answer begins. */
    public void restart() {
      waited = 0;
      moved = 0;
    }

    /**
     * Some bytes have moved, or none.
     *
     * @param nanos how long that took
     * @throws TooSlowException when the window is over, and they were too few
     */
    public void moved(int bytes, long nanos) throws TooSlowException {
      moved += bytes;
      // What came first may have been no more than TLS has to say: its tickets, ahead of an answer.
      waited += Math.min(nanos, windowNanos / 2);
      if (waited < windowNanos) {
        return;
      }
      if (moved < bytesPerSecond * (waited / 1e9)) {
        throw new TooSlowException(bytesPerSecond);
      }
      restart();
    }
  }

  /** Says that a connection is too slow. */
  public static final class TooSlowException extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;

    TooSlowException(long bytesPerSecond) {
      super("the server is too slow: less than " + bytesPerSecond + " bytes a second");
    }
  }
}
