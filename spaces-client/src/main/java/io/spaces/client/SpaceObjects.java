package io.spaces.client;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.memory.Heap;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.protocol.object.ListLag;
import io.spaces.client.internal.protocol.object.ObjectKeys;
import io.spaces.client.internal.protocol.object.RemoteObject;
import io.spaces.client.internal.protocol.object.RemoteObjectVisitor;
import io.spaces.client.internal.run.Client;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.SourceFile;
import io.spaces.client.internal.source.SystemPaths;
import io.spaces.client.internal.source.read.ContentSnapshot;
import io.spaces.client.internal.source.read.SourceReader;
import io.spaces.client.internal.source.read.SourceReaders;
import io.spaces.client.internal.spec.Target;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The single objects of an app's area in a space, for those who need one of them. Requests are
 * tried again like those of a backup. Safe for use by several threads.
 *
 * <p>Every method throws {@link SpaceResponseException} when the space refuses the request, {@link
 * SpaceConnectionException} when it cannot be reached, and {@link InvalidParameterException} when a
 * key is malformed: a space would take one with {@code .}, {@code ..}, an empty part or a slash in
 * front for another, and has room for 1,024 characters in a whole path, {@code /apps/<appDid>/} and
 * the key.
 */
public final class SpaceObjects {
  private final Client client;
  private final Target target;
  private volatile @Nullable SpaceApi connected;

  SpaceObjects(Client client, Target target) {
    this.client = client;
    this.target = target;
  }

  /**
   * Stores an object, in place of what was there, and makes sure that the space shows it, with its
   * length and, where that is told, its content hash; it is waited for as long as {@link
   * SpaceClient.Builder#listLag} says.
   *
   * @param key its key, such as {@code notes/today.txt}
   * @param content its content
   * @throws SpaceException also when the space has taken it and does not show it
   */
  public void put(String key, byte[] content) {
    check(key);
    put(key, Payload.of(content), ContentHash.cidOf(content));
  }

  /**
   * Stores a file's content as an object, in place of what was there: the content of one moment,
   * even when the file changes meanwhile. Makes sure that the space shows it, see {@link
   * #put(String, byte[])}.
   *
   * @param key its key, such as {@code notes/today.txt}
   * @param file a regular file
   * @throws SpaceException when the file cannot be read, or changes too fast
   */
  public void put(String key, Path file) {
    check(key);
    Path temporary = SystemPaths.temporaryDirectory();
    try (SourceReaders readers =
        new SourceReaders("spaces-objects", 1, temporary, new Cancellation())) {
      SourceReader reader = readers.reader();
      try (ContentSnapshot content =
          reader.read(SourceFile.given(key, SystemPaths.here("file", file)), 0)) {
        put(key, content.payload(), ContentHash.toCid(content.digest()));
      }
    } catch (SourceException e) {
      throw new SpaceException("Could not store " + file + " as " + key + ": " + e.getMessage(), e);
    }
  }

  private void put(String key, Payload payload, String cid) {
    try {
      api().put(key, payload, cid);
    } catch (IOException e) {
      throw new SpaceException("Could not read what to store as " + key + ": " + e, e);
    }
    requireStored(key, payload.length(), cid);
  }

  private void requireStored(String key, long length, String cid) {
    ListLag lag = api().listLag();
    while (!isStored(key, length, cid)) {
      if (!lag.await()) {
        throw new SpaceException(
            "The space has taken "
                + key
                + ", but "
                + lag.limit()
                + " later it does not show it as it was sent: it has lost it, or what it"
                + " shows is older than that. Put it again, and if it happens again, look at the"
                + " space");
      }
    }
  }

  private boolean isStored(String key, long length, String cid) {
    Optional<SpaceObject> shown = head(key);
    if (shown.isEmpty()) {
      return false;
    }
    String hash = shown.get().contentHash();
    long size = shown.get().size();
    return (size < 0 || size == length) && (hash == null || hash.equals(cid));
  }

  /**
   * Opens an object's content. Where the space says its hash, reading to the end verifies it: the
   * last read throws an {@link IOException} caused by an {@link IntegrityException} when it does
   * not fit.
   *
   * @param key its key
   * @return a stream, to be closed
   */
  public InputStream get(String key) {
    check(key);
    return new VerifyingInputStream(key, api().open(key));
  }

  /**
   * Looks an object up.
   *
   * @param key its key
   * @return the object, or empty when there is none
   */
  public Optional<SpaceObject> head(String key) {
    check(key);
    return api().head(key).map(SpaceObjects::toSpaceObject);
  }

  /**
   * Lists all objects below a folder.
   *
   * @param folder its key, such as {@code notes/}, or {@code /} for the whole area
   * @return the objects, with keys relative to the folder
   */
  public List<SpaceObject> list(String folder) {
    if (folder.isEmpty()) {
      throw new InvalidParameterException("folder", "is empty; expected a key such as notes/ or /");
    }
    String key = folder.endsWith("/") ? folder : folder + "/";
    if (!key.equals("/")) {
      ObjectKeys.check(key);
      api().check(key);
    }
    return api().list(key, Collector::new);
  }

  /**
   * Deletes an object. One that is not there is as good as deleted.
   *
   * @param key its key
   */
  public void delete(String key) {
    check(key);
    api().delete(key);
  }

  private SpaceApi api() {
    SpaceApi api = connected;
    if (api == null) {
      api = client.connect(target);
      connected = api;
    }
    return api;
  }

  /** Refuses a key before anything is sent. */
  private void check(String key) {
    if (key.isEmpty() || key.endsWith("/")) {
      throw new InvalidParameterException(
          "key", "is \"" + key + "\"; expected an object's key such as notes/today.txt");
    }
    ObjectKeys.check(key);
    api().check(key);
  }

  private static SpaceObject toSpaceObject(RemoteObject object) {
    return new SpaceObject(
        object.key(),
        object.size(),
        object.lastModified() < 0 ? null : Instant.ofEpochMilli(object.lastModified()),
        object.hash() == null ? null : ContentHash.toCid(object.hash()),
        object.mimeType());
  }

  private static final class Collector implements RemoteObjectVisitor<List<SpaceObject>> {
    /** What an object takes beside its key: mostly its hash as text. */
    private static final long ENTRY = 320;

    private final List<SpaceObject> objects = new ArrayList<>();
    private long keyBytes;

    @Override
    public void visit(
        String key,
        long size,
        long lastModified,
        byte @Nullable [] hash,
        @Nullable String mimeType) {
      objects.add(toSpaceObject(new RemoteObject(key, size, lastModified, hash, mimeType)));
      keyBytes += Heap.charsOf(key);
    }

    @Override
    public long held() {
      return keyBytes + ENTRY * objects.size();
    }

    @Override
    public List<SpaceObject> result() {
      return objects;
    }
  }
}
