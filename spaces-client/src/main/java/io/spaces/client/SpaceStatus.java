package io.spaces.client;

import io.spaces.client.error.SpaceErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What a space says about itself. A space may leave all of it unsaid, which is no fault of it:
 * whether a backup works is then seen by making one.
 *
 * @param available false when it says that it cannot be used now
 * @param full true when it says that it takes no more data
 * @param freeCapacity bytes left, or -1 when unsaid or without a limit
 * @param error what is wrong with it, or null for nothing
 * @param message the space's own words on that, or empty
 * @param name what the space is called, or empty
 * @param version the version of its software, or empty
 * @param owner the DID of who owns it, or empty
 * @param listable false when it says that its objects may not be listed
 * @param readable false when it says that its objects may not be read
 * @param writeable false when it says that nothing may be written
 */
public record SpaceStatus(
    boolean available,
    boolean full,
    long freeCapacity,
    @Nullable SpaceErrorCode error,
    String message,
    String name,
    String version,
    String owner,
    boolean listable,
    boolean readable,
    boolean writeable) {
  /**
   * Tells whether a backup could go there, by what the space says of itself.
   *
   * @return false when it says that it is not available, is full, has an error, or may not be
   *     written to
   */
  public boolean takesBackups() {
    return available && !full && error == null && writeable;
  }
}
