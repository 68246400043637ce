package io.spaces.client.internal.listing;

import io.spaces.client.backup.SourceObject;
import io.spaces.client.internal.content.BytesContent;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.SourceFile;
import io.spaces.client.internal.source.read.ContentSnapshot;
import io.spaces.client.internal.source.read.SourceContent;
import io.spaces.client.internal.source.read.SourceReader;
import io.spaces.client.internal.waiting.Cancellation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Single objects. There is little to look for, and nothing to remember. */
final class ObjectsPart extends Listing {
  private final List<SourceObject> given;
  private final List<SourceObject> objects = new ArrayList<>();

  /** Those of the objects that are files; null for the others, which are streams. */
  private final List<@Nullable SourceFile> files = new ArrayList<>();

  ObjectsPart(List<SourceObject> given, Terms terms) {
    super(terms);
    this.given = given;
  }

  @Override
  void lookThrough(Cancellation stop) {
    for (SourceObject object : given) {
      stop.throwIfCancelled();
      if (isRefused(object.key())) {
        continue;
      }
      try {
        files.add(
            object instanceof SourceObject.OfFile file
                ? SourceFile.given(file.key(), file.path())
                : null);
        objects.add(object);
        count(plannedSize(objects.size() - 1));
      } catch (SourceException e) {
        stop.throwIfCancelled();
        terms.unreadable().trouble(object.key(), e, UnreadablePolicy.Stage.FOUND);
      }
    }
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
    return file == null ? BytesContent.knownLength(stream(number)) : file.stamp().size();
  }

  private SourceObject.Content stream(int number) {
    return ((SourceObject.OfStream) objects.get(number)).content();
  }

  @Override
  public ContentSnapshot read(int number, SourceReader reader, int changes) throws SourceException {
    SourceFile file = files.get(number);
    try {
      return file == null ? reader.read(key(number), stream(number)) : reader.read(file, changes);
    } catch (SourceException e) {
      throw e.ofNamed();
    }
  }

  @Override
  public SourceContent open(int number, SourceReader reader, int changes) throws SourceException {
    if (files.get(number) != null) {
      return read(number, reader, changes);
    }
    try {
      return reader.open(key(number), stream(number));
    } catch (SourceException e) {
      throw e.ofNamed();
    }
  }
}
