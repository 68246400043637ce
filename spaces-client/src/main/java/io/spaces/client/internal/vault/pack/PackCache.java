package io.spaces.client.internal.vault.pack;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.content.seal.AesWarmUp;
import io.spaces.client.internal.content.seal.BrokenSealException;
import io.spaces.client.internal.content.seal.SealedRandomAccess;
import io.spaces.client.internal.disk.TemporaryFile;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.transfer.TemporaryDirectoryException;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.format.PackFormat;
import io.spaces.client.internal.vault.object.SealedObjects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Packs that were fetched, each whole and sealed as it is, in temporary files; those used longest
 * ago make room for others. Two who want the same pack at the same time fetch it once.
 */
public final class PackCache implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final SealedObjects objects;
  private final Path folder;
  private final int most;
  private final Map<String, CompletableFuture<Entry>> fetching = new HashMap<>();
  private final LinkedHashMap<String, Entry> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, String> lost = new HashMap<>();
  private long fetched;
  private boolean closed;

  /**
   * An empty cache.
   *
   * @param objects where packs come from
   * @param folder where temporary files go
   * @param most how many packs to keep
   */
  public PackCache(SealedObjects objects, Path folder, int most) {
    this.objects = objects;
    this.folder = folder;
    this.most = most;
  }

  /** One pack in a file that is deleted when the last user is done with it. */
  private static final class Entry {
    private final FileChannel file;
    private final SealedRandomAccess content;
    private int users = 1;

    Entry(FileChannel file, SealedRandomAccess content) {
      this.file = file;
      this.content = content;
    }
  }

  /** Says that there is no such pack (any more). */
  static final class MissingPackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingPackException(String key) {
      super(key);
    }
  }

  /**
   * Reads a part of a pack's content.
   *
   * @param end where its last blob ends, by its index: no more is fetched than that takes
   */
  public void read(byte[] pack, long end, long position, byte[] target, int length) {
    String key = ObjectNames.pack(pack);
    Entry entry = acquire(key, objects.sealedLength(PackFormat.longest(end)));
    try {
      entry.content.read(position, target, 0, length);
    } catch (IOException e) {
      throw SealedObjects.broken(String.valueOf(e.getMessage()), e);
    } finally {
      release(entry);
    }
  }

  public synchronized long fetchedPacks() {
    return fetched;
  }

  private Entry acquire(String key, long longest) {
    while (true) {
      CompletableFuture<Entry> mine = null;
      CompletableFuture<Entry> others;
      synchronized (this) {
        if (closed) {
          throw new IllegalStateException("The reader of the vault is closed");
        }
        String problem = lost.get(key);
        if (problem != null) {
          throw new IntegrityException(problem, null);
        }
        Entry entry = kept.get(key);
        if (entry != null) {
          entry.users++;
          return entry;
        }
        others = fetching.get(key);
        if (others == null) {
          mine = new CompletableFuture<>();
          fetching.put(key, mine);
        }
      }
      if (mine != null) {
        return fetchFor(key, longest, mine);
      }
      if (others != null) {
        await(others);
      }
    }
  }

  private static void await(CompletableFuture<Entry> others) {
    try {
      others.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private Entry fetchFor(String key, long longest, CompletableFuture<Entry> mine) {
    try {
      Entry entry = fetch(key, longest);
      AesWarmUp.forOpening().await();
      synchronized (this) {
        fetching.remove(key);
        fetched++;
        if (!closed) {
          entry.users++;
          kept.put(key, entry);
          evict();
        }
      }
      mine.complete(entry);
      return entry;
    } catch (Throwable e) { // an Error too must reach those who wait
      synchronized (this) {
        fetching.remove(key);
      }
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private void evict() {
    var oldest = kept.values().iterator();
    for (int extra = kept.size() - most; extra > 0; extra--) {
      Entry entry = oldest.next();
      oldest.remove();
      release(entry);
    }
  }

  private Entry fetch(String key, long longest) {
    FileChannel file = null;
    boolean done = false;
    try {
      file = temporaryFile();
      FileChannel target = file;
      boolean found =
          objects
              .store()
              .get(
                  key,
                  SpaceApi.ANY_LENGTH,
                  in -> {
                    target.truncate(0).position(0);
                    keep(in, target, longest);
                    return true;
                  })
              .isPresent();
      if (!found) {
        throw new MissingPackException(key);
      }
      Entry entry = new Entry(file, objects.openFile(key, file));
      done = true;
      return entry;
    } catch (BrokenSealException e) {
      throw giveUp(key, SealedObjects.broken(String.valueOf(e.getMessage()), e));
    } catch (IOException e) {
      throw SealedObjects.broken(String.valueOf(e.getMessage()), e);
    } finally {
      if (!done && file != null) {
        close(file);
      }
    }
  }

  private FileChannel temporaryFile() {
    try {
      return TemporaryFile.create(folder, "spaces-pack-");
    } catch (IOException e) {
      throw new TemporaryDirectoryException(folder, e);
    }
  }

  /** What comes after the last blob of which anybody knows is not read. */
  private void keep(InputStream in, FileChannel target, long longest) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int count = in.read(buffer);
        count >= 0 && target.position() < longest;
        count = in.read(buffer)) {
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
      try {
        while (bytes.hasRemaining()) {
          target.write(bytes);
        }
      } catch (IOException e) {
        throw new TemporaryDirectoryException(folder, e);
      }
    }
  }

  private synchronized void release(Entry entry) {
    if (--entry.users == 0) {
      entry.content.close();
      close(entry.file);
    }
  }

  private static void close(FileChannel file) {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Notes that a pack is gone for good: from now on it is not asked for again.
   *
   * @return says so
   */
  IntegrityException giveUp(MissingPackException e) {
    String key = String.valueOf(e.getMessage());
    return giveUp(
        key,
        new IntegrityException(
            "The vault's object " + key + " is missing in the space, but a snapshot needs it", e));
  }

  private synchronized IntegrityException giveUp(String key, IntegrityException problem) {
    lost.put(key, String.valueOf(problem.getMessage()));
    return problem;
  }

  @Override
  public synchronized void close() {
    closed = true;
    kept.values().forEach(this::release);
    kept.clear();
  }
}
