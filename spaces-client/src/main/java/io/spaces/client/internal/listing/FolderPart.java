package io.spaces.client.internal.listing;

import io.spaces.client.backup.Source;
import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.backup.Trouble;
import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.SourceFile;
import io.spaces.client.internal.source.SourceProblem;
import io.spaces.client.internal.source.cache.StatCache;
import io.spaces.client.internal.source.read.ContentSnapshot;
import io.spaces.client.internal.source.read.SourceContent;
import io.spaces.client.internal.source.read.SourceReader;
import io.spaces.client.internal.source.walk.FileTable;
import io.spaces.client.internal.source.walk.FolderWalk;
import io.spaces.client.internal.source.walk.WalkVisitor;
import io.spaces.client.internal.spec.BackupSpec;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.SnapshotEntry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder: its files, and the folders and links between them where these are kept.
 *
 * <p>Where they are not, files that need not be read are settled as they are found, once it is
 * known how, and never held: an incremental run over a million unchanged files holds none of them.
 * Only so many files are held until then.
 */
final class FolderPart extends Listing implements WalkVisitor {
  /** As many files as may be held, at some 50 bytes each, before the walk waits. */
  private static final int AHEAD = 200_000;

  /** A large file that changed so often is copied before it is cut. */
  private static final int CHANGES_BEFORE_COPY = 2;

  private final Source.Folder folder;
  private final String under;
  private final BackupSpec spec;
  private final UnreadablePolicy unreadable;
  private final FolderWalk walk;
  private final FileTable files;

  /** Further names of files, with the numbers of these. */
  private final FileTable names;

  private final List<Integer> namedFiles = new ArrayList<>();
  private final List<SnapshotEntry> structure = new ArrayList<>();
  private final Map<FileId, Integer> firstNames = new HashMap<>();

  /** The files of several names that are in the backup. */
  private final Set<Integer> stored = ConcurrentHashMap.newKeySet();

  private StatCache cache = StatCache.none();
  private @Nullable Settling whileFound;

  private record FileId(long device, long inode) {}

  FolderPart(Source.Folder folder, Terms terms) {
    super(terms);
    this.folder = folder;
    under = folder.under();
    spec = terms.spec();
    unreadable = terms.unreadable();
    files = new FileTable(folder.path(), spec.symbolicLinks());
    names = new FileTable(folder.path(), spec.symbolicLinks());
    walk =
        new FolderWalk(
            folder.path(),
            spec.rules().without(folder.path(), spec.stateDirectory()),
            spec.symbolicLinks());
  }

  @Override
  void lookThrough(Cancellation stop) {
    if (!terms.keepStructure()) {
      openCache("");
    }
    walk.walk(this, stop);
  }

  @Override
  public void file(String path, FileStamp stamp) {
    if (isRefused(under + path) || (terms.keepStructure() && isFurtherName(path, stamp))) {
      return;
    }
    count(stamp.size());
    CompletableFuture<Settling> awaited = terms.whileFound();
    if (whileFound == null
        && !terms.keepStructure()
        && (awaited.isDone() || files.count() >= AHEAD)) {
      whileFound = awaited.join();
    }
    if (whileFound == null || !settle(path, stamp, whileFound)) {
      files.add(path, stamp);
    }
  }

  private boolean isFurtherName(String path, FileStamp stamp) {
    if (!stamp.isPosix() || stamp.links() <= 1 || spec.symbolicLinks() != SymbolicLinks.SKIP) {
      return false;
    }
    FileId id = new FileId(stamp.device(), stamp.inode());
    Integer first = firstNames.putIfAbsent(id, files.count());
    if (first == null) {
      return false;
    }
    names.add(path, stamp);
    namedFiles.add(first);
    return true;
  }

  @Override
  public void folder(String path, FileStamp stamp, boolean empty) {
    if (terms.keepStructure()) {
      structure.add(Entries.folder(under + path, stamp));
    } else if (empty) {
      unreadable.notKept(under + path, "an empty folder, which a mirror cannot hold");
    }
  }

  @Override
  public void symbolicLink(String path, @Nullable String target, FileStamp stamp) {
    String key = under + path;
    if (!terms.keepStructure()) {
      unreadable.leftOut(key, "a symbolic link");
    } else if (target == null) {
      unreadable.trouble(
          key,
          Trouble.UNSTORABLE,
          "\"" + key + "\" is a link to what is no valid text",
          null,
          UnreadablePolicy.Stage.FOUND);
    } else {
      structure.add(Entries.symbolicLink(key, stamp, target));
    }
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
  void openCache(String owner) {
    if (spec.stateDirectory() != null) {
      String scope = owner + spec.cacheScope() + " " + folder;
      cache = StatCache.open(spec.stateDirectory(), scope, Clock.systemUTC());
    }
  }

  private FileTable table(int number) {
    return number < files.count() ? files : names;
  }

  private int row(int number) {
    return number < files.count() ? number : number - files.count();
  }

  @Override
  public int count() {
    return files.count();
  }

  @Override
  public String key(int number) {
    return under + table(number).key(row(number));
  }

  @Override
  public long plannedSize(int number) {
    return table(number).size(row(number));
  }

  @Override
  public String under() {
    return under;
  }

  /** For people. */
  @Override
  public String toString() {
    return "The folder " + folder.path();
  }

  @Override
  public List<SnapshotEntry> structure() {
    return structure;
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
    if (terms.keepStructure()
        && number < files.count()
        && stamp.isSameFile(files.stamp(number))
        && files.stamp(number).links() > 1) {
      stored.add(number);
    }
  }

  @Override
  public boolean settle(int number, Settling settling) {
    if (!spec.incremental()) {
      return false;
    }
    FileStamp stamp = table(number).stamp(row(number));
    if (!settle(table(number).key(row(number)), stamp, settling)) {
      return false;
    }
    stored(number, stamp);
    return true;
  }

  private boolean settle(String path, FileStamp stamp, Settling settling) {
    byte[] remembered = spec.incremental() ? cache.find(path, stamp) : null;
    return remembered != null && settling.settle(under + path, stamp, remembered);
  }

  @Override
  public ContentSnapshot read(int number, SourceReader reader, int changes) throws SourceException {
    return reader.read(table(number).file(row(number)), changes);
  }

  @Override
  public SourceContent open(int number, SourceReader reader, int changes) throws SourceException {
    SourceFile file = table(number).file(row(number));
    return reader.isSmall(file) || changes >= CHANGES_BEFORE_COPY
        ? reader.read(file, changes)
        : reader.open(file);
  }

  @Override
  public void remember(int number, SourceContent content, byte[] known) {
    FileStamp stamp = content.steadyStamp();
    if (stamp != null) {
      cache.record(table(number).key(row(number)), stamp, known, content.readingSince());
    }
  }

  @Override
  void finish(boolean complete) {
    cache.finish(complete);
  }
}
