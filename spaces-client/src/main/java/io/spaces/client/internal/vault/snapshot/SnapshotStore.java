package io.spaces.client.internal.vault.snapshot;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SnapshotNotFoundException;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.internal.disk.LocalState;
import io.spaces.client.internal.memory.Heap;
import io.spaces.client.internal.protocol.object.ListLag;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.object.CachedObjects;
import io.spaces.client.internal.vault.object.ListedObject;
import io.spaces.client.internal.vault.object.ListedObjects;
import io.spaces.client.internal.vault.object.Memory;
import io.spaces.client.internal.vault.object.SealedObjects;
import io.spaces.client.snapshot.DamagedSnapshot;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.transfer.Warning;
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
import java.util.TreeSet;
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

  /** In how many snapshots it is looked for where a vault belongs. */
  private static final int LOOKED_AT = 20;

  /** Of how many of them the space may fail to serve any. */
  private static final int UNSERVED = 3;

  /** How much longer, at least, a snapshot may be than listed, having been replaced meanwhile. */
  private static final long LEEWAY = 1 << 10;

  /** What is read of one is held several times over for a moment. */
  private static final int TIMES = 8;

  /** How many snapshots a warning names. */
  private static final int NAMED = 10;

  private final SealedObjects objects;
  private final Origins origins;
  private final CachedObjects snapshots;
  private final SeenSnapshots seen;
  private final Memory forks;
  private final LocalState state;

  public SnapshotStore(SealedObjects objects, Origins origins, LocalState state) {
    this(objects, origins, state, state.folder("snapshots"));
  }

  public SnapshotStore(
      SealedObjects objects, Origins origins, LocalState state, LocalState copies) {
    this.objects = objects;
    this.origins = origins;
    this.snapshots = new CachedObjects(objects, copies, ObjectNames.SNAPSHOTS);
    this.seen = new SeenSnapshots(objects, state);
    this.forks = new Memory(objects, state, "forks");
    this.state = state;
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
    FoundSnapshots all = look();
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
    return look().all();
  }

  /**
   * Makes sure that none is missing, of those that this machine has seen and of those that others
   * continue: what they need must not be taken for needless.
   *
   * @throws IntegrityException as {@link #readable}, and when one is missing, or one is back of
   *     whose deletion the space knows nothing any more
   */
  public FoundSnapshots requireAll() {
    FoundSnapshots all = find(SnapshotStore::fail);
    all.missing().ifPresent(SnapshotStore::fail);
    requireNoted(all.returned());
    return all;
  }

  /**
   * Notes stay in a vault: a deletion that only this machine remembers was undone with the whole
   * space, and perhaps for the sake of what was deleted.
   */
  private void requireNoted(Set<String> returned) {
    if (returned.isEmpty()) {
      return;
    }
    Set<String> unnoted = new TreeSet<>(returned);
    unnoted.removeAll(seen.deletions().noted());
    if (!unnoted.isEmpty()) {
      throw new IntegrityException(
          "The space shows "
              + some(unnoted)
              + " again, which this machine remembers as deleted for good, and no note of that: the"
              + " space was set back to an earlier state. Nothing is pruned meanwhile. Delete it"
              + " once more if it is to go"
              + SeenSnapshots.ON_PURPOSE
              + ", and this one, too",
          null);
    }
  }

  /** Finds all; that one is missing which another continues is a warning. */
  private FoundSnapshots look() {
    FoundSnapshots all = find(SnapshotStore::fail);
    all.missing().ifPresent(this::warnOfMissing);
    return all;
  }

  private void warnOfMissing(IntegrityException problem) {
    warn(Warning.Code.SNAPSHOTS_MISSING, String.valueOf(problem.getMessage()));
  }

  private void warn(Warning.Code code, String text) {
    state.warnings().tell(new Warning(code, text));
  }

  /** Whether a snapshot is in the trash. */
  public static boolean isInTrash(SnapshotRecord record) {
    return record.snapshot().deletedAt() != null;
  }

  /** The same; tells what is wrong, and leaves out what cannot be read. */
  public List<SnapshotRecord> list(Consumer<IntegrityException> problems) {
    FoundSnapshots all = find(problems);
    all.missing().ifPresent(problems);
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
    Set<String> listed = Set.copyOf(there.keySet());
    Set<String> deleted = listed.isEmpty() ? Set.of() : seen.deletions().deleted(new TreeSet<>());
    Set<String> returned = leaveOut(deleted, there);
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
        Instant second = ObjectNames.snapshotTime(named.time());
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
    tellOfForks(found);
    Map<String, String> missing = missing(found, listed, deleted);
    missing.keySet().removeAll(known.keySet()); // of which that was told
    return new FoundSnapshots(found, unreadable, returned, missing);
  }

  /**
   * Makes sure that the newest snapshot that says where it was made was made here. Those of earlier
   * clients do not say it, so that it may be one before them. Some that the space does not serve
   * are passed over, and told: each costs as much time as the idle time and retries take.
   *
   * @throws io.spaces.client.error.UnexpectedVaultException when it was not
   */
  public void requireNewestHere() {
    List<Named> newestFirst = new ArrayList<>(there(named -> {}).values());
    newestFirst.sort(Comparator.comparing(Named::time).reversed());
    Map<String, String> unserved = new TreeMap<>();
    for (Named named : newestFirst.subList(0, Math.min(newestFirst.size(), LOOKED_AT))) {
      Optional<SnapshotRecord> found = Optional.empty();
      try {
        found = read(named);
      } catch (IntegrityException e) {
        log.debug("A snapshot cannot be read: {}", e.getMessage());
      } catch (SpaceException e) {
        objects.requireReachable();
        unserved.put(named.id(), String.valueOf(e.getMessage()));
      }
      if (found.map(origins::require).map(SnapshotRecord::place).isPresent()
          || unserved.size() == UNSERVED) {
        break;
      }
    }
    if (!unserved.isEmpty()) {
      warn(
          Warning.Code.DAMAGED_SNAPSHOTS,
          "The space fails to serve "
              + some(unserved.keySet())
              + ", of the newest there are, so that these do not tell whether the vault belongs"
              + " here; what the others say was followed: "
              + unserved.values().iterator().next());
    }
  }

  /**
   * Leaves out what was deleted for good, and returns what of it the space serves: lists may be
   * late.
   */
  private Set<String> leaveOut(Set<String> deleted, Map<String, Named> there) {
    Set<String> returned = new TreeSet<>();
    for (Named named : List.copyOf(there.values())) {
      if (deleted.contains(named.id())) {
        there.remove(named.id());
        if (isServed(named)) {
          returned.add(named.id());
        }
      }
    }
    if (!returned.isEmpty()) {
      warn(
          Warning.Code.SNAPSHOTS_RETURNED,
          "The space shows "
              + some(returned)
              + " again, or still, deleted for good before: it brings back what was deleted, or"
              + " somebody was interrupted while deleting. It is left out, and goes with the next"
              + " pruning; until then its id restores it, as far as its content is there");
    }
    return returned;
  }

  private boolean isServed(Named named) {
    try {
      return objects.get(ObjectNames.SNAPSHOTS + named.name(), in -> true).isPresent();
    } catch (IntegrityException e) {
      log.info("A deleted snapshot is listed and not served: {}", e.getMessage());
    } catch (SpaceConnectionException | SpaceResponseException e) {
      objects.requireReachable();
      log.info("A deleted snapshot is listed and not served: {}", e.getMessage());
    }
    return false;
  }

  /**
   * The parents that are neither there nor deleted: their ids, and the id of one that continues
   * each. Lists of two folders are of two moments, and each may be late: what is missing is missing
   * from one list of everything, too, which shows what continues it.
   */
  private Map<String, String> missing(
      List<SnapshotRecord> records, Set<String> listed, Set<String> deleted) {
    Map<String, String> missing = Lineage.missing(records, listed);
    missing.keySet().removeAll(deleted);
    if (!missing.isEmpty()) {
      missing.keySet().removeAll(seen.deletions().deleted(new TreeSet<>()));
    }
    if (!missing.isEmpty()) {
      List<ListedObject> all = objects.store().list("");
      Set<String> ids = new HashSet<>();
      names(all).forEach(named -> ids.add(named.id()));
      missing.keySet().removeAll(ids);
      missing.keySet().removeAll(seen.deletions().deleted(all, new TreeSet<>()));
      missing.values().retainAll(ids);
    }
    return missing;
  }

  private void tellOfForks(List<SnapshotRecord> found) {
    if (!state.isKept()) {
      return; // it would be told again and again
    }
    Set<String> known = new TreeSet<>(forks.lines());
    Set<String> before = Set.copyOf(known);
    for (Lineage.Fork fork : Lineage.forks(found)) {
      if (known.addAll(fork.children())) {
        warn(
            Warning.Code.SNAPSHOTS_FORKED,
            "The snapshots "
                + names(fork.children())
                + (fork.set().isEmpty() ? "" : " of the set " + SetName.list(List.of(fork.set())))
                + " continue the same one, "
                + fork.parent()
                + ": machines have backed it up at the same time, or one of them was shown an"
                + " earlier state of the space. This is told once");
      }
    }
    if (!known.equals(before)) {
      forks.keep(known);
    }
  }

  /** Names a few. */
  static String some(Collection<String> ids) {
    return (ids.size() == 1 ? "the snapshot " : "the snapshots ") + names(ids);
  }

  private static String names(Collection<String> ids) {
    return ids.stream().limit(NAMED).collect(joining(", "))
        + (ids.size() > NAMED ? " and " + (ids.size() - NAMED) + " more" : "");
  }

  /**
   * Forgets which snapshots this client has seen, and notes for all clients that those are deleted
   * which others continue and which are not there: after the space was set back on purpose. Should
   * one come back later, the next pruning removes it. What is remembered as deleted and is back
   * without a note of that is there again. From now on this machine takes what is there for all
   * that was ever made.
   */
  public void acceptRollback() {
    seen.forget();
    // The same revision may be written again, and differently.
    snapshots.retain(Set.of());
    Set<String> missing = find(problem -> {}).missingIds();
    if (!missing.isEmpty()) {
      seen.announceDeletion(missing);
    }
    seen.noteBeginning();
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
    Named named = find(id);
    SnapshotRecord found = origins.require(read(named).orElseThrow(() -> notFound(id, 0)));
    if (isLeftOut(named.id())) {
      Set<String> unused = leaveOut(Set.of(named.id()), new HashMap<>(Map.of(named.id(), named)));
    } else {
      seen.remember(Map.of(found.snapshot().id(), found.revision()));
    }
    return found;
  }

  /**
   * The same for one that is to be changed: what was deleted for good cannot be.
   *
   * @throws SpaceException when it was
   */
  public SnapshotRecord toChange(String id) {
    SnapshotRecord found = get(id);
    if (isDeleted(found.snapshot().id())) {
      throw new SpaceException(
          "The snapshot "
              + found.snapshot().id()
              + " was deleted for good, and nothing of it can be changed. Restore it by its id, if"
              + " its content is still wanted, and back that up");
    }
    return found;
  }

  /**
   * Whether it was deleted for good, although the space shows it. The notes are asked each time:
   * another machine may have deleted what this one knows.
   */
  public boolean isDeleted(String id) {
    return seen.deletions().deleted(new TreeSet<>()).contains(id);
  }

  /** The same for one that is only read: of what is known here no note is looked for. */
  private boolean isLeftOut(String id) {
    return seen.deletions().remembered().contains(id)
        || (!seen.known().containsKey(id) && isDeleted(id));
  }

  /** Completes the beginning of an id, without reading the snapshot: it may be damaged. */
  public String fullId(String id) {
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
  public Optional<Chosen> choose(SnapshotSelector wanted, Instant now) {
    return look().withoutTrash().choose(wanted, now);
  }

  /**
   * What a set ends with before another snapshot is made.
   *
   * @param id the id of its newest snapshot, or null
   * @param whole its newest complete one outside the trash; where there is none, the newest
   *     incomplete one, or null
   */
  public record Last(@Nullable String id, @Nullable SnapshotRecord whole) {}

  /**
   * Finds what a set ends with. Those that are damaged are passed over: none keeps another from
   * being made.
   *
   * @param damaged told of those that may be its newest
   */
  public Last last(String set, Consumer<? super DamagedSnapshot> damaged) {
    Map<String, Integer> known = seen.known();
    Map<String, Named> there = there(each -> {});
    seen.compare(known, revisions(there.values()), this::warnOfMissing);
    Set<String> listed = Set.copyOf(there.keySet());
    Set<String> deleted =
        known.keySet().containsAll(listed)
            ? seen.deletions().remembered()
            : seen.deletions().deleted(new TreeSet<>());
    Set<String> unused = leaveOut(deleted, there);
    List<SnapshotRecord> read = new ArrayList<>();
    Last last = last(set, there, read, damaged);
    Map<String, String> missing = missing(read, listed, deleted);
    missing.keySet().removeAll(known.keySet()); // of which that was told
    FoundSnapshots.missing(missing).ifPresent(this::warnOfMissing);
    return last;
  }

  private Last last(
      String set,
      Map<String, Named> there,
      List<SnapshotRecord> read,
      Consumer<? super DamagedSnapshot> damaged) {
    Map<String, List<Named>> bySecond = new TreeMap<>(Comparator.reverseOrder());
    for (Named named : there.values()) {
      bySecond.computeIfAbsent(named.time(), second -> new ArrayList<>()).add(named);
    }
    String id = null;
    SnapshotRecord incomplete = null;
    for (List<Named> second : bySecond.values()) {
      boolean mayBeNewest = id == null;
      for (SnapshotRecord record : ofSet(set, second, mayBeNewest ? damaged : one -> {})) {
        read.add(record);
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
                named.id(),
                ObjectNames.snapshotTime(named.time()),
                String.valueOf(e.getMessage())));
      }
    }
    records.forEach(origins::require);
    records.sort(Comparator.comparing(SnapshotRecord::snapshot, NEWEST_FIRST));
    return records;
  }

  /** Writes a snapshot, and returns how long it is. It exists once a list shows it. */
  public long write(SnapshotRecord record) {
    return snapshots.put(name(record), objects.padded(record.write(), (byte) ' '));
  }

  /**
   * Waits until a list shows a snapshot that was written, and remembers to have seen it.
   *
   * @param length what {@link #write} has returned
   * @return the list
   */
  public List<ListedObject> confirm(SnapshotRecord record, long length) {
    List<ListedObject> listed =
        ListedObjects.await(objects.store(), ObjectNames.SNAPSHOTS, Map.of(record.key(), length));
    seen.remember(Map.of(record.snapshot().id(), record.revision()));
    return listed;
  }

  /** Takes back what was just written. */
  public void remove(SnapshotRecord record) {
    seen.announceDeletion(Set.of(record.snapshot().id()));
    snapshots.delete(name(record));
  }

  /** Replaces what users see of a snapshot. */
  public void replace(SnapshotRecord record, Snapshot changed) {
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
  public void delete(Set<String> ids) {
    if (ids.isEmpty()) {
      return;
    }
    List<Named> there = names().stream().filter(named -> ids.contains(named.id())).toList();
    if (!there.stream().map(Named::id).collect(toSet()).containsAll(ids)) {
      // What it needs is to go next: who does not delete it now would leave a ruin.
      throw new IntegrityException(
          "A snapshot that is to be deleted was there at first and then was not. It was not"
              + " deleted, nor what it needs; try again, and see what verify finds",
          null);
    }
    seen.announceDeletion(ids);
    // The highest revision last: while it is there the snapshot is as it was last seen.
    there.stream()
        .sorted(Comparator.comparingInt(Named::revision))
        .forEach(named -> snapshots.delete(named.name()));
    awaitEndOf(ids);
  }

  /** What they need goes only when they are gone: of those that a space keeps, ruins would stay. */
  private void awaitEndOf(Set<String> ids) {
    ListLag lag = objects.store().listLag();
    while (names().stream().anyMatch(named -> ids.contains(named.id()))) {
      if (!lag.await()) {
        throw new SpaceException(
            "The space has acknowledged that a snapshot is deleted, and lists it still "
                + lag.limit()
                + " later: it has not deleted it, or its lists are older than that. What it needs"
                + " was not deleted. Start again, and if it happens again, look at the space");
      }
    }
  }

  public SeenSnapshots seen() {
    return seen;
  }

  private static Map<String, Integer> revisions(Collection<Named> all) {
    Map<String, Integer> revisions = new HashMap<>();
    all.forEach(named -> revisions.put(named.id(), named.revision()));
    return revisions;
  }

  private static String name(SnapshotRecord record) {
    return record.key().substring(ObjectNames.SNAPSHOTS.length());
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
  public Map<String, Long> modified() {
    Map<String, Long> modified = new HashMap<>();
    there(named -> {}).forEach((id, named) -> modified.put(id, named.modified()));
    return modified;
  }

  /** The keys of all objects of snapshots. */
  public Set<String> keys() {
    Set<String> keys = new HashSet<>();
    names().forEach(named -> keys.add(ObjectNames.SNAPSHOTS + named.name()));
    return keys;
  }

  private List<Named> names() {
    return names(objects.store().list(ObjectNames.SNAPSHOTS));
  }

  private static List<Named> names(List<ListedObject> listed) {
    List<Named> names = new ArrayList<>();
    for (ListedObject object : listed) {
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
    long step = Math.max(LEEWAY, named.length() / 8); // more than lengths are rounded up by
    long known = named.length() < 0 ? SnapshotRecord.MAX_LENGTH : named.length() + step;
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
            ObjectNames.SNAPSHOTS + named.name() + " holds another snapshot",
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
          ObjectNames.SNAPSHOTS + now.name() + " is listed, but is not there",
          new FileNotFoundException(now.name()));
    }
    return read(now);
  }
}
