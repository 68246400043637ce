package io.spaces.client.internal.mirror;

import io.spaces.client.backup.SourceObject;
import io.spaces.client.internal.content.BytesContent;
import io.spaces.client.internal.listing.ScanThread;
import io.spaces.client.internal.listing.UnreadablePolicy;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.SourceFile;
import io.spaces.client.internal.source.read.ContentSnapshot;
import io.spaces.client.internal.source.read.SourceReader;
import io.spaces.client.internal.waiting.Cancellation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Single objects. There is little to look for, and nothing to remember. */
final class ObjectsScan implements Scan, WorkList {
  private final List<SourceObject> given;
  private final UnreadablePolicy unreadable;
  private final List<SourceObject> objects = new ArrayList<>();
  private final List<@Nullable SourceFile> files = new ArrayList<>();
  private final ScanThread thread;
  private long bytes;

  ObjectsScan(List<SourceObject> given, UnreadablePolicy unreadable, Cancellation cancellation) {
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
  public void compareWith(RemoteIndex index) {}

  private void lookAtFiles(Cancellation stop) {
    for (SourceObject object : given) {
      stop.throwIfCancelled();
      if (MirrorBackup.mayBeReserved(object.key())) {
        unreadable.reserved(object.key());
        continue;
      }
      try {
        SourceFile file =
            object instanceof SourceObject.OfFile ofFile
                ? SourceFile.given(ofFile.key(), ofFile.path())
                : null;
        objects.add(object);
        files.add(file);
        bytes += plannedSize(objects.size() - 1);
      } catch (SourceException e) {
        stop.throwIfCancelled();
        unreadable.trouble(object.key(), e, UnreadablePolicy.Stage.FOUND);
      }
    }
  }

  @Override
  public WorkList await() throws Exception {
    thread.await();
    return this;
  }

  @Override
  public long objects() {
    return objects.size();
  }

  @Override
  public boolean isEmptyAround(String key) {
    return false;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void finish(boolean complete) {}

  @Override
  public void close() {
    thread.close();
  }

  @Override
  public int count() {
    return objects.size();
  }

  @Override
  public String key(int number) {
    return objects.get(number).key();
  }

  @Override
  public long plannedSize(int number) {
    SourceFile file = files.get(number);
    return file == null
        ? BytesContent.knownLength(((SourceObject.OfStream) objects.get(number)).content())
        : file.stamp().size();
  }

  @Override
  public byte @Nullable [] trustedDigest(int number) {
    return null;
  }

  @Override
  public ContentSnapshot read(int number, SourceReader reader, int changes) throws SourceException {
    SourceFile file = files.get(number);
    try {
      if (file != null) {
        return reader.read(file, changes);
      }
      SourceObject.OfStream object = (SourceObject.OfStream) objects.get(number);
      return reader.read(object.key(), object.content());
    } catch (SourceException e) {
      throw e.ofNamed();
    }
  }

  @Override
  public void remember(int number, ContentSnapshot content) {}
}
