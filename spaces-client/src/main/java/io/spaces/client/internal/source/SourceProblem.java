package io.spaces.client.internal.source;

import org.jspecify.annotations.Nullable;

/**
 * Something in the source that cannot be backed up.
 *
 * @param key which; readable but not exact when the name is not valid text
 * @param kind what is wrong with it
 * @param message the same in words, with the key
 * @param cause what the file system said, or null
 */
public record SourceProblem(String key, Kind kind, String message, @Nullable Exception cause) {

  /** What can be wrong. */
  public enum Kind {
    /** It may not be read, or the device fails. */
    UNREADABLE,
    /** It was listed and then gone. */
    VANISHED,
    /** It changes faster than it can be read. */
    CHANGING,
    /** It is a pipe, a socket or a device. */
    SPECIAL,
    /** Its name cannot be written as UTF-8, so that no key can stand for it. */
    BAD_NAME
  }
}
