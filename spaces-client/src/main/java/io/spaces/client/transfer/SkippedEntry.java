package io.spaces.client.transfer;

import static java.util.Objects.requireNonNull;

/**
 * Something that a run left out, or left as it was, by policy: no failure.
 *
 * @param key the entry's key: its {@code /}-separated path relative to the source or target; that
 *     of a folder stands for all below it
 * @param reason why, for people
 * @since 0.1.0
 */
public record SkippedEntry(String key, String reason) {
  /**
   * Checks that both are there.
   *
   * @param key see {@link #key}
   * @param reason see {@link #reason}
   */
  public SkippedEntry {
    requireNonNull(key, "key");
    requireNonNull(reason, "reason");
  }
}
