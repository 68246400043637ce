package io.spaces.client.internal.vault;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SnapshotNotFoundException;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.error.UnexpectedVaultException;
import io.spaces.client.internal.memory.Heap;
import io.spaces.client.internal.vault.format.Keys;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.snapshot.DamagedSnapshot;
import io.spaces.client.snapshot.Snapshot;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A vault's snapshots. A snapshot is edited by writing it anew with a higher revision and only then
 * deleting the old one, so that it exists at every moment.
 */
public final class SnapshotStore {
  private static final Logger log = LoggerFactory.getLogger(SnapshotStore.class);

  /** Newest first; of the same moment, the one of the greater id. */
  static final Comparator<Snapshot> NEWEST_FIRST =
      Comparator.comparing(Snapshot::time).thenComparing(Snapshot::id).reversed();

  private static final Pattern NAME =
      Pattern.compile("([0-9]{8}T[0-9]{6}Z)-([0-9a-f]{16})\\.([0-9]{1,9})");
  private static final int SHORTEST_PREFIX = 4;

  /** How much longer a snapshot may be than it is listed, having been replaced meanwhile. */
  private static final long LEEWAY = 1 << 10;

  /** What is read of one is held several times over for a moment. */
  private static final int TIMES = 8;

  private final SealedObjects objects;
  private final Origins origins;
  private final CachedObjects snapshots;
  private final SeenSnapshots seen;

  SnapshotStore(SealedObjects objects, Origins origins, LocalState state) {
    this(objects, origins, state, state.folder("snapshots"));
  }

  SnapshotStore(SealedObjects objects, Origins origins, LocalState state, LocalState copies) {
    this.objects = objects;
    this.origins = origins;
    this.snapshots = new CachedObjects(objects, copies, Keys.SNAPSHOTS);
    this.seen = new SeenSnapshots(objects, state);
  }

  /** One object of a snapshot. */
  private record Named(
      String name, String time, String id, int revision, long modified, long length) {}

  /**
   * Returns the snapshots, newest first, but for those in the trash.
   *
   * @return all that the space shows
   * @throws IntegrityException when the space no longer shows one that this client has seen and
   *     nobody has deleted, or an earlier revision of it, or one is damaged
   */
  public List<SnapshotRecord> list() {
    return withTrash().stream().filter(record -> !isInTrash(record)).toList();
  }

  /**
   * Returns the snapshots in the trash, newest first.
   *
   * @return all that the space shows
   * @throws IntegrityException as {@link #list}
   */
  public List<SnapshotRecord> trash() {
    return withTrash().stream().filter(SnapshotStore::isInTrash).toList();
  }

  /**
   * Returns the snapshots, also those in the trash, newest first.
   *
   * @param damaged told of those that cannot be read
   * @return all others that the space shows
   * @throws IntegrityException when the space no longer shows one that this client has seen and
   *     nobody has deleted, or an earlier revision of it
   */
  public List<SnapshotRecord> readable(Consumer<? super DamagedSnapshot> damaged) {
    FoundSnapshots all = find(SnapshotStore::fail);
    all.unreadable().forEach(one -> damaged.accept(one.damaged()));
    return all.sound();
  }

  /**
   * Returns all of them, newest first: what those in the trash need must stay, too.
   *
   * @return all that the space shows
   * @throws IntegrityException as {@link #list}
   */
  public List<SnapshotRecord> withTrash() {
    return find(SnapshotStore::fail).all();
  }

  /** Whether a snapshot is in the trash. */
  public static boolean isInTrash(SnapshotRecord record) {
    return record.snapshot().deletedAt() != null;
  }

  /** The same; tells what is wrong, and leaves out what cannot be read. */
  List<SnapshotRecord> list(Consumer<IntegrityException> problems) {
    FoundSnapshots all = find(problems);
    all.unreadable().forEach(one -> problems.accept(one.problem()));
    return all.sound();
  }

  private FoundSnapshots find(Consumer<IntegrityException> problems) {
    return Heap.orFail("What the vault tells of its snapshots", () -> findAll(problems));
  }

  private FoundSnapshots findAll(Consumer<IntegrityException> problems) {
    Map<String, Integer> known = seen.known();
    Set<String> names = new HashSet<>();
    Map<String, Named> there = there(named -> names.add(named.name()));
    seen.compare(known, revisions(there.values()), problems);
    List<SnapshotRecord> found = new ArrayList<>();
    List<FoundSnapshots.Unreadable> unreadable = new ArrayList<>();
    long held = 0;
    for (Named named : there.values()) {
      try {
        Optional<SnapshotRecord> read = read(named);
        read.ifPresent(found::add);
        held += read.map(SnapshotRecord::held).orElse(0L);
        Heap.require("What the vault tells of its snapshots", held);
      } catch (IntegrityException e) {
        log.warn("A snapshot cannot be read: {}", e.getMessage());
        Instant second = Keys.snapshotTime(named.time());
        unreadable.add(new FoundSnapshots.Unreadable(named.id(), second, e));
      }
    }
    found.forEach(origins::require);
    snapshots.retain(names);
    Map<String, Integer> read = new HashMap<>();
    found.forEach(record -> read.put(record.snapshot().id(), record.revision()));
    seen.remember(read);
    found.sort(Comparator.comparing(SnapshotRecord::snapshot, NEWEST_FIRST));
    unreadable.sort(Comparator.comparing(FoundSnapshots.Unreadable::second).reversed());
    return new FoundSnapshots(found, unreadable);
  }

  /**
   * Makes sure that the newest snapshot that can be read was made here.
   *
   * @throws UnexpectedVaultException when it was not
   */
  void requireNewestHere() {
    List<Named> newestFirst = new ArrayList<>(there(named -> {}).values());
    newestFirst.sort(Comparator.comparing(Named::time).reversed());
    for (Named named : newestFirst) {
      try {
        Optional<SnapshotRecord> newest = read(named);
        if (newest.isPresent()) {
          SnapshotRecord unused = origins.require(newest.get());
          return;
        }
      } catch (UnexpectedVaultException e) {
        throw e;
      } catch (IntegrityException e) {
        log.debug("A snapshot cannot be read: {}", e.getMessage());
      }
    }
  }

  /** Forgets which snapshots this client has seen: after the space was set back on purpose. */
  public void acceptRollback() {
    seen.forget();
    // The same revision may be written again, and differently.
    snapshots.retain(Set.of());
  }

  /**
   * Finds a snapshot.
   *
   * @param id its id, or the beginning of it: at least 4 digits that fit no other
   * @return the snapshot
   * @throws SnapshotNotFoundException when there is none, or more than one
   * @throws IntegrityException when the space hides it, or serves an earlier revision of it than
   *     this client has seen, or it is damaged
   */
  public SnapshotRecord get(String id) {
    SnapshotRecord found = origins.require(read(find(id)).orElseThrow(() -> notFound(id, 0)));
    seen.remember(Map.of(found.snapshot().id(), found.revision()));
    return found;
  }

  /** Completes the beginning of an id, without reading the snapshot: it may be damaged. */
  String fullId(String id) {
    return find(id).id();
  }

  private Named find(String id) {
    Predicate<String> fits =
        other -> other.equals(id) || (id.length() >= SHORTEST_PREFIX && other.startsWith(id));
    Map<String, Integer> known = seen.known();
    known.keySet().removeIf(fits.negate());
    Map<String, Named> there = there(named -> {});
    there.keySet().removeIf(fits.negate());
    seen.compare(known, revisions(there.values()), SnapshotStore::fail);
    if (there.size() != 1) {
      throw notFound(id, there.size());
    }
    return there.values().iterator().next();
  }

  private static SnapshotNotFoundException notFound(String id, int fitting) {
    return new SnapshotNotFoundException(
        (fitting == 0
                ? "No snapshot of this vault has the id " + id
                : "The id " + id + " fits " + fitting + " snapshots of this vault")
            + "; list them to see their ids.");
  }

  private static void fail(IntegrityException problem) {
    throw problem;
  }

  /**
   * Finds the newest snapshot of a set that is not from the future, since a clock was wrong then.
   * If there is none, and no time was asked for, the newest one that is; and if none is complete,
   * the newest incomplete one.
   *
   * @param wanted which set, which time, and whether it may be incomplete
   * @param now the present
   * @return empty when there is none
   * @throws InvalidParameterException when no set is named and there are several
   * @throws SnapshotNotFoundException when there is no such set
   * @throws IntegrityException when the space hides one, or when one that may be it cannot be read
   *     and is not to be passed over
   */
  public Optional<Chosen> choose(Wanted wanted, Instant now) {
    return find(SnapshotStore::fail).withoutTrash().choose(wanted, now);
  }

  /**
   * What a set ends with before another snapshot is made.
   *
   * @param id the id of its newest snapshot, or null
   * @param whole its newest complete one outside the trash; where there is none, the newest
   *     incomplete one, or null
   */
  record Last(@Nullable String id, @Nullable SnapshotRecord whole) {}

  /**
   * Finds what a set ends with. Those that are damaged are passed over: none keeps another from
   * being made.
   *
   * @param damaged told of those that may be its newest
   */
  Last last(String set, Consumer<? super DamagedSnapshot> damaged) {
    Map<String, List<Named>> bySecond = new TreeMap<>(Comparator.reverseOrder());
    for (Named named : there(each -> {}).values()) {
      bySecond.computeIfAbsent(named.time(), second -> new ArrayList<>()).add(named);
    }
    String id = null;
    SnapshotRecord incomplete = null;
    for (List<Named> second : bySecond.values()) {
      boolean mayBeNewest = id == null;
      for (SnapshotRecord record : ofSet(set, second, mayBeNewest ? damaged : known -> {})) {
        id = id == null ? record.snapshot().id() : id;
        if (!isInTrash(record)) {
          if (record.snapshot().complete()) {
            return new Last(id, record);
          }
          incomplete = incomplete == null ? record : incomplete;
        }
      }
    }
    return new Last(id, incomplete);
  }

  private List<SnapshotRecord> ofSet(
      String set, List<Named> second, Consumer<? super DamagedSnapshot> damaged) {
    List<SnapshotRecord> records = new ArrayList<>();
    for (Named named : second) {
      try {
        read(named).filter(record -> record.snapshot().set().equals(set)).ifPresent(records::add);
      } catch (IntegrityException e) {
        damaged.accept(
            new DamagedSnapshot(
                named.id(), Keys.snapshotTime(named.time()), String.valueOf(e.getMessage())));
      }
    }
    records.forEach(origins::require);
    records.sort(Comparator.comparing(SnapshotRecord::snapshot, NEWEST_FIRST));
    return records;
  }

  /** Writes a snapshot, and returns how long it is. It exists once a list shows it. */
  long write(SnapshotRecord record) {
    return snapshots.put(name(record), objects.padded(record.write(), (byte) ' '));
  }

  /**
   * Waits until a list shows a snapshot that was written, and remembers to have seen it.
   *
   * @param length what {@link #write} has returned
   * @return the list
   */
  List<StoredObject> confirm(SnapshotRecord record, long length) {
    List<StoredObject> listed =
        ListedObjects.await(objects.store(), Keys.SNAPSHOTS, Map.of(record.key(), length));
    seen.remember(Map.of(record.snapshot().id(), record.revision()));
    return listed;
  }

  /** Takes back what was just written. */
  void remove(SnapshotRecord record) {
    seen.announceDeletion(Set.of(record.snapshot().id()));
    snapshots.delete(name(record));
  }

  /** Replaces what users see of a snapshot. */
  void replace(SnapshotRecord record, Snapshot changed) {
    SnapshotRecord next = record.edited(changed);
    long length;
    try {
      length = write(next);
    } catch (SpaceUnavailableException e) {
      if (changed.deletedAt() == null) {
        throw e;
      }
      // A full space takes no new object, but lets this one be replaced: it is to go anyway.
      SnapshotRecord same = record.replaced(changed);
      confirm(same, write(same));
      return;
    }
    for (Named old : names(confirm(next, length))) {
      if (old.id().equals(changed.id()) && old.revision() < next.revision()) {
        snapshots.delete(old.name());
      }
    }
  }

  /** Deletes snapshots, having said so first: other clients then know that nobody hides them. */
  void delete(Set<String> ids) {
    if (ids.isEmpty()) {
      return;
    }
    seen.announceDeletion(ids);
    // The highest revision last: while it is there the snapshot is as it was last seen.
    names().stream()
        .filter(named -> ids.contains(named.id()))
        .sorted(Comparator.comparingInt(Named::revision))
        .forEach(named -> snapshots.delete(named.name()));
  }

  SeenSnapshots seen() {
    return seen;
  }

  private static Map<String, Integer> revisions(Collection<Named> all) {
    Map<String, Integer> revisions = new HashMap<>();
    all.forEach(named -> revisions.put(named.id(), named.revision()));
    return revisions;
  }

  private static String name(SnapshotRecord record) {
    return record.key().substring(Keys.SNAPSHOTS.length());
  }

  /** The highest revision of each snapshot, by its id. */
  private Map<String, Named> there(Consumer<Named> each) {
    Map<String, Named> there = new HashMap<>();
    for (Named named : names()) {
      each.accept(named);
      there.merge(named.id(), named, (a, b) -> a.revision() > b.revision() ? a : b);
    }
    return there;
  }

  /** When the space says that it stored each snapshot's last revision, in its milliseconds. */
  Map<String, Long> modified() {
    Map<String, Long> modified = new HashMap<>();
    there(named -> {}).forEach((id, named) -> modified.put(id, named.modified()));
    return modified;
  }

  /** The keys of all objects of snapshots. */
  Set<String> keys() {
    Set<String> keys = new HashSet<>();
    names().forEach(named -> keys.add(Keys.SNAPSHOTS + named.name()));
    return keys;
  }

  private List<Named> names() {
    return names(objects.store().list(Keys.SNAPSHOTS));
  }

  private static List<Named> names(List<StoredObject> listed) {
    List<Named> names = new ArrayList<>();
    for (StoredObject object : listed) {
      Matcher matcher = NAME.matcher(object.name());
      if (matcher.matches()) {
        int revision = Integer.parseInt(matcher.group(3));
        names.add(
            new Named(
                object.name(),
                matcher.group(1),
                matcher.group(2),
                revision,
                object.modifiedMillis(),
                object.size()));
      }
    }
    return names;
  }

  /** How long a snapshot's object can be; one that goes to the trash of a full space grows. */
  private static long longest(Named named) {
    long known = named.length() < 0 ? SnapshotRecord.MAX_LENGTH : named.length() + LEEWAY;
    return Math.min(known, Heap.share() / TIMES);
  }

  /**
   * Reads a snapshot; empty when it was deleted since it was listed. One that is listed and not
   * there is lost: what it needs must not be taken for needless.
   */
  private Optional<SnapshotRecord> read(Named named) {
    Optional<SnapshotRecord> read =
        snapshots.get(
            named.name(),
            longest(named),
            in -> SnapshotRecord.read(in.readNBytes(SnapshotRecord.MAX_LENGTH)));
    if (read.isPresent()) {
      if (!name(read.get()).equals(named.name())) {
        throw SealedObjects.broken(
            Keys.SNAPSHOTS + named.name() + " holds another snapshot",
            new IOException("wrong name"));
      }
      return read;
    }
    Named now = there(other -> {}).get(named.id());
    if (now == null) {
      return Optional.empty();
    }
    if (now.revision() <= named.revision()) {
      throw SealedObjects.broken(
          Keys.SNAPSHOTS + now.name() + " is listed, but is not there",
          new FileNotFoundException(now.name()));
    }
    return read(now);
  }
}
