package io.spaces.client.internal.vault;

import io.spaces.client.backup.Compression;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.VaultBusyException;
import io.spaces.client.history.Strategy;
import io.spaces.client.internal.content.chunk.BufferPool;
import io.spaces.client.internal.content.compress.BlobCodec;
import io.spaces.client.internal.crypto.RandomBytes;
import io.spaces.client.internal.transfer.Losses;
import io.spaces.client.internal.vault.format.BlobId;
import io.spaces.client.internal.vault.format.BlobIds;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.internal.vault.index.BlobIndex;
import io.spaces.client.internal.vault.index.Checkpoints;
import io.spaces.client.internal.vault.lock.LastPruning;
import io.spaces.client.internal.vault.lock.VaultLock;
import io.spaces.client.internal.vault.object.ListedObjects;
import io.spaces.client.internal.vault.pack.BlobReader;
import io.spaces.client.internal.vault.pack.BlobWriter;
import io.spaces.client.internal.vault.pack.ContentWriter;
import io.spaces.client.internal.vault.pack.KnownContents;
import io.spaces.client.internal.vault.pack.PendingContent;
import io.spaces.client.internal.vault.snapshot.BackupEntries;
import io.spaces.client.internal.vault.snapshot.SnapshotStore;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.DamagedSnapshot;
import io.spaces.client.snapshot.Pruning;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One backup into a vault: takes entries in any order and from any thread, and becomes a snapshot
 * by {@link #commit}, or nothing at all. What it stored before it was broken off is found by the
 * next one.
 */
public final class VaultBackup implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(VaultBackup.class);
  private static final Compression ENTRY_COMPRESSION = Compression.deflate(3);

  private final Vault vault;
  private final Plan plan;
  private final VaultLock lock;
  private final BlobIndex index;
  private final Checkpoints checkpoints;
  private final BlobWriter blobs;
  private final BackupEntries entries;
  private final KnownContents known;
  private final BufferPool buffers;
  private final List<DamagedSnapshot> damaged = new ArrayList<>();
  private final AtomicLong unsettled = new AtomicLong();
  private final AtomicLong trusted = new AtomicLong();
  private final BitSet relied = new BitSet();

  /**
   * What a backup is to be.
   *
   * @param time when it started
   * @param set what it is a backup of; may be empty
   * @param description what to say about it; may be empty
   * @param expiresAt when it may be removed, or null for never
   * @param strategy what started it, or null when unknown
   * @param recordId the space's record of it, or null when there is none
   * @param compression how blobs are compressed
   * @param concurrency how many packs may be under way at once
   * @param temporaryDirectory where entries go that do not fit into memory
   * @param patience how long to wait for another client of the vault
   */
  public record Plan(
      Instant time,
      String set,
      String description,
      @Nullable Instant expiresAt,
      @Nullable Strategy strategy,
      @Nullable String recordId,
      Compression compression,
      int concurrency,
      Path temporaryDirectory,
      Duration patience) {

    /**
     * A backup of no set.
     *
     * @param time see {@link #time}
     * @param description see {@link #description}
     * @param expiresAt see {@link #expiresAt}
     * @param strategy see {@link #strategy}
     * @param recordId see {@link #recordId}
     * @param compression see {@link #compression}
     * @param concurrency see {@link #concurrency}
     * @param temporaryDirectory see {@link #temporaryDirectory}
     * @param patience see {@link #patience}
     */
    public Plan(
        Instant time,
        String description,
        @Nullable Instant expiresAt,
        @Nullable Strategy strategy,
        @Nullable String recordId,
        Compression compression,
        int concurrency,
        Path temporaryDirectory,
        Duration patience) {
      this(
          time,
          "",
          description,
          expiresAt,
          strategy,
          recordId,
          compression,
          concurrency,
          temporaryDirectory,
          patience);
    }
  }

  /**
   * Starts a backup: takes a lock that others may share and reads the index.
   *
   * @param vault where to
   * @param plan what it is to be
   * @param cancellation ends it early
   */
  public VaultBackup(Vault vault, Plan plan, Cancellation cancellation) {
    this.vault = vault;
    this.plan = plan;
    known = new KnownContents(vault.state(), vault.objects());
    long share = Runtime.getRuntime().maxMemory() / 8 / (2L * vault.config().chunks().max());
    buffers = new BufferPool((int) Math.max(2, share), cancellation::throwIfCancelled);
    lock = vault.locks().acquire(false, "a backup", plan.patience());
    boolean opened = false;
    try {
      index = vault.index().load();
      checkpoints =
          new Checkpoints(
              vault.index(),
              // What no index lists yet may be about to be deleted.
              lock.isBesidePruning() ? List.of() : vault.index().recoverPending(index),
              Checkpoints.EVERY);
      blobs = new BlobWriter(vault.objects(), index, checkpoints, plan.concurrency(), cancellation);
      entries = new BackupEntries(plan.temporaryDirectory());
      opened = true;
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  /**
   * Returns a reader of contents for one thread, which closes it.
   *
   * @return a fresh one
   */
  public Worker worker() {
    return new Worker();
  }

  /**
   * Adds an entry without content: a folder, a link, an empty file.
   *
   * @param entry what it is
   */
  public void add(SnapshotEntry entry) {
    entries.add(new VaultEntry(entry, BlobIds.NONE));
  }

  /**
   * Adds a file whose content is known from an earlier run, if the vault still has all of it.
   *
   * @param entry what it is
   * @param remembered what {@link FileContent#known} returned for this content
   * @return false when the file has to be read
   */
  public boolean addKnown(SnapshotEntry entry, byte[] remembered) {
    BlobIds ids = known.recall(remembered);
    if (ids == null || (ids.size() == 0) != (entry.size() == 0)) {
      return false;
    }
    long length = 0;
    for (int i = 0; i < ids.size(); i++) {
      BlobIndex.Location location = index.find(ids.get(i));
      if (location == null) {
        return false;
      }
      length += location.header().length();
      relyOn(location);
    }
    if (length != entry.size()) {
      return false;
    }
    entries.add(new VaultEntry(entry, ids));
    trusted.incrementAndGet();
    return true;
  }

  private void relyOn(BlobIndex.Location location) {
    synchronized (relied) {
      relied.set(location.pack());
    }
  }

  private void relyOn(BlobIds ids) {
    for (int i = 0; i < ids.size(); i++) {
      BlobIndex.Location location = index.find(ids.get(i));
      if (location != null) {
        relyOn(location);
      }
    }
  }

  /**
   * Writes the snapshot, after all that it needs. All entries must be settled: every {@link
   * FileContent} kept or let go, by workers that are done.
   *
   * @param complete whether it holds all that was to be backed up
   * @return the snapshot
   */
  public Snapshot commit(boolean complete) {
    return commit(complete, null);
  }

  /**
   * The same, and notes in the snapshot what is suspicious about it beside its set's last one.
   *
   * @param complete whether it holds all that was to be backed up
   * @param missed whether something has happened to a file of that key when it is not there any
   *     more; null for a backup whose files may come and go
   * @return the snapshot
   */
  public Snapshot commit(boolean complete, @Nullable Predicate<String> missed) {
    blobs.flush();
    if (unsettled.get() != 0) {
      throw new IllegalStateException(unsettled + " contents are neither safe nor failed");
    }
    SnapshotStore snapshots = vault.snapshots();
    SnapshotStore.Last last = snapshots.last(plan.set(), damaged::add);
    String suspicion =
        missed == null || last.whole() == null ? null : suspicion(last.whole(), missed);
    BlobIds entryBlobs = writeEntries();
    checkpoints.write();
    requireStored(entryBlobs);
    lock.check();
    vault.checkIdentity();
    Snapshot snapshot =
        Snapshot.builder(RandomBytes.name(8), plan.time())
            .set(plan.set())
            .description(plan.description())
            .expiresAt(plan.expiresAt())
            .suspicion(suspicion)
            .parent(last.id())
            .complete(complete)
            .files(entries.files())
            .directories(entries.directories())
            .links(entries.links())
            .size(entries.size())
            .sent(blobs.sentBytes())
            .strategy(plan.strategy())
            .recordId(plan.recordId())
            .build();
    SnapshotRecord committed = new SnapshotRecord(snapshot, 0, entryBlobs, vault.home());
    long length = snapshots.write(committed);
    checkStillHeld(committed);
    snapshots.confirm(committed, length);
    known.deleteUnused();
    return snapshot;
  }

  /** What the cache knows to be as it was need not be compared. */
  private @Nullable String suspicion(SnapshotRecord last, Predicate<String> missed) {
    long files = last.snapshot().files();
    if (!Losses.areMost(files, files - trusted.get())) {
      return null;
    }
    try (VaultReader reader = new VaultReader(vault, plan.temporaryDirectory(), 1, index);
        VaultReader.Entries before = reader.entries(last);
        BlobReader blobs = reader.reader();
        BlobCodec codec = new BlobCodec(Compression.deflate(1))) {
      return new Tripwire(missed, content -> compresses(content.get(0), blobs, codec))
          .compare(before, entries.all());
    } catch (IntegrityException e) {
      log.warn("A snapshot cannot be compared with the one before: {}", e.getMessage());
      return "the snapshot before, " + last.snapshot().id() + ", cannot be read to compare it";
    } catch (IOException e) {
      throw new UncheckedIOException("The snapshot's entries cannot be sorted", e);
    }
  }

  /** What is stored as it is may be so since nobody wished it compressed. */
  private boolean compresses(BlobId id, BlobReader blobs, BlobCodec codec) {
    BlobIndex.Location location = index.find(id);
    if (location != null && location.header().method() != BlobCodec.STORED) {
      return true;
    }
    byte[] content = blobs.read(id);
    codec.compress(content, content.length);
    return codec.method() != BlobCodec.STORED;
  }

  /**
   * Returns the snapshots that cannot be read and may be what this one continues.
   *
   * @return known after {@link #commit}
   */
  public List<DamagedSnapshot> damaged() {
    return List.copyOf(damaged);
  }

  /**
   * Looks in one list for all that the snapshot needs and that was sent since the vault was opened,
   * and once more for the rest. Where nothing was sent, the lists at the start have shown it all.
   */
  private void requireStored(BlobIds entryBlobs) {
    Map<String, Long> needed = new HashMap<>(vault.index().unseen());
    Set<String> indexes = Set.copyOf(needed.keySet());
    needed.putAll(blobs.storedPacks());
    if (needed.isEmpty()) {
      return;
    }
    relyOn(entryBlobs);
    relied.stream().forEach(pack -> needed.putIfAbsent(index.packKey(pack), -1L));
    ListedObjects.await(vault.objects().store(), "", needed);
    vault.index().seen(indexes);
  }

  /**
   * Whoever takes a lock away that has expired looks at the snapshots afterwards: as long as it is
   * there, so is all that this one needs.
   */
  private void checkStillHeld(SnapshotRecord committed) {
    try {
      lock.check();
    } catch (VaultBusyException e) {
      vault.snapshots().remove(committed);
      throw e;
    }
  }

  /**
   * Sends what waits, so that all contents handed in so far are settled. No worker may be reading.
   */
  public void flush() {
    blobs.flush();
  }

  /**
   * Returns how much was stored so far.
   *
   * @return bytes, compressed and encrypted
   */
  public long sentBytes() {
    return blobs.sentBytes();
  }

  /**
   * Tells whether the vault is to be pruned, as far as its lock has shown.
   *
   * @param when when that is due
   * @return false when it is not due; true when it may be
   */
  public boolean mayNeedPruning(Pruning when) {
    return LastPruning.mayBeDue(when, lock);
  }

  private BlobIds writeEntries() {
    try (ContentWriter writer =
        new ContentWriter(vault.keys(), Vault.ENTRY_CHUNKS, ENTRY_COMPRESSION, blobs, buffers)) {
      PendingContent pending = new PendingContent();
      ContentWriter.Written written = writer.write(entries.sorted(), pending);
      Throwable[] failure = new Throwable[1];
      pending.complete(result -> failure[0] = result);
      blobs.flush();
      rethrow(failure[0]);
      return written.blobs();
    } catch (IOException e) {
      throw new UncheckedIOException("The snapshot's entries cannot be sorted", e);
    }
  }

  private static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    blobs.close();
    checkpoints.close();
    entries.close();
    lock.close();
  }

  /** Reads contents into the vault. Serves one thread. */
  public final class Worker implements AutoCloseable {
    private final ContentWriter writer =
        new ContentWriter(
            vault.keys(), vault.config().chunks(), plan.compression(), blobs, buffers);

    private Worker() {}

    /**
     * Reads a content to its end. Afterwards the caller makes sure that the file did not change
     * meanwhile, and keeps the content or lets it go.
     *
     * @param content not closed
     * @return what was read
     * @throws IOException when it cannot be read; nothing of it is kept
     */
    public FileContent read(InputStream content) throws IOException {
      PendingContent pending = new PendingContent();
      return new FileContent(pending, writer.write(content, pending));
    }

    /**
     * Returns how much of all that this has read the vault lacked.
     *
     * @return bytes, also of contents that were let go
     */
    public long newBytes() {
      return writer.newBytes();
    }

    @Override
    public void close() {
      writer.close();
    }
  }

  /** A content that was read; part of it may still be on its way. */
  public final class FileContent {
    private final PendingContent pending;
    private final ContentWriter.Written written;

    private FileContent(PendingContent pending, ContentWriter.Written written) {
      this.pending = pending;
      this.written = written;
    }

    /**
     * Returns how much was read.
     *
     * @return bytes
     */
    public long length() {
      return written.length();
    }

    /**
     * Returns what a later run needs to know the content without reading it, for {@link
     * VaultBackup#addKnown}.
     *
     * @return at most 2,048 bytes
     */
    public byte[] known() {
      return known.remember(written.blobs());
    }

    /**
     * Adds the content to the snapshot once all of it is safe.
     *
     * @param entry what it is the content of; its size is that of the content
     * @param done told once, on any thread: null when the content is safe and its entry added, or
     *     why not
     */
    public void keep(SnapshotEntry entry, Consumer<@Nullable Throwable> done) {
      unsettled.incrementAndGet();
      pending.complete(
          failure -> {
            unsettled.decrementAndGet();
            Throwable result = failure;
            if (result == null) {
              try {
                entries.add(new VaultEntry(entry, written.blobs()));
                relyOn(written.blobs());
              } catch (RuntimeException e) {
                result = e;
              }
            }
            done.accept(result);
          });
    }
  }
}
