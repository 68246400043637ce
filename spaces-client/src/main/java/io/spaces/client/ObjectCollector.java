package io.spaces.client;

import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.memory.Heap;
import io.spaces.client.internal.protocol.object.RemoteObject;
import io.spaces.client.internal.protocol.object.RemoteObjectVisitor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects a list in memory; keys with a slash at their end are of folders. */
final class ObjectCollector implements RemoteObjectVisitor<ObjectCollector> {
  /** What an object takes beside its key: mostly its hash as text. */
  private static final long ENTRY = 352;

  private final List<SpaceObject> objects = new ArrayList<>();
  private final TreeSet<String> folders = new TreeSet<>();
  private long keyBytes;

  @Override
  public void visit(
      String key, long size, long lastModified, byte @Nullable [] hash, @Nullable String mimeType) {
    if (!key.endsWith("/")) {
      objects.add(toSpaceObject(new RemoteObject(key, size, lastModified, hash, mimeType)));
      keyBytes += Heap.charsOf(key);
    } else if (folders.add(key)) {
      keyBytes += Heap.charsOf(key);
    }
  }

  @Override
  public long held() {
    return keyBytes + ENTRY * ((long) objects.size() + folders.size());
  }

  @Override
  public ObjectCollector result() {
    return this;
  }

  /** The objects as they came. */
  List<SpaceObject> objects() {
    return objects;
  }

  /** Folders and objects in order. */
  FolderListing listing() {
    objects.sort(Comparator.comparing(SpaceObject::key));
    return new FolderListing(List.copyOf(folders), objects);
  }

  static SpaceObject toSpaceObject(RemoteObject object) {
    return SpaceObject.builder(object.key())
        .size(object.size())
        .lastModified(
            object.lastModified() < 0 ? null : Instant.ofEpochMilli(object.lastModified()))
        .contentHash(object.hash() == null ? null : ContentHash.toCid(object.hash()))
        .mimeType(object.mimeType())
        .metadata(object.metadata() == null ? Map.of() : object.metadata())
        .build();
  }
}
