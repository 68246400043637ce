package io.spaces.client.testkit.soak;

import io.spaces.client.BackupBuilder;
import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Backups, and what may disturb them. */
final class BackupSteps {
  private final Site site;
  private final SnapshotModel snapshots;

  /** What the mirror holds since the last backup that succeeded, or null when nobody knows. */
  private @Nullable SortedMap<String, byte[]> mirror;

  BackupSteps(Site site, SnapshotModel snapshots) {
    this.site = site;
    this.snapshots = snapshots;
  }

  @Nullable SortedMap<String, byte[]> mirror() {
    return mirror;
  }

  void undisturbed(Random random) throws IOException, InterruptedException {
    BackupResult result = run(random, task -> {});
    Checker.require(
        result.status() == TransferStatus.SUCCEEDED, "a backup without a fault ended as " + result);
  }

  void faulty(Random random) throws IOException, InterruptedException {
    RandomFaults.plan(site.server().faults(), random);
    run(random, task -> {});
  }

  void deceived(Random random) throws IOException, InterruptedException {
    site.tally.deceived++;
    RandomFaults.planLies(site.server().faults(), random);
    run(random, task -> {});
  }

  void silenced(Random random) throws IOException, InterruptedException {
    site.silenceFrom(1 + random.nextInt(30));
    run(random, task -> {});
  }

  void cancelled(Random random) throws IOException, InterruptedException {
    site.tally.cancelled++;
    CompletableFuture<BackupTask> running = new CompletableFuture<>();
    site.atRequest(1 + random.nextInt(30), () -> running.join().cancel());
    run(random, running::complete);
  }

  void intoEndingSpace(Random random) throws IOException, InterruptedException {
    Thread end = new Thread(site.server()::close, "soak-end-of-space");
    site.atRequest(1 + random.nextInt(30), end::start);
    run(
        random,
        task -> {
          task.await();
          end.join();
          site.restart();
        });
  }

  void killed(Random random) throws IOException, InterruptedException {
    site.tally.backups++;
    SortedMap<String, byte[]> before = site.mirrored();
    String set = anySet(random);
    site.killChild(1 + random.nextInt(30), 0, set);
    if (site.job.isVault()) {
      checkVault(null, set, 0, null);
    } else {
      Checker.mirror(before, site.mirrored(), site.tree.files(), null, List.of(), false);
      mirror = null;
    }
  }

  private String anySet(Random random) {
    return site.job.sets().get(random.nextInt(site.job.sets().size()));
  }

  /** Nothing comes of it, where the last one held something: no snapshot, and none goes. */
  void empty(Random random) {
    String set = anySet(random);
    String last = snapshots.newestComplete(set);
    if (!site.job.isVault() || last == null || snapshots.get(last).files.isEmpty()) {
      return;
    }
    site.tally.empty++;
    boolean disturbed = random.nextBoolean();
    if (disturbed) {
      RandomFaults.plan(site.server().faults(), random);
    }
    BackupResult result;
    try (SpaceClient client = site.client()) {
      result =
          site.job
              .backup(client, random.nextBoolean(), set)
              .source(site.job.unmounted())
              .set(set)
              .retention(Retention.files(1))
              .run();
    }
    site.settle();
    Checker.require(
        result.status() == TransferStatus.FAILED && result.snapshotId() == null,
        "a backup of nothing ended as " + result);
    snapshots.compare(site.storedSnapshots().keySet(), Set.of(), Set.of());
  }

  /** What is done while a backup is under way. */
  private interface Disturbance {
    void of(BackupTask task) throws InterruptedException;
  }

  private BackupResult run(Random random, Disturbance disturbance)
      throws IOException, InterruptedException {
    site.tally.backups++;
    String set = anySet(random);
    boolean strict = !site.job.isVault() && random.nextBoolean();
    int keep = site.job.isVault() && random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 0;
    Instant expiry =
        site.job.isVault() && random.nextInt(4) == 0
            ? site.clock.instant().plus(Duration.ofMinutes(1 + random.nextInt(60)))
            : null;
    SortedMap<String, byte[]> before = site.mirrored();
    BackupResult result;
    try (SpaceClient client = site.client()) {
      BackupBuilder<?> backup = site.job.backup(client, random.nextBoolean(), set);
      // A tree of these may lose its last file, and it is no disk that is not mounted.
      backup
          .allowEmpty(true)
          .strictSync(strict)
          .concurrency(1 + random.nextInt(8))
          .retries(random.nextInt(5));
      if (keep > 0) {
        backup.retention(Retention.files(keep));
      }
      if (expiry != null) {
        backup.expiresAt(expiry);
      }
      BackupTask task = backup.start();
      disturbance.of(task);
      result = task.await();
    }
    site.settle();
    checkRecord(result);
    if (site.job.isVault()) {
      checkVault(result, set, keep, expiry);
    } else {
      SortedMap<String, byte[]> after = site.mirrored();
      site.takeOutForgotten(before, after);
      Checker.mirror(before, after, site.tree.files(), result.status(), result.failures(), strict);
      mirror = result.status() == TransferStatus.SUCCEEDED ? after : null;
    }
    return result;
  }

  private void checkRecord(BackupResult result) {
    boolean succeeded = result.status() == TransferStatus.SUCCEEDED;
    boolean recorded =
        site.server().records().stream()
            .anyMatch(record -> record.id().equals(result.recordId()) && record.succeeded());
    Checker.require(recorded || !succeeded, "a success is not recorded: " + result);
    Checker.require(
        succeeded || !recorded || result.statusMessage().contains("record could not be closed"),
        "success is recorded of " + result);
  }

  /** At most one new snapshot, of what the source holds; no other is lost that may not go. */
  private void checkVault(
      @Nullable BackupResult result, String set, int keep, @Nullable Instant expiry) {
    SortedMap<String, String> there = site.storedSnapshots();
    boolean succeeded = result != null && result.status() == TransferStatus.SUCCEEDED;
    Set<String> fresh = new HashSet<>(there.keySet());
    fresh.removeAll(snapshots.ids());
    Checker.require(fresh.size() <= 1, "one backup made several snapshots: " + fresh);
    for (String id : fresh) {
      boolean complete = isComplete(id);
      Checker.require(complete || !succeeded, "success without a whole snapshot: " + result);
      Checker.require(complete || result != null, "a killed backup made half a snapshot: " + id);
      Checker.require(
          !complete || result == null || result.errorCount() <= 0,
          "a snapshot without everything is called complete: " + result);
      snapshots.add(id, there.getOrDefault(id, ""), set, site.tree.files(), complete);
      if (expiry != null) {
        snapshots.expires(id, expiry, true);
      }
    }
    if (result != null && succeeded) {
      Checker.require(
          fresh.equals(Set.of(String.valueOf(result.snapshotId()))),
          "success without the snapshot: " + result);
    }
    // Rules and expiries move to the trash, where nothing lies for as long as it may.
    snapshots.compare(there.keySet(), Set.of(), Set.of());
    if (keep > 0) {
      snapshots.mayBeDeleted(snapshots.beyond(set, keep, site.clock.instant()));
    }
    snapshots.mayBeDeleted(snapshots.expired(site.clock.instant(), false));
  }

  private boolean isComplete(String id) {
    try (SpaceClient client = site.client();
        Snapshots all = site.job.snapshots(client)) {
      return all.get(id).complete();
    }
  }
}
