package io.spaces.client.internal.protocol;

import io.spaces.client.internal.http.TransportResponse;
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

  /** Reads the headers that say it. */
  static SpaceStatus read(TransportResponse response) {
    String words = response.header("x-error-message");
    return new SpaceStatus(
        flag(response.header("x-space-is-full")),
        flag(response.header("x-space-is-available")),
        number(response.header("x-space-free-capacity")),
        words == null ? "" : Refusal.clean(PercentDecoding.decode(words)));
  }

  private static @Nullable Boolean flag(@Nullable String text) {
    return "true".equals(text) ? Boolean.TRUE : "false".equals(text) ? Boolean.FALSE : null;
  }

  private static long number(@Nullable String text) {
    try {
      return text == null ? -1 : Math.max(-1, Long.parseLong(text.trim()));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
