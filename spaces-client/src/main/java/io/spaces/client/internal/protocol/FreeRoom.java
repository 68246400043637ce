package io.spaces.client.internal.protocol;

import io.spaces.client.error.CancelledException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.content.Payload;
import java.time.Duration;
import java.util.function.Supplier;

/** How much the space has said that it has room for, and how much of that was used since. */
final class FreeRoom {
  private static final long AGE = Duration.ofSeconds(10).toNanos();

  private final Supplier<StatusHeaders> status;
  private StatusHeaders said = StatusHeaders.UNSAID;
  private boolean asked;
  private long askedAt;
  private long used;

  FreeRoom(Supplier<StatusHeaders> status) {
    this.status = status;
  }

  /** Asks the space how it is. */
  synchronized StatusHeaders look() {
    asked = true;
    askedAt = System.nanoTime();
    used = 0;
    said = StatusHeaders.UNSAID; // in case that the question fails
    said = status.get();
    return said;
  }

  /**
   * Refuses an object that cannot be of use, since it would leave no room for those that have to
   * follow it. Where the numbers of the last look do not suffice the space is asked again: somebody
   * may have made room. What is unsaid refuses nothing, and neither does a space that nobody has
   * looked at.
   *
   * @param what the object
   * @param bytes how long it is
   */
  synchronized void require(String what, long bytes) {
    if (said.isTooSmallFor(used + bytes + 1)) {
      lookAgain();
      said.requireRoom(what, bytes + 1);
    }
    used += bytes;
  }

  /** What was too much, and how much is free, as a sentence that follows others. */
  synchronized String describe(Payload refused) {
    if (!asked || System.nanoTime() - askedAt > AGE || used > 0) {
      lookAgain();
    }
    long known = said.freeCapacity();
    return " The object has "
        + refused.length()
        + (known < 0 ? " bytes." : " bytes, and " + known + " are free.");
  }

  private void lookAgain() {
    try {
      look();
    } catch (CancelledException e) {
      throw e;
    } catch (SpaceException e) {
      said = StatusHeaders.UNSAID; // no reason to refuse anything
    }
  }
}
