package io.spaces.client.internal.mirror;

import io.spaces.client.internal.protocol.RemoteObjectVisitor;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which of the objects that were deleted a list shows still. */
final class LeftObjects implements RemoteObjectVisitor<Set<String>> {
  private final Set<String> deleted;
  private final Set<String> left = new TreeSet<>();

  LeftObjects(Set<String> deleted) {
    this.deleted = deleted;
  }

  @Override
  public void visit(
      String key, long size, long lastModified, byte @Nullable [] hash, @Nullable String mimeType) {
    if (deleted.contains(key)) {
      left.add(key);
    }
  }

  @Override
  public Set<String> result() {
    return left;
  }
}
