package io.spaces.client.internal.source;

import io.spaces.client.backup.Trouble;
import org.jspecify.annotations.Nullable;

/**
 * Something in the source that cannot be backed up.
 *
 * @param key which; readable but not exact when the name is not valid text
 * @param kind what is wrong with it
 * @param message the same in words, with the key
 * @param cause what the file system said, or null
 */
public record SourceProblem(String key, Trouble kind, String message, @Nullable Exception cause) {
  /** The same of something that the user has named, so that it is missed when it is not there. */
  SourceProblem ofNamed() {
    return kind == Trouble.VANISHED || kind == Trouble.SPECIAL
        ? new SourceProblem(key, Trouble.UNREADABLE, message, cause)
        : this;
  }
}
