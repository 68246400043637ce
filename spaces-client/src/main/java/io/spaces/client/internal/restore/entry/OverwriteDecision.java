package io.spaces.client.internal.restore.entry;

import io.spaces.client.internal.restore.RestorePath;
import io.spaces.client.internal.restore.SafeTarget;
import io.spaces.client.internal.restore.TargetEntry;
import io.spaces.client.restore.OverwritePolicy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** What becomes of a file, given what is in its place already. */
public enum OverwriteDecision {
  /** It is written. */
  WRITE,
  /** What is there has the right content already. */
  SAME,
  /** What is there stays because the policy says so. */
  KEEP;

  /**
   * Decides for one file.
   *
   * @param policy the policy
   * @param target where it is to go
   * @param path its path
   * @param size its length in bytes
   * @param mtimeNs its modification time in nanoseconds since 1970, or {@link SafeTarget#NO_TIME}
   * @param comparison compares content; asked only when the length is right
   * @return what to do
   * @throws IOException when what is there cannot be looked at, or must not be replaced
   */
  public static OverwriteDecision decide(
      OverwritePolicy policy,
      SafeTarget target,
      RestorePath path,
      long size,
      long mtimeNs,
      Comparison comparison)
      throws IOException {
    TargetEntry there = target.stat(path);
    if (there == null || policy == OverwritePolicy.ALWAYS) {
      return WRITE;
    }
    return switch (policy) {
      case ALWAYS -> WRITE;
      case NEVER -> KEEP;
      case IF_NEWER ->
          !there.is(TargetEntry.Kind.FILE)
                  || mtimeNs == SafeTarget.NO_TIME
                  || mtimeNs > there.mtimeNs()
              ? WRITE
              : KEEP;
      case IF_DIFFERENT -> isSame(there, target, path, size, comparison) ? SAME : WRITE;
    };
  }

  private static boolean isSame(
      @Nullable TargetEntry there,
      SafeTarget target,
      RestorePath path,
      long size,
      Comparison comparison)
      throws IOException {
    if (there == null || !there.is(TargetEntry.Kind.FILE) || there.size() != size) {
      return false;
    }
    try (FileChannel content = target.openFile(path)) {
      return comparison.isSame(content);
    }
  }

  /** Compares what is there with what should be. */
  @FunctionalInterface
  public interface Comparison {
    /**
     * Reads a file that is there.
     *
     * @param content the file, open for reading at its start
     * @return true when it is what it should be
     * @throws IOException when it cannot be read
     */
    boolean isSame(FileChannel content) throws IOException;
  }
}
