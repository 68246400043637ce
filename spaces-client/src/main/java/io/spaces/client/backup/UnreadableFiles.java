package io.spaces.client.backup;

/**
 * What to do about files and folders that cannot be read: permission is missing, they vanished
 * during the run, they are no regular files (a pipe, a socket, a device), or their names are not
 * valid text.
 */
public enum UnreadableFiles {
  /** The first one ends the run as failed. */
  FAIL,

  /** Each is a failure in the result, and everything else is backed up. The default. */
  REPORT,

  /** Each is logged and left out, and is no failure. */
  SKIP
}
