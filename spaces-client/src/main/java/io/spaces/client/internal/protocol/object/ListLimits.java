package io.spaces.client.internal.protocol.object;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.memory.Heap;
import java.time.Duration;

/**
 * How far a list is read, and how long it is waited for. Whatever the numbers, what is kept of a
 * list takes a {@link Heap#share} at the most.
 *
 * @param objects how many a list may have
 * @param bytes how long it may be, uncompressed
 * @param lag how long a list may lag behind what was sent
 */
public record ListLimits(long objects, long bytes, Duration lag) {
  /** Ten million objects, 4 GiB, 30 seconds. */
  public static final ListLimits DEFAULTS =
      new ListLimits(10_000_000, 4L << 30, Duration.ofSeconds(30));

  /** What to do about a list that is longer. */
  public static final String HINT = " Where there are so many, raise the client's listLimits.";

  /** How often what is kept is measured, in objects. */
  private static final int LOOK_EVERY = 256;

  /**
   * Refuses a list that goes too far.
   *
   * @param what names it
   * @param count how many objects there were so far
   * @param visitor knows what is kept of them
   */
  void check(String what, long count, RemoteObjectVisitor<?> visitor) {
    if (count > objects) {
      throw new SpaceException(
          what + " has more than " + objects + " objects, the most that are read." + HINT);
    }
    if (count % LOOK_EVERY == 0) {
      Heap.require(what, visitor.held());
    }
  }
}
