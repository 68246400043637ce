package io.spaces.client.internal.restore;

import java.io.IOException;

/** Gets the entries of a walk through a target. */
@FunctionalInterface
public interface EntryVisitor {
  /**
   * Gets one entry.
   *
   * @param path where it is
   * @param entry what it is
   * @throws IOException ends the walk
   */
  void visit(RestorePath path, TargetEntry entry) throws IOException;
}
