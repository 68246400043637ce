package io.spaces.client.internal.protocol;

import io.spaces.client.error.CancelledException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.content.Payload;
import java.time.Duration;
import java.util.function.Supplier;

/** The numbers of a full space, asked for when it refuses something, but not each time. */
final class FreeRoom {
  private static final long AGE = Duration.ofSeconds(10).toNanos();

  private final Supplier<SpaceStatus> status;
  private boolean asked;
  private long askedAt;
  private long free = -1;

  FreeRoom(Supplier<SpaceStatus> status) {
    this.status = status;
  }

  /** What was too much, and how much is free, as a sentence that follows others. */
  String describe(Payload refused) {
    long known = free();
    return " The object has "
        + refused.length()
        + (known < 0 ? " bytes." : " bytes, and " + known + " are free.");
  }

  private synchronized long free() {
    if (!asked || System.nanoTime() - askedAt > AGE) {
      asked = true;
      askedAt = System.nanoTime();
      try {
        free = status.get().freeCapacity();
      } catch (CancelledException e) {
        throw e;
      } catch (SpaceException e) {
        free = -1; // the refusal counts, not this
      }
    }
    return free;
  }
}
