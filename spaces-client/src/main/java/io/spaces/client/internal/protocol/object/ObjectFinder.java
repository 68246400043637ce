package io.spaces.client.internal.protocol.object;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds one object in the list of its folder. */
public final class ObjectFinder implements RemoteObjectVisitor<Optional<RemoteObject>> {
  private final String folder;
  private final String wanted;
  private Optional<RemoteObject> found = Optional.empty();

  public ObjectFinder(String folder, String wanted) {
    this.folder = folder;
    this.wanted = wanted;
  }

  @Override
  public void visit(
      String key, long size, long lastModified, byte @Nullable [] hash, @Nullable String mimeType) {
    if (wanted.equals(folder + key)) {
      found = Optional.of(new RemoteObject(wanted, size, lastModified, hash, mimeType));
    }
  }

  @Override
  public Optional<RemoteObject> result() {
    return found;
  }
}
