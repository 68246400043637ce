package io.spaces.client.internal.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a space says about itself; a server may leave any of it unsaid.
 *
 * @param full whether it takes no more data, or null when unsaid
 * @param available whether it can be used, or null when unsaid
 * @param freeCapacity bytes left, or -1 when unsaid
 * @param errorMessage the space's own words, or empty
 */
public record SpaceStatus(
    @Nullable Boolean full, @Nullable Boolean available, long freeCapacity, String errorMessage) {

  /** Whether the space says that it is full. */
  public boolean isFull() {
    return Boolean.TRUE.equals(full);
  }

  /** Whether the space says that it cannot be used. */
  public boolean isUnavailable() {
    return Boolean.FALSE.equals(available);
  }

  /** Whether the space says that it has no room for so many bytes. */
  public boolean isTooSmallFor(long bytes) {
    return freeCapacity >= 0 && bytes > freeCapacity;
  }
}
