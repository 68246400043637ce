package io.spaces.client.internal.transfer;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.memory.Descriptors;
import java.io.IOException;
import java.nio.file.Path;

/** The temporary directory takes nothing more: no other file will fare better. */
public final class TemporaryDirectoryException extends SpaceException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with its cause.
   *
   * @param folder the temporary directory
   * @param cause the file system's own error
   */
  public TemporaryDirectoryException(Path folder, IOException cause) {
    super(
        "The packs of a vault cannot be kept in the temporary directory "
            + folder
            + " while they are read: "
            + (Descriptors.areUsedUp(cause)
                ? Descriptors.words() + "."
                : cause.getMessage() + ". Make room, or name another one."),
        cause);
  }
}
