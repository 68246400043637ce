package io.spaces.client.internal.vault.object;

import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.protocol.TooLongException;
import io.spaces.client.internal.protocol.object.ListLag;
import io.spaces.client.internal.protocol.object.ObjectKeys;
import io.spaces.client.internal.protocol.object.RemoteObjectVisitor;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.format.VaultPlace;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A vault's place in a space: the folder {@code .vault} of one app's area. */
public final class SpaceObjectStore implements ObjectStore {
  private static final int BUFFER = 1 << 16;

  /** No configuration, lock or note is longer. */
  private static final long SMALL = 1 << 20;

  private final SpaceApi api;
  private final SpaceApi locking;
  private final SpaceApi unlocking;
  private final String root;

  /** The content hashes of what was sent to keys that are written once. */
  private final Map<String, byte[]> sent = new ConcurrentHashMap<>();

  /**
   * A place.
   *
   * @param api the space
   * @param folderKey the app's area, such as {@code .did-objects/z…/}
   */
  public SpaceObjectStore(SpaceApi api, String folderKey) {
    this(api, api, api, folderKey);
  }

  /**
   * A place for a run that may be cancelled, and must take its locks away all the same.
   *
   * @param api the space
   * @param locking the same, for locks: does not break off what is under way
   * @param unlocking the same, for taking locks away: works after a cancellation, too
   * @param folderKey the app's area
   */
  public SpaceObjectStore(SpaceApi api, SpaceApi locking, SpaceApi unlocking, String folderKey) {
    this.api = api;
    this.locking = locking;
    this.unlocking = unlocking;
    this.root = folderKey + ".vault/";
  }

  @Override
  public @Nullable String place() {
    return api.placeOf(root);
  }

  @Override
  public VaultPlace home() {
    return new VaultPlace(api.endpoint().appDid(), api.inArea(root));
  }

  @Override
  public void put(String key, Payload content) {
    if (key.startsWith(ObjectNames.PACKS)) {
      api.requireRoom("a pack and what lists it", content.length());
    }
    put(isLock(key) ? locking : api, key, content);
  }

  @Override
  public void leave(String key, Payload content) {
    put(unlocking, key, content);
  }

  private void put(SpaceApi by, String key, Payload content) {
    try {
      byte[] digest = digest(content);
      by.put(root + key, content, ContentHash.toCid(digest));
      if (!isLock(key)) {
        sent.put(key, digest);
      }
    } catch (IOException e) {
      throw new SpaceException("The vault's object " + key + " cannot be read to be sent", e);
    }
  }

  private static byte[] digest(Payload content) throws IOException {
    ContentHash hash = new ContentHash();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = content.open()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        hash.update(buffer, 0, read);
      }
    }
    return hash.finish();
  }

  @Override
  public <T> Optional<T> get(String key, ContentReader<T> reader) {
    return get(key, SMALL, reader);
  }

  /** Servers differ in what they answer for what is not there: of an unclear one a list decides. */
  @Override
  public <T> Optional<T> get(String key, long longest, ContentReader<T> reader) {
    try {
      return Optional.of(
          api.get(root + key, longest, (in, length, hash) -> reader.read(notEmpty(in))));
    } catch (TooLongException e) {
      throw SealedObjects.broken(key + " is longer than the " + longest + " bytes it can have", e);
    } catch (SpaceResponseException e) {
      if (SpaceApi.isAbsence(e) || isUnlisted(api, key, e)) {
        return Optional.empty();
      }
      throw e;
    } catch (EmptyAnswerException e) {
      SpaceException empty =
          new SpaceException(
              "The vault's object " + key + " is there, but the space serves nothing of it.", e);
      if (isUnlisted(api, key, empty)) {
        return Optional.empty();
      }
      throw SealedObjects.broken(key + " is empty", e);
    } catch (IOException e) {
      throw new SpaceException(
          "The vault's object " + key + " cannot be received: " + e.getMessage(), e);
    }
  }

  /** Nothing in a vault is ever empty. */
  private static InputStream notEmpty(InputStream in) throws IOException {
    PushbackInputStream content = new PushbackInputStream(in);
    int first = content.read();
    if (first < 0) {
      throw new EmptyAnswerException();
    }
    content.unread(first);
    return content;
  }

  private boolean isUnlisted(SpaceApi by, String key, SpaceException unclear) {
    String folder = key.substring(0, key.lastIndexOf('/') + 1);
    try {
      return list(by, folder).stream().noneMatch(object -> object.key().equals(key));
    } catch (SpaceException e) {
      unclear.addSuppressed(e);
      throw unclear;
    }
  }

  @Override
  public List<ListedObject> list(String folder) {
    return list(api, folder);
  }

  private List<ListedObject> list(SpaceApi by, String folder) {
    return by.list(root + folder, () -> new Collector(folder));
  }

  @Override
  public void await(Duration time) {
    api.await(time);
  }

  @Override
  public ListLag listLag() {
    return api.listLag();
  }

  @Override
  public void delete(String key) {
    SpaceApi by = isLock(key) ? unlocking : api;
    try {
      by.delete(root + key);
    } catch (SpaceResponseException e) {
      if (!isUnlisted(by, key, e)) {
        throw e;
      }
    }
  }

  private static boolean isLock(String key) {
    return key.startsWith(ObjectNames.LOCKS);
  }

  /** A success without a content. */
  private static final class EmptyAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    EmptyAnswerException() {
      super("The answer is empty");
    }
  }

  private final class Collector implements RemoteObjectVisitor<List<ListedObject>> {
    /** What an object takes beside its key. */
    private static final long ENTRY = 100;

    private final String folder;
    private final List<ListedObject> objects = new ArrayList<>();
    private long keyBytes;

    Collector(String folder) {
      this.folder = folder;
    }

    @Override
    public void visit(
        String key,
        long size,
        long lastModified,
        byte @Nullable [] hash,
        @Nullable String mimeType) {
      // What would be elsewhere is no object of the vault, and is never asked for.
      if (!ObjectKeys.isPlain(key)) {
        return;
      }
      byte[] digest = hash == null ? null : sent.get(folder + key);
      boolean asSent = digest == null || Arrays.equals(digest, hash);
      objects.add(new ListedObject(folder + key, size, lastModified, asSent));
      keyBytes += (long) folder.length() + key.length();
    }

    /** Whoever lists a vault makes maps of it, by the names of the objects. */
    @Override
    public long held() {
      return 2 * (keyBytes + ENTRY * objects.size());
    }

    @Override
    public List<ListedObject> result() {
      return objects;
    }
  }
}
