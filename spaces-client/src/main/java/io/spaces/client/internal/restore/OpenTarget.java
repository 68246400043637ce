package io.spaces.client.internal.restore;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.restore.platform.TargetProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens and closes the target of a restore, and says in a user's words what goes wrong. */
public final class OpenTarget {
  private OpenTarget() {}

  /**
   * Opens a target.
   *
   * @param folder where to restore to
   * @param dryRun whether nothing is to be changed
   * @return the target, or null in a dry run into a folder that does not exist yet
   * @throws SpaceException when it cannot be written to
   */
  public static @Nullable SafeTarget open(Path folder, boolean dryRun) {
    try {
      if (!dryRun) {
        return SafeTarget.open(folder);
      }
      return Files.exists(folder) ? SafeTarget.openReadOnly(folder) : null;
    } catch (IOException e) {
      throw new SpaceException(
          "The target " + folder + " cannot be written to: " + TargetProblems.words(e), e);
    }
  }

  /**
   * Closes a target.
   *
   * @param folder where it is
   * @param target what was opened, if anything was
   * @throws SpaceException when temporary files may be left
   */
  public static void close(Path folder, @Nullable SafeTarget target) {
    if (target == null) {
      return;
    }
    try {
      target.close();
    } catch (IOException e) {
      throw new SpaceException(
          "Temporary files may be left in " + folder + ": " + TargetProblems.words(e), e);
    }
  }
}
