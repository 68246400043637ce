package io.spaces.client.testkit;

import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions about what a folder holds. */
@SuppressWarnings("exports") // see module-info
public final class TreeSnapshotAssert extends AbstractAssert<TreeSnapshotAssert, TreeSnapshot> {
  TreeSnapshotAssert(TreeSnapshot tree) {
    super(tree, TreeSnapshotAssert.class);
  }

  /**
   * Checks that two folders hold the same.
   *
   * @param other the other one
   * @param details what has to be alike beside names, kinds and content
   * @return this
   */
  public TreeSnapshotAssert holdsTheSameAs(TreeSnapshot other, TreeSnapshot.Detail... details) {
    List<String> differences = actual.differences(other, details);
    if (!differences.isEmpty()) {
      failWithMessage(
          "The folders differ in %s places:%n%s",
          differences.size(),
          String.join(
              System.lineSeparator(), differences.subList(0, Math.min(20, differences.size()))));
    }
    return this;
  }
}
