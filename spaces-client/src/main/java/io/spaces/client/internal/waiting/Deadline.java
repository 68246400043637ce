package io.spaces.client.internal.waiting;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Cancels what takes longer than it may, on a thread of its own that ends with {@link #close}. */
public final class Deadline implements AutoCloseable {
  private final Duration limit;
  private final Cancellation late;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean reached;

  private Deadline(Duration limit, Cancellation late) {
    this.limit = limit;
    this.late = late;
  }

  /**
   * Begins to count.
   *
   * @param name the thread's
   * @param limit how long it may take; by real time, whatever clock a client has
   * @param late cancelled when it takes longer
   * @return to be closed at its end
   */
  public static Deadline start(String name, Duration limit, Cancellation late) {
    Deadline deadline = new Deadline(limit, late);
    Thread unused = ClientThreads.start(name, deadline::await);
    return deadline;
  }

  private void await() {
    try {
      if (!ended.await(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS)) {
        reached = true;
        late.cancel();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does that
    }
  }

  /**
   * Tells whether it took longer than it may.
   *
   * @return true from then on
   */
  public boolean isReached() {
    return reached;
  }

  /**
   * Says what was not kept, to go on after what it is that took so long.
   *
   * @return a predicate
   */
  public String words() {
    String time =
        limit.toMillis() % 1_000 != 0
            ? limit.toMillis() + " ms"
            : limit.toSeconds() + (limit.toSeconds() == 1 ? " second" : " seconds");
    return "had not come to its end within " + time + ", its time limit, and was ended";
  }

  @Override
  public void close() {
    ended.countDown();
  }
}
