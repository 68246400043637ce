package io.spaces.client.examples.console;

import io.spaces.client.Snapshots;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.snapshot.DamagedSnapshot;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.transfer.TransferProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All backups there are: what runs, what the vault holds, and what has failed. Safe for use by
 * several threads.
 */
final class Backups implements BackupJobListener {
  /** Others may back up into the vault, too. */
  private static final Duration FRESH = Duration.ofSeconds(20);

  private final Snapshots snapshots;
  private final Map<String, DamagedSnapshot> damaged;
  private final Ledger ledger;
  private final Events events;
  private final Function<String, String> label;
  private final Map<String, BackupJob> open = new ConcurrentHashMap<>();
  private final Map<String, TransferProgress> progress = new ConcurrentHashMap<>();
  private @Nullable List<Snapshot> known;
  private Instant knownSince = Instant.EPOCH;

  /**
   * What there is.
   *
   * @param snapshots what passes over damaged ones
   * @param damaged where these are told, by their ids
   */
  Backups(
      Snapshots snapshots,
      Map<String, DamagedSnapshot> damaged,
      Ledger ledger,
      Events events,
      Function<String, String> label) {
    this.snapshots = snapshots;
    this.damaged = damaged;
    this.ledger = ledger;
    this.events = events;
    this.label = label;
  }

  @Override
  public void started(BackupPlan plan, BackupJob job) {
    open.put(job.id(), job);
    tell(job);
  }

  @Override
  public void progressed(BackupPlan plan, BackupJob job, TransferProgress now) {
    open.put(job.id(), job); // after an attempt that failed, too
    progress.put(job.id(), now);
    tell(job);
  }

  @Override
  public void retrying(BackupPlan plan, BackupJob job) {
    open.put(job.id(), job);
    progress.remove(job.id());
    tell(job);
  }

  @Override
  public void ended(BackupPlan plan, BackupJob job) {
    // First: who finds the job in the ledger must find its snapshot, too.
    forgetSnapshots();
    ledger.add(job);
    open.remove(job.id());
    progress.remove(job.id());
    tell(job);
  }

  /** A job was asked for and waits for its turn, whether or not the space answers now. */
  BackupRow asked(BackupJob job) {
    // It may have started in the meantime.
    if (open.putIfAbsent(job.id(), job) == null && ended(job.id()) != null) {
      open.remove(job.id());
    }
    return row(job, null);
  }

  private @Nullable BackupJob ended(String id) {
    return ledger.jobs().stream().filter(job -> job.id().equals(id)).findFirst().orElse(null);
  }

  private void tell(BackupJob job) {
    events.tell("backup", row(job, null).toJson());
  }

  private BackupRow row(@Nullable BackupJob job, @Nullable Snapshot snapshot) {
    return job == null
        ? new BackupRow(null, snapshot, null, label.apply(""))
        : new BackupRow(job, snapshot, progress.get(job.id()), label.apply(job.destination()));
  }

  /** All of them, the latest first. */
  List<BackupRow> list() {
    // In the order in which a job moves on, so that none is missed on its way.
    Map<String, BackupJob> running = new LinkedHashMap<>(open);
    List<BackupJob> ended = ledger.jobs();
    Map<String, Snapshot> left = new LinkedHashMap<>();
    snapshots().forEach(snapshot -> left.put(snapshot.id(), snapshot));
    ended.forEach(job -> running.remove(job.id()));

    List<BackupRow> rows = new ArrayList<>();
    running.values().forEach(job -> rows.add(row(job, null)));
    for (BackupJob job : ended) {
      String made = job.snapshotId();
      Snapshot snapshot = made == null ? null : left.remove(made);
      // A backup whose snapshot was deleted is one no more.
      if (snapshot != null || (made == null && job.status() != JobStatus.SUCCEEDED)) {
        rows.add(row(job, snapshot));
      }
    }
    left.values().stream()
        .filter(snapshot -> !isBeingMade(snapshot, running.values()))
        .forEach(snapshot -> rows.add(row(null, snapshot)));
    rows.sort(Comparator.comparing(BackupRow::start).reversed());
    return rows;
  }

  /** What lies in the trash, the latest first. */
  List<BackupRow> deleted() {
    Map<String, BackupJob> makers = new HashMap<>();
    for (BackupJob job : ledger.jobs()) {
      if (job.snapshotId() != null) {
        makers.put(job.snapshotId(), job);
      }
    }
    return snapshots.deleted().stream()
        .map(snapshot -> row(makers.get(snapshot.id()), snapshot))
        .sorted(Comparator.comparing(BackupRow::start).reversed())
        .toList();
  }

  /** Those that cannot be read, as far as the last look at them has told. */
  List<DamagedSnapshot> damaged() {
    return List.copyOf(damaged.values());
  }

  /** A job's snapshot is there a moment before the job has ended. */
  private static boolean isBeingMade(Snapshot snapshot, Collection<BackupJob> running) {
    return running.stream()
        .map(BackupJob::startedAt)
        .anyMatch(start -> start != null && !snapshot.time().isBefore(start));
  }

  /** The latest run of a plan, also one that goes on. */
  Optional<BackupJob> latest(String plan) {
    return Stream.concat(open.values().stream(), ledger.jobs().stream())
        .filter(job -> job.plan().equals(plan))
        .max(Comparator.comparing(BackupJob::dueAt));
  }

  BackupRow get(String id) {
    return list().stream()
        .filter(row -> row.is(id))
        .findFirst()
        .orElseThrow(() -> RefusedRequestException.notFound("There is no backup " + id));
  }

  /** The snapshot of a backup, which it must have to be changed or restored. */
  Snapshot snapshot(String id) {
    Snapshot snapshot = get(id).snapshot();
    if (snapshot == null) {
      throw RefusedRequestException.conflict("The backup " + id + " has left nothing in the space");
    }
    return snapshot;
  }

  void describe(String id, String description) {
    snapshots.describe(snapshot(id).id(), description);
    changed();
  }

  /** What is suspicious about the backup's set is as it should be. */
  BackupRow confirm(String id) {
    Snapshot snapshot = snapshot(id);
    snapshots.confirm(snapshot.set());
    changed();
    return get(snapshot.id());
  }

  void expire(String id, @Nullable Instant time) {
    snapshots.expire(snapshot(id).id(), time);
    changed();
  }

  void pin(String id, boolean pinned) {
    String snapshot = snapshot(id).id();
    Snapshot ignored = pinned ? snapshots.pin(snapshot) : snapshots.unpin(snapshot);
    changed();
  }

  /** Brings back what lies in the trash. */
  BackupRow undelete(String id) {
    BackupRow row =
        deleted().stream()
            .filter(one -> one.is(id))
            .findFirst()
            .orElseThrow(
                () ->
                    RefusedRequestException.notFound("There is no backup " + id + " in the trash"));
    Snapshot back = snapshots.undelete(row.id());
    changed();
    return get(back.id());
  }

  /** Moves a backup's snapshot to the trash; what has none is forgotten. */
  void delete(String id) {
    BackupRow row = get(id);
    BackupJob job = row.job();
    if (job != null && !job.status().isFinal()) {
      throw RefusedRequestException.conflict("The backup " + id + " is under way");
    }
    if (row.snapshot() != null) {
      snapshots.delete(row.snapshot().id());
    }
    if (row.snapshot() == null && job != null) {
      // One with a snapshot is told again when that comes back from the trash.
      boolean ignored = ledger.remove(job.id());
    }
    changed();
  }

  private void changed() {
    forgetSnapshots();
    events.tell("changed", Json.object());
  }

  synchronized List<Snapshot> snapshots() {
    Instant now = Instant.now();
    if (known == null || knownSince.plus(FRESH).isBefore(now)) {
      damaged.clear();
      known = snapshots.list();
      knownSince = now;
    }
    return known;
  }

  private synchronized void forgetSnapshots() {
    known = null;
  }
}
