package io.spaces.client.internal.vault;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.content.seal.AesWarmUp;
import io.spaces.client.internal.vault.format.BlobId;
import io.spaces.client.internal.vault.format.BlobIds;
import io.spaces.client.internal.vault.format.EntryFormat;
import io.spaces.client.internal.vault.format.FormatException;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.internal.vault.index.BlobIndex;
import io.spaces.client.internal.vault.object.SealedObjects;
import io.spaces.client.internal.vault.pack.BlobReader;
import io.spaces.client.internal.vault.pack.BlobStream;
import io.spaces.client.internal.vault.pack.ContentNames;
import io.spaces.client.internal.vault.pack.PackCache;
import io.spaces.client.internal.vault.snapshot.PackOrder;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Reads snapshots. Packs come whole, since a space serves no parts of objects; so contents are best
 * asked for in the order of {@link #inPackOrder}: then each pack is fetched about once. Safe for
 * use by several threads, each with a {@link Worker} of its own.
 */
public final class VaultReader implements AutoCloseable {
  private static final int FEWEST_PACKS = 8;

  private final Vault vault;
  private final Path temporaryDirectory;
  private final PackCache packs;
  private volatile BlobIndex index;

  /**
   * Opens a vault for reading.
   *
   * @param vault what to read
   * @param temporaryDirectory where packs are kept, some 17 MiB each, sealed as they are
   * @param concurrency how many workers there will be
   */
  public VaultReader(Vault vault, Path temporaryDirectory, int concurrency) {
    this(vault, temporaryDirectory, concurrency, vault.index().loadToRead());
  }

  public VaultReader(Vault vault, Path temporaryDirectory, int concurrency, BlobIndex index) {
    this.vault = vault;
    this.temporaryDirectory = temporaryDirectory;
    this.index = index;
    if (vault.isEncrypted()) {
      AesWarmUp.forOpening().start();
    }
    packs =
        new PackCache(vault.objects(), temporaryDirectory, Math.max(FEWEST_PACKS, 3 * concurrency));
  }

  private synchronized BlobIndex reload(BlobIndex old) {
    if (index == old) {
      index = vault.index().loadToRead();
    }
    return index;
  }

  /** Returns a reader of blobs for one thread, which closes it. */
  BlobReader reader() {
    BlobIndex[] used = new BlobIndex[1];
    return new BlobReader(
        vault.keys(),
        () -> {
          used[0] = index;
          return used[0];
        },
        () -> reload(used[0]),
        packs);
  }

  /**
   * Returns how many packs were fetched so far.
   *
   * @return a count
   */
  public long fetchedPacks() {
    return packs.fetchedPacks();
  }

  /**
   * Returns a snapshot's entries in the order of their paths, a folder before what is in it.
   *
   * @param snapshot the snapshot
   * @return reads as it goes; to be closed
   */
  public Entries entries(SnapshotRecord snapshot) {
    return new Entries(new BlobStream(reader(), snapshot.entries()), snapshot);
  }

  /**
   * Tells where the pieces of a file's content end, without reading them.
   *
   * @param file an entry of a snapshot
   * @return for each piece, how long the content is up to its end
   * @throws IntegrityException when the index does not have it, or not as the entry says
   */
  public long[] ends(VaultEntry file) {
    long[] ends = new long[file.blobs().size()];
    long length = 0;
    for (int i = 0; i < ends.length; i++) {
      BlobId blob = file.blobs().get(i);
      BlobIndex.Location location = index.find(blob);
      if (location == null) {
        throw BlobReader.missing(index, blob);
      }
      length += location.header().length();
      ends[i] = length;
    }
    requireLength(file, length);
    return ends;
  }

  private static void requireLength(VaultEntry file, long length) {
    if (length != file.entry().size()) {
      throw new IntegrityException(
          "\""
              + file.entry().path()
              + "\" is said to have "
              + file.entry().size()
              + " bytes, but its blobs have "
              + length,
          null);
    }
  }

  /**
   * Starts to put files in the order in which their contents lie in packs.
   *
   * @return takes files, then gives them back in order; to be closed
   */
  public PackOrder inPackOrder() {
    return new PackOrder(entry -> index.find(entry.blobs().get(0)), temporaryDirectory);
  }

  /**
   * Returns a reader of contents for one thread, which closes it.
   *
   * @return a fresh one
   */
  public Worker worker() {
    return new Worker();
  }

  @Override
  public void close() {
    packs.close();
  }

  /** Reads contents. Serves one thread. */
  public final class Worker implements AutoCloseable {
    private final BlobReader reader = reader();
    private @Nullable ContentNames names;

    private Worker() {}

    /**
     * Writes a file's content; each piece of it is verified before it is written.
     *
     * @param file an entry of a snapshot
     * @param out where to; not closed
     * @throws IOException when it cannot be written
     * @throws IntegrityException when the vault does not have it, or not as it was
     */
    public void copy(VaultEntry file, OutputStream out) throws IOException {
      long length = 0;
      BlobIds blobs = file.blobs();
      for (int i = 0; i < blobs.size(); i++) {
        byte[] blob = reader.read(blobs.get(i));
        length += blob.length;
        out.write(blob);
      }
      requireLength(file, length);
    }

    /**
     * Reads one piece of a content.
     *
     * @param blob its name
     * @return the piece, verified
     * @throws IntegrityException when the vault does not have it, or not as it was
     */
    public byte[] read(BlobId blob) {
      return reader.read(blob);
    }

    /**
     * Tells whether a content is that of a file, by cutting and naming it as a backup does.
     *
     * @param file an entry of a snapshot
     * @param content what to compare; read to its end or to the first difference, not closed
     * @return true when it is the same
     * @throws IOException when it cannot be read
     */
    public boolean hasContent(VaultEntry file, InputStream content) throws IOException {
      if (names == null) {
        names = new ContentNames(vault.keys(), vault.config().chunks());
      }
      return names.matches(file.blobs(), content);
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  /** The entries of a snapshot. */
  public static final class Entries implements Iterator<VaultEntry>, AutoCloseable {
    private final BlobStream blobs;
    private final DataInputStream in;
    private final String id;
    private @Nullable VaultEntry next;
    private @Nullable String last;

    private Entries(BlobStream blobs, SnapshotRecord snapshot) {
      this.blobs = blobs;
      this.in = new DataInputStream(blobs);
      this.id = snapshot.snapshot().id();
      advance();
    }

    private void advance() {
      try {
        next = EntryFormat.read(in);
      } catch (FormatException e) {
        throw SealedObjects.broken("snapshot " + id + " " + e.getMessage(), e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (next != null) {
        String path = next.entry().path();
        if (last != null && EntryFormat.comparePaths(last, path) >= 0) {
          throw SealedObjects.broken(
              "snapshot " + id + " has entries out of order",
              new FormatException("\"" + path + "\" follows \"" + last + "\""));
        }
        last = path;
      }
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public VaultEntry next() {
      VaultEntry current = next;
      if (current == null) {
        throw new NoSuchElementException();
      }
      advance();
      return current;
    }

    @Override
    public void close() {
      blobs.close();
    }
  }
}
