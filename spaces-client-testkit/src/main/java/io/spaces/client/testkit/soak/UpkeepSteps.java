package io.spaces.client.testkit.soak;

import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.testkit.StoredObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Snapshots that are deleted, pinned, expire, or fall to a rule, repairs and prunings. */
final class UpkeepSteps {
  /** What is left behind for who needs a lock in a full space: sealed, and of no content. */
  private static final long LONGEST_SPARE_LOCK = 48;

  private static final Duration WEEK = Duration.ofDays(7);

  private final Site site;
  private final SnapshotModel model;

  UpkeepSteps(Site site, SnapshotModel model) {
    this.site = site;
    this.model = model;
  }

  void undisturbed(Random random) {
    if (model.ids().isEmpty()) {
      return;
    }
    run(random, true);
    // The other objects there tell when the vault was pruned last, or who is about to create it.
    List<StoredObject> held =
        site.stored("locks/").stream()
            .filter(lock -> lock.key().matches(".*/[0-9a-f]{32}"))
            .filter(lock -> lock.size() > LONGEST_SPARE_LOCK)
            .toList();
    Checker.require(held.isEmpty(), "a pruning left locks: " + held);
    try (SpaceClient client = site.client();
        Snapshots snapshots = site.job.snapshots(client)) {
      model.compareLists(snapshots.list(), snapshots.deleted());
      snapshots.verify(random.nextBoolean()).orElseThrow();
    }
  }

  void faulty(Random random) {
    RandomFaults.plan(site.server().faults(), random);
    run(random, false);
  }

  void deceived(Random random) {
    site.tally.deceived++;
    RandomFaults.planLies(site.server().faults(), random);
    run(random, false);
  }

  void silenced(Random random) {
    site.silenceFrom(1 + random.nextInt(30));
    run(random, false);
  }

  void killed(Random random) throws IOException, InterruptedException {
    if (model.ids().isEmpty()) {
      return;
    }
    site.tally.upkeeps++;
    int keep = 1 + random.nextInt(3);
    String set = anySet(random);
    site.killChild(1 + random.nextInt(40), keep, set);
    Set<String> mayGo = model.beyond(set, keep, site.clock.instant());
    mayGo.addAll(model.expired(site.clock.instant(), false));
    mayGo.addAll(model.inTrash(false));
    compare(mayGo, Set.of());
    model.mayBeDeleted(mayGo);
    leaveOutNoted(mayGo);
  }

  /**
   * A pruning that was broken off has said of some that they are deleted, and then not got as far:
   * they are in no list any more, and the next pruning deletes them.
   */
  private void leaveOutNoted(Set<String> mayGo) {
    Set<String> noted = new HashSet<>(mayGo);
    noted.removeIf(id -> !model.knows(id));
    if (noted.isEmpty()) {
      return;
    }
    try (SpaceClient client = site.client();
        Snapshots snapshots = site.job.snapshots(client)) {
      snapshots.list().forEach(snapshot -> noted.remove(snapshot.id()));
      snapshots.deleted().forEach(snapshot -> noted.remove(snapshot.id()));
    }
    noted.forEach(site::leaveOut);
    noted.forEach(model::gone);
  }

  private String anySet(Random random) {
    return site.job.sets().get(random.nextInt(site.job.sets().size()));
  }

  /** Leaves only the newest snapshot of a set, and no more in the space than it needs. */
  void leaveTheNewest() {
    long needed;
    try (SpaceClient client = site.client();
        Snapshots snapshots = site.job.snapshots(client)) {
      model.compareLists(snapshots.list(), snapshots.deleted());
      String newest =
          site.job.sets().stream()
              .map(model::newestComplete)
              .filter(Objects::nonNull)
              .findFirst()
              .orElseThrow();
      needed = model.get(newest).files.values().stream().mapToLong(file -> file.length).sum();
      Set<String> older = new HashSet<>(model.ids());
      older.remove(newest);
      older.forEach(snapshots::delete);
      compare(Set.of(), Set.of());
      pruneKnowingly(snapshots, Duration.ZERO);
      compare(Set.of(), older);
      snapshots.verify(true).orElseThrow();
    }
    long stored = site.stored("").stream().mapToLong(StoredObject::size).sum();
    Checker.require(
        stored < 3 * needed + (1 << 20),
        "pruning left " + stored + " bytes where " + needed + " are needed");
  }

  private void run(Random random, boolean mustSucceed) {
    site.tally.upkeeps++;
    Set<String> mayBeNoted = new HashSet<>();
    try (SpaceClient client = site.client();
        Snapshots snapshots = site.job.snapshots(client)) {
      int choice = random.nextInt(8);
      switch (choice) {
        case 0 -> delete(snapshots, random, mustSucceed);
        case 1 -> keep(snapshots, anySet(random), 1 + random.nextInt(4), mustSucceed);
        case 2 -> expire(snapshots, random, mustSucceed);
        case 3 -> repair(snapshots, random, mustSucceed);
        case 4 -> pin(snapshots, random, mustSucceed);
        case 5 -> undelete(snapshots, random, mustSucceed);
        case 6 -> nameAnew(snapshots, random, mustSucceed);
        default -> {}
      }
      if (choice == 7 || mustSucceed || random.nextBoolean()) {
        mayBeNoted.addAll(
            prune(snapshots, random.nextInt(3) == 0 ? WEEK : Duration.ZERO, mustSucceed));
      }
    }
    site.settle();
    leaveOutNoted(mayBeNoted);
  }

  private void delete(Snapshots snapshots, Random random, boolean mustSucceed) {
    String id = model.any(random);
    if (id != null) {
      boolean done = attempt(() -> snapshots.delete(id), mustSucceed);
      compare(Set.of(), Set.of());
      model.deleted(id, done);
    }
  }

  private void undelete(Snapshots snapshots, Random random, boolean mustSucceed) {
    List<String> trash = List.copyOf(new TreeSet<>(model.inTrash(false)));
    if (!trash.isEmpty()) {
      String id = trash.get(random.nextInt(trash.size()));
      model.undeleted(id, attempt(() -> snapshots.undelete(id), mustSucceed));
      compare(Set.of(), Set.of());
    }
  }

  private void pin(Snapshots snapshots, Random random, boolean mustSucceed) {
    String id = model.any(random);
    if (id != null && !model.inTrash(false).contains(id)) {
      boolean pinned = random.nextInt(3) > 0;
      Runnable deed = pinned ? () -> snapshots.pin(id) : () -> snapshots.unpin(id);
      model.pinned(id, pinned, attempt(deed, mustSucceed));
      compare(Set.of(), Set.of());
    }
  }

  /** Only where it succeeds: of which set a snapshot is, is never in doubt. */
  private void nameAnew(Snapshots snapshots, Random random, boolean calm) {
    String id = model.any(random);
    String to = anySet(random);
    if (!calm || id == null) {
      return;
    }
    if (random.nextBoolean()) {
      String from = model.get(id).set();
      snapshots.renameSet(from, to);
      model.renamed(from, to);
    } else if (!model.inTrash(false).contains(id)) {
      snapshots.assign(to, id);
      model.assigned(id, to);
    }
    compare(Set.of(), Set.of());
  }

  private void keep(Snapshots snapshots, String set, int count, boolean mustSucceed) {
    Set<String> beyond = model.beyond(set, count, site.clock.instant());
    attempt(() -> snapshots.apply(set, Retention.files(count)), mustSucceed);
    compare(Set.of(), Set.of());
    model.mayBeDeleted(beyond);
    model.mayBeDeleted(model.expired(site.clock.instant(), false));
  }

  private void expire(Snapshots snapshots, Random random, boolean mustSucceed) {
    String id = model.any(random);
    if (id != null) {
      Instant time = site.clock.instant().plus(Duration.ofMinutes(random.nextInt(20) - 10));
      if (model.inTrash(false).contains(id)) {
        return; // what is in the trash is not to be edited
      }
      boolean done = attempt(() -> snapshots.expire(id, time), mustSucceed);
      model.expires(id, time, done);
      compare(Set.of(), Set.of());
    }
  }

  private void repair(Snapshots snapshots, Random random, boolean calm) {
    if (calm && random.nextBoolean()) {
      site.stored("index/").forEach(lost -> site.server().objects().delete(lost.key()));
    }
    // Where packs are damaged on their way, they would be taken for damaged where they lie.
    boolean readData = calm && random.nextBoolean();
    attempt(() -> snapshots.repair(readData), calm);
    compare(Set.of(), Set.of());
  }

  /** Returns those that it may have begun to delete. */
  private Set<String> prune(Snapshots snapshots, Duration grace, boolean mustSucceed) {
    Set<String> expired = model.expired(site.clock.instant(), false);
    Set<String> surely = model.expired(site.clock.instant(), true);
    Set<String> mayGo = new HashSet<>();
    if (grace.isZero()) {
      surely.addAll(model.inTrash(true));
      mayGo.addAll(expired);
      mayGo.addAll(model.inTrash(false));
    } else {
      surely.clear(); // no round lasts that long
    }
    boolean done =
        mustSucceed
            ? attempt(() -> pruneKnowingly(snapshots, grace), true)
            : attempt(() -> snapshots.prune(grace), false);
    compare(mayGo, done ? surely : Set.of());
    model.mayBeDeleted(expired);
    return done ? Set.of() : mayGo;
  }

  /** Who has lost all memory looks whether a snapshot is missing, and says that none is. */
  private void pruneKnowingly(Snapshots snapshots, Duration grace) {
    try {
      snapshots.prune(grace);
    } catch (IntegrityException e) {
      if (!site.hasLostState() || !String.valueOf(e.getMessage()).contains("beginning")) {
        throw e;
      }
      model.compareLists(snapshots.list(), snapshots.deleted());
      snapshots.acceptRollback();
      snapshots.prune(grace);
    }
  }

  /** Returns whether it succeeded. */
  private boolean attempt(Runnable deed, boolean mustSucceed) {
    try {
      deed.run();
      return true;
    } catch (SpaceException e) {
      if (mustSucceed) {
        throw new Checker.Finding("the upkeep of a vault failed without a fault: " + e, e);
      }
      return false;
    }
  }

  private void compare(Set<String> mayGo, Set<String> mustGo) {
    // What the space still deals with may yet go.
    while (site.server().requestsInFlight() > 0) {
      Thread.onSpinWait();
    }
    model.compare(site.storedSnapshots().keySet(), new HashSet<>(mayGo), new HashSet<>(mustGo));
  }
}
