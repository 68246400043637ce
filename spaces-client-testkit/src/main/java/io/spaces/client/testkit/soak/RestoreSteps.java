package io.spaces.client.testkit.soak;

import io.spaces.client.SpaceClient;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Restores, and what may disturb them. */
final class RestoreSteps {
  private final Site site;
  private final SnapshotModel snapshots;
  private final BackupSteps backups;

  RestoreSteps(Site site, SnapshotModel snapshots, BackupSteps backups) {
    this.site = site;
    this.snapshots = snapshots;
    this.backups = backups;
  }

  void undisturbed(Random random) throws IOException {
    one(random, true);
  }

  void faulty(Random random) throws IOException {
    if (random.nextBoolean()) {
      RandomFaults.plan(site.server().faults(), random);
    } else {
      RandomFaults.planForDownloads(site.server().faults(), random);
    }
    one(random, false);
  }

  void deceived(Random random) throws IOException {
    site.tally.deceived++;
    RandomFaults.planLies(site.server().faults(), random);
    one(random, false);
  }

  /** Everything that is known of has to come back. */
  void all() throws IOException {
    if (!site.job.isVault()) {
      mirror(true);
      return;
    }
    for (String id : snapshots.ids()) {
      snapshot(id, true);
    }
    for (String set : site.job.sets()) {
      newest(set, true);
    }
  }

  private void one(Random random, boolean mustSucceed) throws IOException {
    String id = snapshots.any(random);
    if (!site.job.isVault()) {
      mirror(mustSucceed);
    } else if (id == null) {
      site.settle();
    } else if (random.nextInt(4) == 0) {
      newest(snapshots.get(id).set(), mustSucceed);
    } else {
      snapshot(id, mustSucceed);
    }
  }

  private void mirror(boolean mustSucceed) throws IOException {
    SortedMap<String, byte[]> expected = backups.mirror();
    if (expected == null) {
      site.settle();
    } else {
      restore(null, null, expected, true, mustSucceed);
    }
  }

  private void newest(String set, boolean mustSucceed) throws IOException {
    String id = snapshots.newestComplete(set);
    if (id == null) {
      site.settle();
    } else {
      restore(set, null, snapshots.get(id).files, true, mustSucceed);
    }
  }

  private void snapshot(String id, boolean mustSucceed) throws IOException {
    SnapshotModel.Known known = snapshots.get(id);
    restore(null, id, known.files, known.complete, mustSucceed);
  }

  private void restore(
      @Nullable String set,
      @Nullable String id,
      SortedMap<String, byte[]> expected,
      boolean complete,
      boolean mustSucceed)
      throws IOException {
    site.tally.restores++;
    Path target = site.freshTarget();
    RestoreResult result;
    try (SpaceClient client = site.client()) {
      var restore = site.job.restore(client, target);
      if (id != null) {
        restore.snapshot(id);
      } else if (set != null) {
        restore.set(set);
      }
      result = restore.run();
    }
    site.settle();
    // Of a mirror of nothing, nothing is left to find.
    boolean nothing =
        !site.job.isVault()
            && expected.isEmpty()
            && result.status() == TransferStatus.NOTHING_FOUND;
    Checker.require(
        !mustSucceed || nothing || result.status() == TransferStatus.SUCCEEDED,
        "a restore without a fault ended as " + result);
    Checker.restored(
        expected,
        Files.exists(target) ? ModelTree.read(target) : new java.util.TreeMap<>(),
        result.status(),
        complete);
    Site.deleteFolder(target);
  }
}
