package io.spaces.client.internal.vault.backup;

import io.spaces.client.backup.Source;
import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.backup.Trouble;
import io.spaces.client.internal.listing.ScanThread;
import io.spaces.client.internal.listing.UnreadablePolicy;
import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.SourceFile;
import io.spaces.client.internal.source.SourceProblem;
import io.spaces.client.internal.source.cache.StatCache;
import io.spaces.client.internal.source.read.FileContent;
import io.spaces.client.internal.source.read.SourceReader;
import io.spaces.client.internal.source.walk.FileTable;
import io.spaces.client.internal.source.walk.FolderWalk;
import io.spaces.client.internal.source.walk.WalkVisitor;
import io.spaces.client.internal.spec.BackupSpec;
import io.spaces.client.internal.vault.VaultBackup;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.SnapshotEntry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A folder: its files, and the folders and links between them. */
final class FolderPart implements Part, WalkVisitor {
  /** A large file that changed so often is copied before it is cut. */
  private static final int CHANGES_BEFORE_COPY = 2;

  private final Source.Folder folder;
  private final BackupSpec spec;
  private final UnreadablePolicy unreadable;
  private final FileTable files;

  /** Further names of files, with the numbers of these. */
  private final FileTable names;

  private final List<Integer> namedFiles = new ArrayList<>();
  private final ScanThread thread;
  private final List<SnapshotEntry> withoutContent = new ArrayList<>();
  private final Map<FileId, Integer> firstNames = new HashMap<>();

  /** The files of several names that are in the backup. */
  private final Set<Integer> stored = ConcurrentHashMap.newKeySet();

  private StatCache cache = StatCache.none();

  private record FileId(long device, long inode) {}

  FolderPart(
      Source.Folder folder,
      BackupSpec spec,
      UnreadablePolicy unreadable,
      Cancellation cancellation) {
    this.folder = folder;
    this.spec = spec;
    this.unreadable = unreadable;
    files = new FileTable(folder.path(), spec.symbolicLinks());
    names = new FileTable(folder.path(), spec.symbolicLinks());
    FolderWalk walk =
        new FolderWalk(
            folder.path(),
            spec.rules().without(folder.path(), spec.stateDirectory()),
            spec.symbolicLinks());
    thread =
        new ScanThread(
            cancellation, left -> unreadable.leftBehind(left, null), stop -> walk.walk(this, stop));
  }

  @Override
  public void file(String path, FileStamp stamp) {
    if (stamp.isPosix() && stamp.links() > 1 && spec.symbolicLinks() == SymbolicLinks.SKIP) {
      FileId id = new FileId(stamp.device(), stamp.inode());
      Integer first = firstNames.putIfAbsent(id, files.count());
      if (first != null) {
        names.add(path, stamp);
        namedFiles.add(first);
        return;
      }
    }
    files.add(path, stamp);
  }

  private FileTable table(int number) {
    return number < files.count() ? files : names;
  }

  private int row(int number) {
    return number < files.count() ? number : number - files.count();
  }

  @Override
  public int furtherNames() {
    return names.count();
  }

  @Override
  public @Nullable SnapshotEntry hardLink(int number) {
    int first = namedFiles.get(row(number));
    return stored.contains(first)
        ? Entries.hardLink(key(number), names.stamp(row(number)), key(first))
        : null;
  }

  @Override
  public void stored(int number, FileStamp stamp) {
    if (number < files.count()
        && stamp.isSameFile(files.stamp(number))
        && files.stamp(number).links() > 1) {
      stored.add(number);
    }
  }

  @Override
  public void folder(String path, FileStamp stamp, boolean empty) {
    withoutContent.add(Entries.folder(folder.under() + path, stamp));
  }

  @Override
  public void symbolicLink(String path, @Nullable String target, FileStamp stamp) {
    String key = folder.under() + path;
    if (target == null) {
      unreadable.trouble(
          key,
          Trouble.UNSTORABLE,
          "\"" + key + "\" is a link to what is no valid text",
          null,
          UnreadablePolicy.Stage.FOUND);
    } else {
      withoutContent.add(Entries.symbolicLink(key, stamp, target));
    }
  }

  @Override
  public void skipped(String path, Skipped reason) {
    if (reason == Skipped.LINK_CYCLE) {
      unreadable.leftOut(folder.under() + path, "a symbolic link to a folder that it lies in");
    }
  }

  @Override
  public void problem(SourceProblem problem) {
    unreadable.trouble(folder.under() + problem.key(), problem);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void await() throws Exception {
    thread.await();
  }

  @Override
  public void openCache(String vaultId) {
    if (spec.stateDirectory() != null) {
      String scope = "vault " + vaultId + " " + spec.cacheScope() + " " + folder;
      cache = StatCache.open(spec.stateDirectory(), scope, Clock.systemUTC());
    }
  }

  @Override
  public int count() {
    return files.count();
  }

  @Override
  public long bytes() {
    return files.totalBytes();
  }

  @Override
  public String key(int number) {
    return folder.under() + table(number).key(row(number));
  }

  @Override
  public long plannedSize(int number) {
    return table(number).size(row(number));
  }

  @Override
  public String under() {
    return folder.under();
  }

  /** For people. */
  @Override
  public String toString() {
    return "The folder " + folder.path();
  }

  @Override
  public List<SnapshotEntry> withoutContent() {
    return withoutContent;
  }

  @Override
  public boolean addKnown(int number, VaultBackup backup) {
    if (!spec.incremental()) {
      return false;
    }
    FileStamp stamp = table(number).stamp(row(number));
    byte[] known = cache.find(table(number).key(row(number)), stamp);
    if (known == null || !backup.addKnown(Entries.file(key(number), stamp, stamp.size()), known)) {
      return false;
    }
    stored(number, stamp);
    return true;
  }

  @Override
  public FileContent open(int number, SourceReader reader, int changes) throws SourceException {
    SourceFile file = table(number).file(row(number));
    if (reader.isSmall(file) || changes >= CHANGES_BEFORE_COPY) {
      return new FileContent.Snapshot(reader.read(file, changes));
    }
    return new FileContent.Reading(reader.open(file));
  }

  @Override
  public void remember(int number, FileContent content, byte[] known) {
    FileStamp stamp = content.steadyStamp();
    if (stamp != null) {
      cache.record(table(number).key(row(number)), stamp, known, content.readingSince());
    }
  }

  @Override
  public void finish(boolean complete) {
    cache.finish(complete);
  }

  @Override
  public void close() {
    thread.close();
  }
}
