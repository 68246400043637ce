package io.spaces.client.internal.listing;

import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.read.ContentSnapshot;
import io.spaces.client.internal.source.read.SourceContent;
import io.spaces.client.internal.source.read.SourceReader;
import io.spaces.client.internal.spec.BackupSpec;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.SnapshotEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One of the things that a source is made of: what it holds that waits for the workers, numbered
 * from 0, safe for use by several threads once {@link #await} has returned.
 */
public abstract class Listing {
  final Terms terms;
  private final ScanThread thread;

  // Of the scanning thread alone, until it has ended.
  private long objects;
  private long bytes;

  /**
   * What is asked of all listings of a run.
   *
   * @param keepStructure whether folders, links and further names of files are kept, and therefore
   *     all that is found is held; otherwise files may be settled as they are found
   * @param isReserved whether nothing of the source can be kept under a key
   * @param whileFound settles files as they are found, once it is there
   */
  record Terms(
      BackupSpec spec,
      boolean keepStructure,
      Predicate<String> isReserved,
      UnreadablePolicy unreadable,
      Cancellation cancellation,
      CompletableFuture<Settling> whileFound) {}

  /** Does all that there is to do for a file that need not be read. */
  @FunctionalInterface
  public interface Settling {
    /**
     * Settles a file, if what it holds is backed up.
     *
     * @param remembered what {@link Listing#remember} was told of a file of this stamp
     * @return false when the file has to be read
     */
    boolean settle(String key, FileStamp stamp, byte[] remembered);
  }

  Listing(Terms terms) {
    this.terms = terms;
    thread =
        new ScanThread(
            terms.cancellation(),
            left -> terms.unreadable().leftBehind(left, null),
            this::lookThrough);
  }

  /** Looks through all that there is, on a thread of its own. */
  abstract void lookThrough(Cancellation stop) throws Exception;

  /** Whether what was found cannot be kept, which is told. */
  final boolean isRefused(String key) {
    boolean refused = terms.isReserved().test(key);
    if (refused) {
      terms.unreadable().reserved(key);
    }
    return refused;
  }

  final void count(long size) {
    objects++;
    bytes += size;
  }

  final void start() {
    thread.start();
  }

  /** Waits until all is found. */
  final void await() throws Exception {
    thread.await();
  }

  /** Learns what it is listed for: what is remembered of files is of one mirror or vault only. */
  void openCache(String owner) {}

  /** How many objects were found, those that are settled among them. */
  public final long objects() {
    return objects;
  }

  /** How many bytes they hold. */
  public final long bytes() {
    return bytes;
  }

  /** How many objects wait for the workers. */
  public abstract int count();

  /** An object's key. */
  public abstract String key(int number);

  /** An object's length when the totals were taken; 0 when it was not known. */
  public abstract long plannedSize(int number);

  /**
   * Where in the backup its files lie, with a slash at the end, or empty; null for no one place.
   */
  public @Nullable String under() {
    return null;
  }

  /** Whether a key lies in its place. */
  public final boolean isAround(String key) {
    String under = under();
    return under != null && key.startsWith(under);
  }

  /** Whether there is neither a file nor a link. */
  public final boolean isEmpty() {
    return objects == 0
        && structure().stream().allMatch(entry -> entry.type() == SnapshotEntry.Type.DIRECTORY);
  }

  /** The folders and symbolic links that are kept. */
  public List<SnapshotEntry> structure() {
    return List.of();
  }

  /** How many further names of files there are, numbered behind the files; not among the totals. */
  public int furtherNames() {
    return 0;
  }

  /**
   * A further name as a hard link; null when the file under its first name is not in the backup, or
   * has become another one.
   */
  public @Nullable SnapshotEntry hardLink(int number) {
    return null;
  }

  /** A file is in the backup, as it was when it had this stamp. */
  public void stored(int number, FileStamp stamp) {}

  /** Settles an object without reading it, if it is known not to have changed. */
  public boolean settle(int number, Settling settling) {
    return false;
  }

  /**
   * Reads and hashes an object at one moment.
   *
   * @param changes how often it changed under earlier attempts
   */
  public abstract ContentSnapshot read(int number, SourceReader reader, int changes)
      throws SourceException;

  /** Opens an object's content, which tells at its end at the latest whether it is one moment's. */
  public abstract SourceContent open(int number, SourceReader reader, int changes)
      throws SourceException;

  /** Remembers what an object holds, in the words of who settles it the next time. */
  public void remember(int number, SourceContent content, byte[] known) {}

  /** The run has ended: keeps what it has learned. */
  void finish(boolean complete) {}

  /** Stops looking, and waits for that. */
  final void close() {
    thread.close();
  }
}
