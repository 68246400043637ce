package io.spaces.client.internal.mirror;

import io.spaces.client.backup.Source;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.listing.ScanThread;
import io.spaces.client.internal.listing.UnreadablePolicy;
import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.SourceProblem;
import io.spaces.client.internal.source.cache.StatCache;
import io.spaces.client.internal.source.read.ContentSnapshot;
import io.spaces.client.internal.source.read.SourceReader;
import io.spaces.client.internal.source.walk.FileTable;
import io.spaces.client.internal.source.walk.FolderWalk;
import io.spaces.client.internal.source.walk.WalkVisitor;
import io.spaces.client.internal.spec.BackupSpec;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.waiting.Cancellation;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The files of a folder, looked for while the space is asked what it has.
 *
 * <p>Files that the cache and the index together show to be unchanged are settled as they are
 * found, once the index is there, and never held: an incremental run over a million unchanged files
 * holds none of them. Only so many files are held while the index is awaited.
 */
final class FolderScan implements Scan, WorkList, WalkVisitor {
  /** As many files as may be held, at some 50 bytes each, before the walk waits for the index. */
  private static final int AHEAD = 200_000;

  private final Source.Folder folder;
  private final String under;
  private final BackupSpec spec;
  private final UnreadablePolicy unreadable;
  private final Monitor monitor;
  private final FileTable files;
  private final FolderWalk walk;
  private final ScanThread thread;
  private final CompletableFuture<RemoteIndex> comparison = new CompletableFuture<>();
  private StatCache cache = StatCache.none();

  // Of the scanning thread alone, until it has ended.
  private @Nullable RemoteIndex index;
  private long objects;
  private long bytes;

  FolderScan(
      Source.Folder folder,
      BackupSpec spec,
      UnreadablePolicy unreadable,
      Monitor monitor,
      Cancellation cancellation) {
    this.folder = folder;
    under = folder.under();
    this.spec = spec;
    this.unreadable = unreadable;
    this.monitor = monitor;
    files = new FileTable(folder.path(), spec.symbolicLinks());
    walk =
        new FolderWalk(
            folder.path(),
            spec.rules().without(folder.path(), spec.stateDirectory()),
            spec.symbolicLinks());
    thread = new ScanThread(cancellation, left -> unreadable.leftBehind(left, null), this::scan);
  }

  @Override
  public void start() {
    thread.start();
  }

  private void scan(Cancellation stop) {
    if (spec.stateDirectory() != null) {
      cache =
          StatCache.open(
              spec.stateDirectory(), spec.cacheScope() + " " + folder, Clock.systemUTC());
    }
    walk.walk(this, stop);
  }

  @Override
  public void file(String path, FileStamp stamp) {
    String key = under + path;
    if (MirrorBackup.mayBeReserved(key)) {
      unreadable.reserved(key);
      return;
    }
    objects++;
    bytes += stamp.size();
    if (index == null && (comparison.isDone() || files.count() >= AHEAD)) {
      index = comparison.join();
    }
    if (index == null || !isSettled(index, path, stamp)) {
      files.add(path, stamp);
    }
  }

  private boolean isSettled(RemoteIndex index, String path, FileStamp stamp) {
    String key = under + path;
    byte[] digest = spec.incremental() ? cache.find(path, stamp) : null;
    if (digest == null || !index.matches(key, stamp.size(), digest)) {
      return false;
    }
    index.see(key);
    monitor.unchanged(key, stamp.size());
    return true;
  }

  @Override
  public void folder(String path, FileStamp stamp, boolean empty) {
    if (empty) {
      unreadable.notKept(under + path, "an empty folder, which a mirror cannot hold");
    }
  }

  @Override
  public void symbolicLink(String path, @Nullable String target, FileStamp stamp) {
    unreadable.leftOut(under + path, "a symbolic link");
  }

  @Override
  public void skipped(String path, Skipped reason) {
    if (reason == Skipped.LINK_CYCLE) {
      unreadable.leftOut(under + path, "a symbolic link to a folder that it lies in");
    }
  }

  @Override
  public void problem(SourceProblem problem) {
    unreadable.trouble(under + problem.key(), problem);
  }

  @Override
  public void compareWith(RemoteIndex index) {
    comparison.complete(index);
  }

  @Override
  public WorkList await() throws Exception {
    thread.await();
    return this;
  }

  @Override
  public long objects() {
    return objects;
  }

  @Override
  public boolean isEmptyAround(String key) {
    return objects == 0 && key.startsWith(under);
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void finish(boolean complete) {
    cache.finish(complete);
  }

  @Override
  public void close() {
    comparison.completeExceptionally(new SpaceException("The run has ended."));
    thread.close();
  }

  @Override
  public int count() {
    return files.count();
  }

  @Override
  public String key(int number) {
    return under + files.key(number);
  }

  @Override
  public long plannedSize(int number) {
    return files.size(number);
  }

  @Override
  public byte @Nullable [] trustedDigest(int number) {
    return spec.incremental() ? cache.find(files.key(number), files.stamp(number)) : null;
  }

  @Override
  public ContentSnapshot read(int number, SourceReader reader, int changes) throws SourceException {
    return reader.read(files.file(number), changes);
  }

  @Override
  public void remember(int number, ContentSnapshot content) {
    if (content.isSteady()) {
      cache.record(files.key(number), content.stamp(), content.digest(), content.readingSince());
    }
  }
}
