package io.spaces.client.internal.object;

import io.spaces.client.internal.memory.Heap;
import io.spaces.client.internal.protocol.object.RemoteObject;
import io.spaces.client.internal.protocol.object.RemoteObjectVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects a list in memory; keys with a slash at their end are of folders. */
public final class ObjectCollector<T> implements RemoteObjectVisitor<ObjectCollector<T>> {
  /** What an object takes beside its key: mostly its hash as text. */
  private static final long ENTRY = 352;

  private final Function<RemoteObject, T> making;
  private final List<T> objects = new ArrayList<>();
  private final TreeSet<String> folders = new TreeSet<>();
  private long keyBytes;

  public ObjectCollector(Function<RemoteObject, T> making) {
    this.making = making;
  }

  @Override
  public void visit(
      String key, long size, long lastModified, byte @Nullable [] hash, @Nullable String mimeType) {
    if (!key.endsWith("/")) {
      objects.add(making.apply(new RemoteObject(key, size, lastModified, hash, mimeType)));
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
  public ObjectCollector<T> result() {
    return this;
  }

  /** The objects as they came. */
  public List<T> objects() {
    return objects;
  }

  /** The folders in order. */
  public List<String> folders() {
    return List.copyOf(folders);
  }
}
