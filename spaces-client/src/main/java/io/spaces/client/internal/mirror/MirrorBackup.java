package io.spaces.client.internal.mirror;

import io.spaces.client.backup.Source;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.http.retry.RetryAllowance;
import io.spaces.client.internal.listing.SourceListing;
import io.spaces.client.internal.memory.Heap;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.protocol.StatusHeaders;
import io.spaces.client.internal.protocol.object.ListLag;
import io.spaces.client.internal.protocol.object.RemoteObjectVisitor;
import io.spaces.client.internal.restore.platform.NameTraits;
import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.spec.BackupSpec;
import io.spaces.client.internal.transfer.Losses;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.transfer.WorkOrder;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.Warning;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Backs a source up into a mirror: scans the source while the space lists what it has, then lets
 * workers carry one object after the other through reading, hashing, comparing and pushing.
 */
public final class MirrorBackup implements AutoCloseable {
  /** The vault's folder; a mirror neither writes nor deletes anything in it. */
  private static final String RESERVED = ".vault";

  /** A space need not tell names apart that differ in case or in Unicode's form alone. */
  private static final NameTraits FOLDING = new NameTraits(true, true);

  /** What all but the owner may do, as bits of permissions. */
  private static final int OTHERS = 077;

  private final BackupSpec spec;
  private final Monitor monitor;
  private final Cancellation cancellation;
  private final SourceListing listing;
  private final MirrorHold hold;
  private final SentObjects sent = new SentObjects();
  private final AtomicLong privateFiles = new AtomicLong();
  private final AtomicReference<String> firstPrivate = new AtomicReference<>("");

  /** A backup to be; {@link #startScan} and then {@link #run} carry it out. */
  public MirrorBackup(BackupSpec spec, Monitor monitor, Cancellation cancellation) {
    this.spec = spec;
    this.monitor = monitor;
    this.cancellation = cancellation;
    listing = new SourceListing(spec, false, MirrorBackup::mayBeReserved, monitor, cancellation);
    hold = new MirrorHold(spec.stateDirectory(), spec.cacheScope());
  }

  /** Whether a key lies where a vault keeps its own objects. */
  public static boolean isReserved(String key) {
    return key.startsWith(RESERVED)
        && (key.length() == RESERVED.length() || key.charAt(RESERVED.length()) == '/');
  }

  /** Whether it may lie there, in a space that takes names for one that differ in case alone. */
  static boolean mayBeReserved(String key) {
    int end = key.indexOf('/');
    return FOLDING.fold(end < 0 ? key : key.substring(0, end)).equals(RESERVED);
  }

  /** Starts to look through the source, on a thread of its own. */
  public void startScan() {
    listing.start();
  }

  /** Pushes what the space lacks. */
  public void run(SpaceApi api, StatusHeaders space, RetryAllowance allowance) throws Exception {
    RemoteIndex index = api.list(spec.folderKey(), () -> new IndexReader(spec.resend()));
    listing.settle(MirrorWorker.settling(index, monitor));
    listing.await();
    monitor.totals(listing.objects(), listing.bytes());
    requireRoom(index, space);
    warnOfNothing(index);
    monitor.pushing();
    push(api, allowance, index);
    if (spec.strictSync() && index.unseenCount() == 0) {
      release();
    }
    warnOfPermissions();
    boolean deleting = spec.strictSync() && monitor.tally().failedCount() == 0;
    if (deleting && index.unseenCount() > 0) {
      deleteWhatIsGone(api, listOnceMore(api, () -> new GoneReader(index, sent)));
    } else if (!sent.isEmpty()) {
      listOnceMore(api, () -> new SentReader(sent));
    }
  }

  /**
   * Lists what the space has by now, once more until it shows all that was sent: an answer says
   * what the space means to have, a list what it has.
   */
  private <T> T listOnceMore(SpaceApi api, Supplier<? extends RemoteObjectVisitor<T>> readers) {
    ListLag lag = api.listLag();
    while (true) {
      T listed = api.list(spec.folderKey(), readers);
      if (sent.areSeen()) {
        return listed;
      }
      List<String> unseen = sent.unseen(listing);
      if (!lag.await()) {
        throw notListed(unseen, lag.limit());
      }
    }
  }

  private SpaceException notListed(List<String> unseen, String limit) {
    SpaceException failure =
        new SpaceException(
            "The space has taken "
                + unseen.size()
                + " objects that it does not list with what was sent "
                + limit
                + " later, the first of them "
                + unseen.get(0)
                + ": it has lost them, or its lists are older than that. Nothing was deleted. Start"
                + " again, and if it happens again, look at the space.");
    String text = "was sent and acknowledged, but the space does not list it with that content";
    for (String key : unseen) {
      monitor.lost(new ObjectFailure(key, text, failure), sent.length(key));
    }
    return failure;
  }

  /** Without a strict sync it is no failure: what the space has is as old as before, and safe. */
  private void warnOfNothing(RemoteIndex index) {
    if (listing.objects() == 0
        && index.unseenCount() > 0
        && !spec.allowEmpty()
        && monitor.tally().failedCount() == 0) {
      monitor.warn(
          Warning.Code.SOURCE_EMPTY,
          "The source holds no file at all, so that nothing was backed up; the space still holds "
              + index.unseenCount()
              + " objects. Is a disk not mounted?");
    }
  }

  private void sent(String key, FileStamp stamp) {
    boolean isPrivate = stamp.isPosix() && (stamp.permissions() & OTHERS) == 0;
    if (isPrivate && privateFiles.getAndIncrement() == 0) {
      firstPrivate.set(key);
    }
  }

  /** Only of what this run has sent: whoever knows it is not told every night. */
  private void warnOfPermissions() {
    if (privateFiles.get() > 0) {
      monitor.warn(
          Warning.Code.PERMISSIONS_NOT_KEPT,
          "Only their owner may read "
              + privateFiles
              + " of the files that were sent, such as \""
              + firstPrivate
              + "\". A mirror keeps no permissions: a restore makes such files anew, for others to"
              + " read as the umask says. A vault keeps them.");
    }
  }

  private void requireRoom(RemoteIndex index, StatusHeaders space) {
    if (space.freeCapacity() < 0) {
      return;
    }
    long needed = 0;
    for (int number = 0; number < listing.count(); number++) {
      if (!index.contains(listing.key(number))) {
        needed += listing.plannedSize(number);
      }
    }
    space.requireRoom("the new objects", needed);
  }

  private void push(SpaceApi api, RetryAllowance allowance, RemoteIndex index) throws Exception {
    listing.carryOut(
        WorkOrder.of(listing.count(), listing::plannedSize),
        reader ->
            new MirrorWorker(
                spec, api, allowance, index, listing, sent, reader, monitor, this::sent));
  }

  /** Deletes what a further list names: the index keeps no keys. */
  private void deleteWhatIsGone(SpaceApi api, GoneReader listed) {
    Set<String> respelled = spec.dryRun() ? Set.of() : listed.respelled(listing);
    listed.gone.removeIf(
        key ->
            !spec.rules().accepts(pathOf(spec.source(), key), false)
                || listing.unreadable().isUntouchable(key));
    listed.gone.forEach(this::requireSource);
    if (!spec.dryRun() && isHeld(listed)) {
      return;
    }
    Set<String> deleted = new HashSet<>();
    for (String key : listed.gone) {
      cancellation.throwIfCancelled();
      if (spec.dryRun()) {
        monitor.deletionPlanned(key);
        continue;
      }
      if (respelled.contains(key)) {
        monitor.failedOutsideTotals(
            new ObjectFailure(
                key,
                "was not deleted: the space lists it, and not the object just sent whose name is"
                    + " spelled otherwise, so that it may take both for one",
                null));
        continue;
      }
      try {
        api.delete(spec.folderKey() + key);
        monitor.deleted(key);
        deleted.add(key);
      } catch (SpaceException e) {
        cancellation.throwIfCancelled();
        monitor.failedOutsideTotals(
            new ObjectFailure(key, "could not be deleted: " + e.getMessage(), e));
      }
    }
    if (!deleted.isEmpty()) {
      requireGone(api, deleted, listed.goneObjects);
    }
  }

  /**
   * Of a deletion, too, an answer says what the space means to do, and a list what it has done. All
   * that was sent has been seen by now, and nothing relies on a deletion: where no list can be had,
   * nothing has failed but to see that these are gone.
   */
  private void requireGone(SpaceApi api, Set<String> deleted, RemoteIndex contents) {
    ListLag lag = api.listLag();
    Set<String> left = deleted;
    SpaceException unseen;
    do {
      unseen = null;
      try {
        left = api.list(spec.folderKey(), () -> new LeftObjects(deleted, contents));
      } catch (SpaceException e) {
        cancellation.throwIfCancelled();
        unseen = e;
      }
    } while ((unseen != null || !left.isEmpty()) && lag.await());
    String problem =
        unseen == null
            ? "was not deleted: the space has acknowledged that, and "
                + lag.limit()
                + " later its list shows it still"
            : "may not be deleted: the space has acknowledged that, and since then has given no"
                + " list to see it in: "
                + unseen.getMessage();
    for (String key : left) {
      monitor.failedOutsideTotals(new ObjectFailure(key, problem, unseen));
    }
  }

  /** A source that was wiped leaves most of its mirror to be deleted, and so does no day's work. */
  private boolean isHeld(GoneReader listed) {
    int all = listed.index.size();
    long lost = listed.lost();
    boolean stays = !listed.gone.isEmpty() && (hold.isOn() || Losses.areMost(all, lost));
    if (spec.allowMassRemoval() || (!stays && (listed.gone.isEmpty() || hold.isKnown()))) {
      release();
      return false;
    }
    if (!stays) {
      monitor.warn(
          Warning.Code.MEMORY_LOST,
          "Nothing was deleted from the space: the state directory "
              + spec.stateDirectory()
              + " cannot be read, so that nobody knows whether an earlier run has kept something"
              + " that looks like a mistake. "
              + listed.gone.size()
              + " objects are gone from the source; make it readable, or let one run delete them"
              + " with allowMassRemoval (--allow-mass-removal)");
      return true;
    }
    boolean remembered = hold.on();
    monitor.warn(
        Warning.Code.SET_HELD,
        "Nothing was deleted from the space: of its "
            + all
            + " objects "
            + listed.gone.size()
            + " are gone from the source: so many once that it looks like a mistake. Where that is"
            + " meant, let one run delete them with allowMassRemoval (--allow-mass-removal); where"
            + " not, restore"
            + (remembered
                ? ""
                : ". This machine cannot keep that in a state directory: the next run may delete"
                    + " them"));
    return true;
  }

  private void release() {
    if (!hold.off()) {
      monitor.warn(
          Warning.Code.MEMORY_LOST,
          "The state directory "
              + spec.stateDirectory()
              + " cannot be written to: that nothing is to be deleted from the space, as an earlier"
              + " run has found, holds for the next one, too");
    }
  }

  /** A disk that is not mounted leaves an empty folder, and not a wish to delete all. */
  private void requireSource(String key) {
    if (!spec.allowEmpty() && (listing.objects() == 0 || isEmptyAround(key))) {
      throw new SpaceException(
          "What \""
              + key
              + "\" comes from holds no file at all, so that it was not deleted from the space. Is"
              + " a disk not mounted? To empty the space on purpose, say allowEmpty.");
    }
  }

  private boolean isEmptyAround(String key) {
    return listing.parts().stream().anyMatch(part -> part.isAround(key) && part.isEmpty());
  }

  /** The path that the rules know an object by: relative to its folder. */
  private static String pathOf(Source source, String key) {
    if (source instanceof Source.Folder folder && key.startsWith(folder.under())) {
      return key.substring(folder.under().length());
    }
    if (source instanceof Source.All all) {
      for (Source part : all.parts()) {
        String path = pathOf(part, key);
        if (path.length() < key.length()) {
          return path;
        }
      }
    }
    return key;
  }

  @Override
  public void close() {
    listing.close();
  }

  private static final class IndexReader implements RemoteObjectVisitor<RemoteIndex> {
    private final boolean resend;
    private final RemoteIndex index = new RemoteIndex();

    IndexReader(boolean resend) {
      this.resend = resend;
    }

    @Override
    public void visit(
        String key,
        long size,
        long lastModified,
        byte @Nullable [] hash,
        @Nullable String mimeType) {
      if (!mayBeReserved(key)) {
        // What is of unknown content is never the same as what is here.
        index.put(key, size, resend ? null : hash);
      }
    }

    @Override
    public long held() {
      return index.held();
    }

    @Override
    public RemoteIndex result() {
      return index;
    }
  }

  /** Looks whether a list shows all that was sent. */
  private record SentReader(SentObjects sent) implements RemoteObjectVisitor<SentObjects> {
    @Override
    public void visit(
        String key,
        long size,
        long lastModified,
        byte @Nullable [] hash,
        @Nullable String mimeType) {
      sent.listed(key, size, hash);
    }

    @Override
    public SentObjects result() {
      return sent;
    }
  }

  /** A list may name an object twice; it is deleted once. */
  private static final class GoneReader implements RemoteObjectVisitor<GoneReader> {
    /** What a map's entry takes, with the text of a hash. */
    private static final int ENTRY = 160;

    private final RemoteIndex index;
    private final SentObjects sent;
    private final RemoteIndex added = new RemoteIndex();
    private final Set<String> gone = new LinkedHashSet<>();
    private final RemoteIndex goneObjects = new RemoteIndex();

    /** The contents of those, and of all others, where most may be lost; empty for unknown ones. */
    private final Map<String, String> goneContents = new HashMap<>();

    private final Set<String> contents = new HashSet<>();
    private final boolean comparing;
    private long keyBytes;

    GoneReader(RemoteIndex index, SentObjects sent) {
      this.index = index;
      this.sent = sent;
      comparing = Losses.areMost(index.size(), index.unseenCount());
    }

    @Override
    public void visit(
        String key,
        long size,
        long lastModified,
        byte @Nullable [] hash,
        @Nullable String mimeType) {
      if (mayBeReserved(key)) {
        return;
      }
      sent.listed(key, size, hash);
      if (!index.contains(key)) {
        added.put(key, size, hash);
      } else if (!key.isEmpty() && index.isUnseen(key)) {
        // Without a key it would be the folder itself that is deleted.
        if (gone.add(key)) {
          keyBytes += Heap.charsOf(key);
        }
        goneObjects.put(key, size, hash);
        if (comparing) {
          goneContents.put(key, text(hash));
        }
        return;
      }
      if (comparing) {
        contents.add(text(hash));
      }
    }

    private static String text(byte @Nullable [] hash) {
      return hash == null ? "" : HexFormat.of().formatHex(hash);
    }

    @Override
    public long held() {
      long entries = (long) gone.size() + goneContents.size() + contents.size();
      long indexes = index.held() + added.held() + goneObjects.held();
      return indexes + keyBytes + ENTRY * entries;
    }

    @Override
    public GoneReader result() {
      return this;
    }

    /** How many of those that are gone have a content that no object of the source has. */
    long lost() {
      contents.remove("");
      return gone.stream().filter(key -> !contents.contains(goneContents.get(key))).count();
    }

    /** What seems gone and may be what was just sent: that is not listed as it was spelled. */
    Set<String> respelled(SourceListing work) {
      Map<String, String> spellings = new HashMap<>();
      gone.forEach(key -> spellings.put(FOLDING.fold(key), key));
      Set<String> respelled = new HashSet<>();
      for (int number = 0; number < work.count(); number++) {
        String key = work.key(number);
        if (!index.contains(key) && !added.contains(key)) {
          String spelling = spellings.get(FOLDING.fold(key));
          if (spelling != null) {
            respelled.add(spelling);
          }
        }
      }
      return respelled;
    }
  }
}
