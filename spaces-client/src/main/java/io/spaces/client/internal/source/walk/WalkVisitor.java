package io.spaces.client.internal.source.walk;

import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.SourceProblem;
import org.jspecify.annotations.Nullable;

/**
 * Is told what a {@link FolderWalk} finds, one call an entry. Keys are {@code /}-separated paths
 * relative to the walk's root.
 */
public interface WalkVisitor {
  /** A regular file. */
  void file(String key, FileStamp stamp);

  /**
   * A folder other than the root, told before anything in it.
   *
   * @param empty whether there is nothing at all in it, excluded things included
   */
  default void folder(String key, FileStamp stamp, boolean empty) {}

  /**
   * A symbolic link that is not followed.
   *
   * @param target what it says, with {@code /} between names; null when that is no valid text
   */
  default void symbolicLink(String key, @Nullable String target, FileStamp stamp) {}

  /** Something left out on purpose; for a folder, with everything below it. */
  default void skipped(String key, Skipped reason) {}

  /** Something that cannot be backed up; for a folder, nothing below it was seen. */
  void problem(SourceProblem problem);

  /** Why something is left out on purpose. */
  enum Skipped {
    /** A rule excludes it. */
    RULE,
    /** A followed link leads to a folder that the link stands in. */
    LINK_CYCLE
  }
}
