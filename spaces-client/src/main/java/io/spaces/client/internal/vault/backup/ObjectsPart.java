package io.spaces.client.internal.vault.backup;

import io.spaces.client.backup.SourceObject;
import io.spaces.client.internal.content.BytesContent;
import io.spaces.client.internal.listing.ScanThread;
import io.spaces.client.internal.listing.UnreadablePolicy;
import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.SourceFile;
import io.spaces.client.internal.source.read.FileContent;
import io.spaces.client.internal.source.read.SourceReader;
import io.spaces.client.internal.vault.VaultBackup;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.SnapshotEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Single objects: streams have no time of their own, so the snapshot's stands for it. */
final class ObjectsPart implements Part {
  private final List<SourceObject> given;
  private final UnreadablePolicy unreadable;
  private final List<SourceObject> objects = new ArrayList<>();
  private final List<Long> sizes = new ArrayList<>();
  private final ScanThread thread;

  ObjectsPart(List<SourceObject> given, UnreadablePolicy unreadable, Cancellation cancellation) {
    this.given = given;
    this.unreadable = unreadable;
    thread =
        new ScanThread(cancellation, left -> unreadable.leftBehind(left, null), this::lookAtFiles);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void await() throws Exception {
    thread.await();
  }

  private void lookAtFiles(Cancellation stop) {
    for (SourceObject object : given) {
      stop.throwIfCancelled();
      try {
        sizes.add(size(object));
        objects.add(object);
      } catch (SourceException e) {
        stop.throwIfCancelled();
        unreadable.trouble(object.key(), e, UnreadablePolicy.Stage.FOUND);
      }
    }
  }

  /** A stream's is not known. */
  private static long size(SourceObject object) throws SourceException {
    return object instanceof SourceObject.OfFile file
        ? SourceFile.given(file.key(), file.path()).stamp().size()
        : BytesContent.knownLength(((SourceObject.OfStream) object).content());
  }

  @Override
  public void openCache(String vaultId) {}

  @Override
  public int count() {
    return objects.size();
  }

  @Override
  public long bytes() {
    return sizes.stream().mapToLong(size -> size).sum();
  }

  @Override
  public String key(int number) {
    return objects.get(number).key();
  }

  @Override
  public long plannedSize(int number) {
    return sizes.get(number);
  }

  @Override
  public @Nullable String under() {
    return null;
  }

  @Override
  public List<SnapshotEntry> withoutContent() {
    return List.of();
  }

  @Override
  public int furtherNames() {
    return 0;
  }

  @Override
  public @Nullable SnapshotEntry hardLink(int number) {
    return null;
  }

  @Override
  public void stored(int number, FileStamp stamp) {}

  @Override
  public boolean addKnown(int number, VaultBackup backup) {
    return false;
  }

  @Override
  public FileContent open(int number, SourceReader reader, int changes) throws SourceException {
    SourceObject object = objects.get(number);
    try {
      if (object instanceof SourceObject.OfFile file) {
        return new FileContent.Snapshot(
            reader.read(SourceFile.given(file.key(), file.path()), changes));
      }
      return new FileContent.Streamed(
          reader.open(object.key(), ((SourceObject.OfStream) object).content()));
    } catch (SourceException e) {
      throw e.ofNamed();
    }
  }

  @Override
  public void remember(int number, FileContent content, byte[] known) {}

  @Override
  public void finish(boolean complete) {}

  @Override
  public void close() {
    thread.close();
  }
}
