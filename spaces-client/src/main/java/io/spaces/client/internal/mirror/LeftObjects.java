package io.spaces.client.internal.mirror;

import io.spaces.client.internal.protocol.object.RemoteObjectVisitor;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which of the objects that were deleted a list shows still; one of another content is another
 * client's, put there since.
 */
final class LeftObjects implements RemoteObjectVisitor<Set<String>> {
  private final Set<String> deleted;
  private final RemoteIndex contents;
  private final Set<String> left = new TreeSet<>();

  /**
   * Looks for some.
   *
   * @param contents what they were
   */
  LeftObjects(Set<String> deleted, RemoteIndex contents) {
    this.deleted = deleted;
    this.contents = contents;
  }

  @Override
  public void visit(
      String key, long size, long lastModified, byte @Nullable [] hash, @Nullable String mimeType) {
    if (deleted.contains(key) && !contents.differs(key, size, hash)) {
      left.add(key);
    }
  }

  @Override
  public Set<String> result() {
    return left;
  }
}
