package io.spaces.client.internal.restore.platform;

import java.io.IOException;

/** The file system of the target has no room left. What was there before is intact. */
public final class TargetFullException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with its cause.
   *
   * @param message what was written and where
   * @param cause the file system's own error
   */
  public TargetFullException(String message, IOException cause) {
    super(message, cause);
  }

  /**
   * Tells whether an error means that there is no room. The JDK has no type for it, so the system's
   * words decide (ENOSPC, EDQUOT, ERROR_DISK_FULL; the last are those of file systems in memory).
   *
   * @param e an error of a write
   * @return true when there is no room
   */
  public static boolean isMeantBy(IOException e) {
    String message = e.getMessage();
    return message != null
        && (message.contains("No space left on device")
            || message.contains("Disk quota exceeded")
            || message.contains("not enough space on the disk")
            || message.contains("out of disk space"));
  }
}
