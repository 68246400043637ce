package io.spaces.client.internal.vault;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SnapshotNotFoundException;
import io.spaces.client.internal.vault.format.Keys;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.snapshot.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A vault's snapshots. The description and the expiry of a snapshot are changed by writing it anew
 * with a higher revision and only then deleting the old one, so that it exists at every moment.
 */
public final class SnapshotStore {
  /** Newest first; of the same moment, the one of the greater id. */
  static final Comparator<Snapshot> NEWEST_FIRST =
      Comparator.comparing(Snapshot::time).thenComparing(Snapshot::id).reversed();

  private static final Pattern NAME =
      Pattern.compile("[0-9]{8}T[0-9]{6}Z-([0-9a-f]{16})\\.([0-9]{1,9})");
  private static final int SHORTEST_PREFIX = 4;

  private final SealedObjects objects;
  private final CachedObjects snapshots;
  private final SeenSnapshots seen;

  SnapshotStore(SealedObjects objects, LocalState state) {
    this.objects = objects;
    this.snapshots = new CachedObjects(objects, state.folder("snapshots"), Keys.SNAPSHOTS);
    this.seen = new SeenSnapshots(objects, state);
  }

  /** One object of a snapshot. */
  private record Named(String name, String id, int revision) {}

  /**
   * Returns all snapshots, newest first.
   *
   * @return all that the space shows
   * @throws IntegrityException when the space no longer shows one that this client has seen and
   *     nobody has deleted, or one is damaged
   */
  public List<SnapshotRecord> list() {
    List<SnapshotRecord> all = listUnchecked();
    Set<String> ids = new HashSet<>();
    all.forEach(found -> ids.add(found.snapshot().id()));
    List<String> hidden = seen.missing(ids);
    if (!hidden.isEmpty()) {
      throw new IntegrityException(
          "The space no longer shows the vault's snapshot "
              + String.join(", ", hidden)
              + ", which this client has seen and nobody has deleted: the space was set back to an"
              + " earlier state, or hides it",
          null);
    }
    seen.remember(ids);
    return all;
  }

  /**
   * Returns all snapshots without comparing them with those that this client has seen.
   *
   * @return all that the space shows, newest first
   */
  public List<SnapshotRecord> listUnchecked() {
    Map<String, Named> newest = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (Named named : names()) {
      names.add(named.name());
      newest.merge(named.id(), named, (a, b) -> a.revision() > b.revision() ? a : b);
    }
    List<SnapshotRecord> found = new ArrayList<>();
    for (Named named : newest.values()) {
      read(named).ifPresent(found::add);
    }
    snapshots.retain(names);
    found.sort(Comparator.comparing(SnapshotRecord::snapshot, NEWEST_FIRST));
    return found;
  }

  /** Forgets which snapshots this client has seen: after the space was set back on purpose. */
  public void acceptRollback() {
    seen.forget();
  }

  /**
   * Finds a snapshot.
   *
   * @param id its id, or the beginning of it: at least 4 digits that fit no other
   * @return the snapshot
   * @throws SnapshotNotFoundException when there is none, or more than one
   */
  public SnapshotRecord get(String id) {
    Map<String, Named> named = new HashMap<>();
    for (Named candidate : names()) {
      boolean same = candidate.id().equals(id);
      if (same || (id.length() >= SHORTEST_PREFIX && candidate.id().startsWith(id))) {
        named.merge(candidate.id(), candidate, (x, y) -> x.revision() > y.revision() ? x : y);
      }
    }
    List<SnapshotRecord> fitting = new ArrayList<>();
    for (Named candidate : named.values()) {
      read(candidate).ifPresent(fitting::add);
    }
    if (fitting.size() != 1) {
      throw new SnapshotNotFoundException(
          (fitting.isEmpty()
                  ? "No snapshot of this vault has the id " + id
                  : "The id " + id + " fits " + fitting.size() + " snapshots of this vault")
              + "; list them to see their ids.");
    }
    return fitting.get(0);
  }

  /**
   * Finds the newest snapshot: the newest complete one that is not from the future, since a clock
   * was wrong then; if there is none, the newest complete one; if there is none, the newest.
   *
   * @param now the present
   * @return empty when the vault has none
   */
  public Optional<SnapshotRecord> newest(Instant now) {
    List<SnapshotRecord> all = list();
    List<SnapshotRecord> complete =
        all.stream().filter(found -> found.snapshot().complete()).toList();
    return complete.stream()
        .filter(found -> !found.snapshot().time().isAfter(now))
        .findFirst()
        .or(() -> complete.stream().findFirst())
        .or(() -> all.stream().findFirst());
  }

  @Nullable String newestId() {
    return listUnchecked().stream().findFirst().map(found -> found.snapshot().id()).orElse(null);
  }

  /** Writes a snapshot: from now on it exists. */
  void write(SnapshotRecord record) {
    snapshots.put(name(record), record.write());
    seen.remember(Set.of(record.snapshot().id()));
  }

  /** Takes back what was just written. */
  void remove(SnapshotRecord record) {
    seen.announceDeletion(Set.of(record.snapshot().id()));
    snapshots.delete(name(record));
  }

  /** Replaces a snapshot's description and expiry. */
  void replace(SnapshotRecord record, Snapshot changed) {
    SnapshotRecord next = new SnapshotRecord(changed, record.revision() + 1, record.entries());
    snapshots.put(name(next), next.write());
    for (Named old : names()) {
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

  private static String name(SnapshotRecord record) {
    return record.key().substring(Keys.SNAPSHOTS.length());
  }

  private List<Named> names() {
    List<Named> names = new ArrayList<>();
    for (StoredObject object : objects.store().list(Keys.SNAPSHOTS)) {
      Matcher matcher = NAME.matcher(object.name());
      if (matcher.matches()) {
        names.add(new Named(object.name(), matcher.group(1), Integer.parseInt(matcher.group(2))));
      }
    }
    return names;
  }

  private Optional<SnapshotRecord> read(Named named) {
    Optional<SnapshotRecord> read =
        snapshots.get(
            named.name(), in -> SnapshotRecord.read(in.readNBytes(SnapshotRecord.MAX_LENGTH)));
    if (read.isPresent() && !name(read.get()).equals(named.name())) {
      throw SealedObjects.broken(
          Keys.SNAPSHOTS + named.name() + " holds another snapshot",
          new java.io.IOException("wrong name"));
    }
    return read;
  }
}
