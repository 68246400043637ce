package io.spaces.client.internal.vault.view;

import io.spaces.client.snapshot.Snapshot;
import java.nio.file.FileStore;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a snapshot's files lie in: as large as they are, and full. */
final class SnapshotStorage extends FileStore {
  private final Snapshot snapshot;

  SnapshotStorage(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  @Override
  public String name() {
    return snapshot.id();
  }

  @Override
  public String type() {
    return SnapshotProvider.SCHEME;
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public long getTotalSpace() {
    return snapshot.size();
  }

  @Override
  public long getUsableSpace() {
    return 0;
  }

  @Override
  public long getUnallocatedSpace() {
    return 0;
  }

  @Override
  public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
    return type == BasicFileAttributeView.class
        || type == PosixFileAttributeView.class
        || type == FileOwnerAttributeView.class;
  }

  @Override
  public boolean supportsFileAttributeView(String name) {
    return AttributeNames.VIEWS.contains(name);
  }

  @Override
  public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> type) {
    return null;
  }

  @Override
  public Object getAttribute(String attribute) {
    Object value =
        Map.of("totalSpace", getTotalSpace(), "usableSpace", 0L, "unallocatedSpace", 0L)
            .get(attribute);
    if (value == null) {
      throw new UnsupportedOperationException("There is no attribute \"" + attribute + "\"");
    }
    return value;
  }
}
