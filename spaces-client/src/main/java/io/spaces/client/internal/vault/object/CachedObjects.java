package io.spaces.client.internal.vault.object;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.disk.LocalState;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of one folder of a vault that never change once they are written. Each is fetched
 * once and then kept, sealed as it is, in local state; what is kept is verified like what comes
 * over the network.
 */
public final class CachedObjects {
  private static final Logger log = LoggerFactory.getLogger(CachedObjects.class);

  private final SealedObjects objects;
  private final LocalState cache;
  private final String folder;

  public CachedObjects(SealedObjects objects, LocalState cache, String folder) {
    this.objects = objects;
    this.cache = cache;
    this.folder = folder;
  }

  /**
   * Reads an object; the reader may be called again from the start.
   *
   * @param longest how many bytes it has at the most, as it lies in the space
   */
  public <T> Optional<T> get(String name, long longest, ObjectStore.ContentReader<T> reader) {
    String key = folder + name;
    InputStream kept = cache.open(name);
    if (kept != null) {
      try (InputStream in = new BufferedInputStream(kept, 1 << 16)) {
        return Optional.of(objects.open(key, in, reader));
      } catch (IOException | IntegrityException e) {
        log.debug("What is kept of {} is damaged and fetched again: {}", key, e.getMessage());
        cache.delete(name);
      }
    }
    try {
      return fetch(name, longest, reader);
    } catch (IntegrityException e) {
      // Once more: the bytes may have been damaged, or become too many, on their way here only.
      return fetch(name, longest, reader);
    }
  }

  /** Stores an object, and keeps it; returns how long it is in the space. */
  public long put(String name, byte[] content) {
    SegmentedBytes sealed = objects.seal(folder + name, content);
    objects.store().put(folder + name, sealed);
    cache.write(name, sealed.open());
    return sealed.length();
  }

  public void delete(String name) {
    objects.store().delete(folder + name);
    cache.delete(name);
  }

  /** Forgets what is kept of objects that no longer exist. */
  public void retain(Set<String> names) {
    for (String kept : cache.names()) {
      if (!names.contains(kept)) {
        cache.delete(kept);
      }
    }
  }

  private <T> Optional<T> fetch(String name, long longest, ObjectStore.ContentReader<T> reader) {
    String key = folder + name;
    Optional<SegmentedBytes> fetched =
        objects
            .store()
            .get(
                key,
                longest,
                in -> {
                  SegmentedBytes bytes = new SegmentedBytes();
                  in.transferTo(bytes);
                  return bytes;
                });
    if (fetched.isEmpty()) {
      return Optional.empty();
    }
    T result = open(key, fetched.get(), reader);
    cache.write(name, fetched.get().open());
    return Optional.of(result);
  }

  private <T> T open(String key, SegmentedBytes sealed, ObjectStore.ContentReader<T> reader) {
    try {
      return objects.open(key, sealed.open(), reader);
    } catch (IOException e) {
      throw SealedObjects.broken(key + " cannot be read: " + e.getMessage(), e);
    }
  }
}
