package io.spaces.client.internal.protocol;

import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.internal.http.TransportResponse;
import io.spaces.client.internal.protocol.wire.PercentDecoding;
import org.jspecify.annotations.Nullable;

/**
 * What a space says about itself; a server may leave any of it unsaid.
 *
 * @param full whether it takes no more data, or null when unsaid
 * @param available whether it can be used, or null when unsaid
 * @param freeCapacity bytes left, or -1 when unsaid or without a limit
 * @param errorCode what is wrong with it, or 0
 * @param errorMessage the space's own words, or empty
 * @param name what it is called, or empty
 * @param version the version of its software, or empty
 * @param owner who owns it, or empty
 * @param listable whether its objects may be listed, or null when unsaid
 * @param readable whether its objects may be read, or null when unsaid
 * @param writeable whether it may be written to, or null when unsaid
 */
public record StatusHeaders(
    @Nullable Boolean full,
    @Nullable Boolean available,
    long freeCapacity,
    int errorCode,
    String errorMessage,
    String name,
    String version,
    String owner,
    @Nullable Boolean listable,
    @Nullable Boolean readable,
    @Nullable Boolean writeable) {
  /** Used up what its plan allows. */
  private static final int UNIT_LIMIT = 1006;

  /** Of a space that says nothing. */
  public static final StatusHeaders UNSAID =
      new StatusHeaders(null, null, -1, 0, "", "", "", "", null, null, null);

  /** Whether the space says that it is full. */
  public boolean isFull() {
    return Boolean.TRUE.equals(full) || errorCode == UNIT_LIMIT;
  }

  /** Whether the space says that it cannot be used; a full one can be read from. */
  public boolean isUnavailable() {
    return Boolean.FALSE.equals(available) || (errorCode != 0 && errorCode != UNIT_LIMIT);
  }

  /** Whether the space says that it has no room for so many bytes. */
  public boolean isTooSmallFor(long bytes) {
    return freeCapacity >= 0 && bytes > freeCapacity;
  }

  /**
   * Refuses what the space says that it has no room for.
   *
   * @param what the objects in question, in the plural
   * @param bytes how much they need at least
   */
  public void requireRoom(String what, long bytes) {
    if (isTooSmallFor(bytes)) {
      throw new SpaceUnavailableException(
          "The space is full: "
              + what
              + " need "
              + bytes
              + " bytes, and "
              + freeCapacity
              + " are free. "
              + ResponseErrors.MAKE_ROOM,
          null);
    }
  }

  /** Reads the headers that say it, whatever the status: a refusal may tell why in them. */
  static StatusHeaders read(TransportResponse response) {
    return new StatusHeaders(
        flag(response.header("x-space-is-full")),
        flag(response.header("x-space-is-available")),
        free(response.header("x-space-free-capacity")),
        code(response.header("x-error-code")),
        text(response.header("x-error-message")),
        text(response.header("x-space-name")),
        text(response.header("x-space-version")),
        text(response.header("x-space-owner-did")),
        flag(response.header("x-listable")),
        flag(response.header("x-readable")),
        flag(response.header("x-writeable")));
  }

  private static String text(@Nullable String header) {
    return header == null ? "" : ResponseErrors.clean(PercentDecoding.decode(header));
  }

  private static @Nullable Boolean flag(@Nullable String text) {
    return "true".equals(text) ? Boolean.TRUE : "false".equals(text) ? Boolean.FALSE : null;
  }

  /** The last write may have overshot what the space may hold: less than nothing is none. */
  private static long free(@Nullable String text) {
    try {
      return text == null ? -1 : Math.max(0, Long.parseLong(text.trim()));
    } catch (NumberFormatException e) {
      return -1; // "Infinity", too
    }
  }

  private static int code(@Nullable String text) {
    try {
      return text == null ? 0 : Integer.parseInt(text.trim());
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
