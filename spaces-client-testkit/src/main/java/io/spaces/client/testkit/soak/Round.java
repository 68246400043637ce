package io.spaces.client.testkit.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** One space, one folder, and what happens to them step by step. For one thread. */
final class Round implements AutoCloseable {
  private final Site site;
  private final SnapshotModel snapshots = new SnapshotModel();
  private final BackupSteps backups;
  private final RestoreSteps restores;
  private final UpkeepSteps upkeep;

  Round(Path work, long seed, SoakCounts tally) throws IOException {
    site = new Site(work, seed, tally);
    backups = new BackupSteps(site, snapshots);
    restores = new RestoreSteps(site, snapshots, backups);
    upkeep = new UpkeepSteps(site, snapshots);
  }

  void take(Step step) throws Exception {
    Random random = new Random(step.seed());
    site.tally.steps++;
    // So that no two snapshots are of the same second, and longer than the mark of a client that
    // died while it created a vault is in the way of others.
    site.clock.advance(Duration.ofMinutes(3));
    switch (step.kind()) {
      case EDIT -> site.tree.edit(random);
      case BACKUP -> backups.undisturbed(random);
      case FAULTY_BACKUP -> backups.faulty(random);
      case CANCELLED_BACKUP -> backups.cancelled(random);
      case DECEIVED_BACKUP -> backups.deceived(random);
      case SILENCED_BACKUP -> backups.silenced(random);
      case KILLED_BACKUP -> backups.killed(random);
      case EMPTY_BACKUP -> backups.empty(random);
      case BACKUP_INTO_ENDING_SPACE -> backups.intoEndingSpace(random);
      case RESTORE -> restores.undisturbed(random);
      case FAULTY_RESTORE -> restores.faulty(random);
      case DECEIVED_RESTORE -> restores.deceived(random);
      case REPLAYED_OBJECTS -> site.replay(random);
      case RESTARTED_SPACE -> site.restart();
      case LOST_STATE -> site.loseState();
      case UPKEEP, FAULTY_UPKEEP, DECEIVED_UPKEEP, SILENCED_UPKEEP, KILLED_UPKEEP -> {
        if (site.job.isVault()) {
          keepUp(step.kind(), random);
        }
      }
    }
    site.remember();
    site.checkLeftovers();
  }

  private void keepUp(Step.Kind kind, Random random) throws Exception {
    switch (kind) {
      case FAULTY_UPKEEP -> upkeep.faulty(random);
      case DECEIVED_UPKEEP -> upkeep.deceived(random);
      case SILENCED_UPKEEP -> upkeep.silenced(random);
      case KILLED_UPKEEP -> upkeep.killed(random);
      default -> upkeep.undisturbed(random);
    }
  }

  /** After all trouble, a backup succeeds, and everything that ever succeeded comes back. */
  void end() throws Exception {
    site.clock.advance(Duration.ofMinutes(3));
    backups.undisturbed(new Random(0));
    restores.all();
    if (site.job.isVault()) {
      upkeep.leaveTheNewest();
      restores.all();
    }
    site.checkLeftovers();
  }

  @Override
  public void close() throws IOException {
    site.close();
  }
}
