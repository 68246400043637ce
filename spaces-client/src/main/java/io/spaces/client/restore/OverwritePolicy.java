package io.spaces.client.restore;

/**
 * What a restore does with a file that is in the target already.
 *
 * @since 0.1.0
 */
public enum OverwritePolicy {
  /**
   * Replaces a file whose content differs; one with the right content stays as it is and is not
   * downloaded. The default.
   */
  IF_DIFFERENT,
  /** Downloads and replaces every file. */
  ALWAYS,
  /** Keeps every file that is there, whatever its content; only missing ones are restored. */
  NEVER,
  /** Replaces a file whose modification time is earlier than that of the backed up one. */
  IF_NEWER
}
