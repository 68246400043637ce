package io.spaces.client;

import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.internal.check.Parameters;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.object.DownloadedFile;
import io.spaces.client.internal.object.ObjectCollector;
import io.spaces.client.internal.object.ObjectSpool;
import io.spaces.client.internal.object.VerifyingInputStream;
import io.spaces.client.internal.object.WholeInputStream;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.protocol.object.ListLag;
import io.spaces.client.internal.protocol.object.ObjectKeys;
import io.spaces.client.internal.protocol.object.RemoteObject;
import io.spaces.client.internal.run.Client;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.SourceFile;
import io.spaces.client.internal.source.SystemPaths;
import io.spaces.client.internal.source.read.ContentSnapshot;
import io.spaces.client.internal.source.read.SourceReader;
import io.spaces.client.internal.source.read.SourceReaders;
import io.spaces.client.internal.spec.SpaceAccess;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
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
 *
 * <p>An object may have metadata: texts by name, which the space keeps and {@link #head} tells. A
 * put adds to what is there, also when it replaces the content: a name that is given again gets the
 * new text, and none is taken away but with the whole object. The media type is the space's guess;
 * it takes none.
 *
 * @since 0.1.0
 */
public final class SpaceObjects {
  /**
   * How long metadata may be as JSON; what spaces take is not known, and some forms allow 1 MiB.
   */
  private static final int MOST_METADATA = 64 << 10;

  private final Client client;
  private final SpaceAccess target;
  private volatile @Nullable SpaceApi connected;

  SpaceObjects(Client client, SpaceAccess target) {
    this.client = client;
    this.target = target;
  }

  /**
   * Stores an object, in place of what was there, and makes sure that the space shows it, with its
   * length and, where that is told, its content hash and metadata; it is waited for as long as
   * {@link SpaceClient.Builder#listLag} says.
   *
   * @param key its key, such as {@code notes/today.txt}
   * @param content its content
   * @throws SpaceException also when the space has taken it and does not show it
   */
  public void put(String key, byte[] content) {
    put(key, content, Map.of());
  }

  /**
   * Stores an object with metadata, see {@link #put(String, byte[])}.
   *
   * @param key its key, such as {@code notes/today.txt}
   * @param content its content
   * @param metadata texts by name, 64 KiB of JSON at the most; added to what the object has
   * @throws SpaceException also when the space has taken it and does not show it
   */
  public void put(String key, byte[] content, Map<String, String> metadata) {
    check(key);
    Parameters.required("content", content);
    byte @Nullable [] json = json(metadata);
    put(key, Payload.of(content), ContentHash.cidOf(content), metadata, json);
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
    put(key, file, Map.of());
  }

  /**
   * Stores a file's content as an object with metadata, see {@link #put(String, Path)}.
   *
   * @param key its key, such as {@code notes/today.txt}
   * @param file a regular file
   * @param metadata texts by name, 64 KiB of JSON at the most; added to what the object has
   * @throws SpaceException when the file cannot be read, or changes too fast
   */
  public void put(String key, Path file, Map<String, String> metadata) {
    check(key);
    Path path = Parameters.path("file", file);
    putRead(key, file.toString(), metadata, reader -> reader.read(SourceFile.given(key, path), 0));
  }

  /**
   * Stores what a stream holds as an object, in place of what was there. Makes sure that the space
   * shows it, see {@link #put(String, byte[])}.
   *
   * <p>A space has to be told the hash of a content before the content comes, and may have to be
   * sent it again. So the stream is read to its end first: into memory when that is no more than a
   * megabyte (less in a small heap), else into a private file in the system's temporary directory
   * (java.io.tmpdir), which is gone afterwards and needs room for it. Nothing is sent of a stream
   * that fails, or that holds more or less than was told.
   *
   * @param key its key, such as {@code notes/today.txt}
   * @param content its content; left open
   * @param length how many bytes the stream holds, 0 or more
   * @throws SpaceException when the stream fails, or is longer or shorter
   */
  public void put(String key, InputStream content, long length) {
    put(key, content, length, Map.of());
  }

  /**
   * Stores what a stream holds as an object with metadata, see {@link #put(String, InputStream,
   * long)}.
   *
   * @param key its key, such as {@code notes/today.txt}
   * @param content its content; left open
   * @param length how many bytes the stream holds, 0 or more
   * @param metadata texts by name, 64 KiB of JSON at the most; added to what the object has
   * @throws SpaceException when the stream fails, or is longer or shorter
   */
  public void put(String key, InputStream content, long length, Map<String, String> metadata) {
    check(key);
    Parameters.required("content", content);
    if (length < 0) {
      throw new InvalidParameterException("length", "is " + length + "; expected 0 or more");
    }
    SourceObject.Content whole = () -> new WholeInputStream(content, length);
    putRead(key, "the stream", metadata, reader -> reader.read(key, whole));
  }

  @FunctionalInterface
  private interface Reading {
    ContentSnapshot by(SourceReader reader) throws SourceException;
  }

  private void putRead(String key, String what, Map<String, String> metadata, Reading reading) {
    byte @Nullable [] json = json(metadata);
    Path temporary = SystemPaths.temporaryDirectory();
    try (SourceReaders readers =
            new SourceReaders("spaces-objects", 1, temporary, new Cancellation());
        ContentSnapshot content = reading.by(readers.reader())) {
      put(key, content.payload(), ContentHash.toCid(content.digest()), metadata, json);
    } catch (SourceException e) {
      throw new SpaceException("Could not store " + what + " as " + key + ": " + e.getMessage(), e);
    }
  }

  private void put(
      String key,
      Payload payload,
      String cid,
      Map<String, String> metadata,
      byte @Nullable [] json) {
    try {
      api().put(key, payload, cid, json);
    } catch (IOException e) {
      throw new SpaceException("Could not read what to store as " + key + ": " + e, e);
    }
    requireStored(key, payload.length(), cid, metadata);
  }

  private static byte @Nullable [] json(Map<String, String> metadata) {
    Parameters.required("metadata", metadata);
    for (Map.Entry<String, String> text : metadata.entrySet()) {
      Parameters.required("metadata", text.getKey());
      Parameters.required("metadata", text.getValue());
    }
    if (metadata.isEmpty()) {
      return null;
    }
    byte[] json = SpaceApi.metadata(metadata);
    if (json.length > MOST_METADATA) {
      throw new InvalidParameterException(
          "metadata", "has " + json.length + " bytes as JSON; expected 65,536 at the most");
    }
    return json;
  }

  private void requireStored(String key, long length, String cid, Map<String, String> metadata) {
    ListLag lag = api().listLag();
    while (!isStored(key, length, cid, metadata)) {
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

  private boolean isStored(String key, long length, String cid, Map<String, String> metadata) {
    Optional<RemoteObject> found = api().head(key);
    if (found.isEmpty()) {
      return false;
    }
    RemoteObject shown = found.get();
    return (shown.size() < 0 || shown.size() == length)
        && (shown.hash() == null || ContentHash.toCid(shown.hash()).equals(cid))
        && (shown.metadata() == null
            || shown.metadata().entrySet().containsAll(metadata.entrySet()));
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
   * Writes an object's content to a file, in place of what was there: at every moment the file is
   * as it was before, or holds all of the object. The content goes to a temporary file beside it
   * first, and is verified where the space says its hash; a connection that breaks costs another
   * attempt. A new file can be read by its owner alone; one that is replaced keeps its permissions.
   * A symbolic link stays, and what it leads to is replaced.
   *
   * @param key its key
   * @param file a regular file, or a path where there is nothing yet, in a folder that exists
   * @return how many bytes the object has
   * @throws IntegrityException when the content is not what the space says it is
   * @throws SpaceException when the file cannot be written
   */
  public long get(String key, Path file) {
    check(key);
    DownloadedFile place = new DownloadedFile(Parameters.path("file", file));
    AtomicLong size = new AtomicLong();
    place.write(
        out ->
            size.set(
                api()
                    .get(
                        key,
                        SpaceApi.ANY_LENGTH,
                        (in, length, hash) -> {
                          out.truncate(0);
                          return copy(key, in, hash, out.position(0));
                        })));
    return size.get();
  }

  private static long copy(String key, InputStream in, byte @Nullable [] hash, FileChannel out)
      throws IOException {
    ContentHash digest = new ContentHash();
    byte[] buffer = new byte[1 << 16];
    long size = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      digest.update(buffer, 0, count);
      size += count;
      for (ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count); bytes.hasRemaining(); ) {
        out.write(bytes);
      }
    }
    if (hash != null && !Arrays.equals(hash, digest.finish())) {
      throw new IntegrityException(
          "The content of " + key + " is not what the space says it is", null);
    }
    return size;
  }

  /**
   * Looks an object up.
   *
   * @param key its key
   * @return the object, with its metadata, or empty when there is none
   */
  public Optional<SpaceObject> head(String key) {
    check(key);
    return api().head(key).map(SpaceObject::of);
  }

  /**
   * Lists all objects below a folder, in memory; {@link #stream} takes little memory however many
   * there are.
   *
   * @param folder its key, such as {@code notes/}, or {@code /} for the whole area
   * @return the objects, in no order, with keys relative to the folder
   */
  public List<SpaceObject> list(String folder) {
    String key = folder(folder);
    return api().list(key, () -> new ObjectCollector<>(SpaceObject::of)).objects();
  }

  /**
   * Lists all objects below a folder in little memory: a list of more than a megabyte is kept in a
   * private file in the system's temporary directory (java.io.tmpdir), some 100 bytes and twice the
   * key for each object. The list has come whole before the first object is handed out: one that
   * breaks off is asked for again, and the stream stays as it is while objects come and go.
   *
   * <pre>{@code
   * try (Stream<SpaceObject> objects = client.objects().stream("notes/")) {
   *   objects.filter(object -> object.size() > 1_000_000).forEach(System.out::println);
   * }
   * }</pre>
   *
   * @param folder its key, such as {@code notes/}, or {@code /} for the whole area
   * @return the objects, in no order, with keys relative to the folder; to be closed, which removes
   *     the file. Reading it throws {@link java.io.UncheckedIOException} when the file cannot be
   *     read
   * @throws SpaceException also when the temporary directory has no room for the list
   */
  public Stream<SpaceObject> stream(String folder) {
    String key = folder(folder);
    Path temporary = SystemPaths.temporaryDirectory();
    ObjectSpool spool = new ObjectSpool(temporary);
    try {
      return api().list(key, spool::emptied).stream().map(SpaceObject::of);
    } catch (RuntimeException | Error e) {
      spool.close();
      throw e;
    }
  }

  /**
   * Lists what is directly in a folder: the folders and the objects in it, and nothing below.
   *
   * @param folder its key, such as {@code notes/}, or {@code /} for the whole area
   * @return folders and objects in order, with keys relative to the folder
   */
  public FolderListing listFolder(String folder) {
    String key = folder(folder);
    ObjectCollector<SpaceObject> in =
        api().listFolder(key, () -> new ObjectCollector<>(SpaceObject::of));
    in.objects().sort(Comparator.comparing(SpaceObject::key));
    return new FolderListing(in.folders(), in.objects());
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
    Parameters.required("key", key);
    if (key.isEmpty() || key.endsWith("/")) {
      throw new InvalidParameterException(
          "key", "is \"" + key + "\"; expected an object's key such as notes/today.txt");
    }
    ObjectKeys.check(key);
    api().check(key);
  }

  /** The key of a folder, with a slash at its end. */
  private String folder(String folder) {
    Parameters.required("folder", folder);
    if (folder.isEmpty()) {
      throw new InvalidParameterException("folder", "is empty; expected a key such as notes/ or /");
    }
    String key = folder.endsWith("/") ? folder : folder + "/";
    if (!key.equals("/")) {
      ObjectKeys.check(key);
      api().check(key);
    }
    return key;
  }
}
