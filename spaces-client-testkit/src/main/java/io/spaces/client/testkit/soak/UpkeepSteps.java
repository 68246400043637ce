package io.spaces.client.testkit.soak;

import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.error.SpaceException;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.testkit.StoredObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Snapshots that are deleted, expire, or fall to a rule, repairs and prunings. */
final class UpkeepSteps {
  /** What is left behind for who needs a lock in a full space: sealed, and of no content. */
  private static final long LONGEST_SPARE_LOCK = 48;

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
    List<StoredObject> held =
        site.stored("locks/").stream().filter(lock -> lock.size() > LONGEST_SPARE_LOCK).toList();
    Checker.require(held.isEmpty(), "a pruning left locks: " + held);
    try (SpaceClient client = site.client();
        Snapshots snapshots = site.job.snapshots(client)) {
      snapshots.verify(random.nextBoolean()).orElseThrow();
    }
  }

  void faulty(Random random) {
    RandomFaults.plan(site.server().faults(), random);
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
    site.killChild(1 + random.nextInt(40), keep);
    Set<String> mayGo = model.beyond(keep, site.clock.instant());
    mayGo.addAll(model.expired(site.clock.instant(), false));
    mayGo.addAll(model.inTrash(false));
    compare(mayGo, Set.of());
    model.mayBeDeleted(mayGo);
  }

  /** Leaves only the newest snapshot, and no more in the space than it needs. */
  void leaveTheNewest() {
    try (SpaceClient client = site.client();
        Snapshots snapshots = site.job.snapshots(client)) {
      Set<String> older = new HashSet<>(model.ids());
      snapshots.newestComplete().ifPresent(newest -> older.remove(newest.id()));
      older.forEach(snapshots::delete);
      compare(Set.of(), Set.of());
      snapshots.prune(Duration.ZERO);
      compare(Set.of(), older);
      snapshots.verify(true).orElseThrow();
    }
    long needed = site.tree.files().values().stream().mapToLong(file -> file.length).sum();
    long stored = site.stored("").stream().mapToLong(StoredObject::size).sum();
    Checker.require(
        stored < 3 * needed + (1 << 20),
        "pruning left " + stored + " bytes where " + needed + " are needed");
  }

  private void run(Random random, boolean mustSucceed) {
    site.tally.upkeeps++;
    try (SpaceClient client = site.client();
        Snapshots snapshots = site.job.snapshots(client)) {
      int choice = random.nextInt(5);
      switch (choice) {
        case 0 -> delete(snapshots, random, mustSucceed);
        case 1 -> keep(snapshots, 1 + random.nextInt(4), mustSucceed);
        case 2 -> expire(snapshots, random, mustSucceed);
        case 3 -> repair(snapshots, random, mustSucceed);
        default -> {}
      }
      if (choice == 4 || mustSucceed || random.nextBoolean()) {
        prune(snapshots, mustSucceed);
      }
    }
    site.settle();
  }

  private void delete(Snapshots snapshots, Random random, boolean mustSucceed) {
    String id = model.any(random);
    if (id != null) {
      boolean done = attempt(() -> snapshots.delete(id), mustSucceed);
      compare(Set.of(), Set.of());
      model.deleted(id, done);
      if (done && random.nextInt(3) == 0 && attempt(() -> snapshots.undelete(id), mustSucceed)) {
        model.undeleted(id);
      } else {
        model.mayBeDeleted(Set.of(id));
      }
    }
  }

  private void keep(Snapshots snapshots, int count, boolean mustSucceed) {
    Set<String> beyond = model.beyond(count, site.clock.instant());
    attempt(() -> snapshots.apply(Retention.files(count)), mustSucceed);
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

  private void prune(Snapshots snapshots, boolean mustSucceed) {
    Set<String> surely = model.expired(site.clock.instant(), true);
    surely.addAll(model.inTrash(true));
    Set<String> mayGo = model.expired(site.clock.instant(), false);
    mayGo.addAll(model.inTrash(false));
    boolean done = attempt(() -> snapshots.prune(Duration.ZERO), mustSucceed);
    compare(mayGo, done ? surely : Set.of());
    model.mayBeDeleted(mayGo);
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
