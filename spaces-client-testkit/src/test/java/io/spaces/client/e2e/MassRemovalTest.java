package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.IncrementalBlockletBackup;
import io.spaces.client.Snapshots;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.snapshot.PruneResult;
import io.spaces.client.snapshot.Pruning;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.ManualClock;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.Warning;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A rule that would remove most of a set at once, while nobody looks: a slip, or a wrong clock. */
class MassRemovalTest extends SpaceTest {
  private final ManualClock clock = ManualClock.now();
  private FileTree tree;
  private Snapshots snapshots;

  @Override
  Clock clock() {
    return clock;
  }

  @BeforeEach
  void start() {
    tree = FileTree.in(temporary.resolve("data")).file("a", "1");
    snapshots =
        client.snapshots(server.appDid().address()).stateDirectory(temporary.resolve("state"));
  }

  @AfterEach
  void stop() {
    snapshots.close();
  }

  private IncrementalBlockletBackup backup() {
    clock.advance(Duration.ofMinutes(1));
    return Backups.incremental(client, server)
        .source(tree.root())
        .stateDirectory(temporary.resolve("state"))
        .snapshot(true)
        .set("files");
  }

  private void backUp(int times) {
    for (int i = 0; i < times; i++) {
      backup().run().orElseThrow();
    }
  }

  @Test
  void isRefusedAndTold() {
    backUp(7);
    BackupResult result = backup().retention(Retention.files(2)).run();

    assertThat(result.status()).isEqualTo(TransferStatus.SUCCEEDED);
    assertThat(snapshots.list()).hasSize(8);
    assertThat(snapshots.deleted()).isEmpty();
    assertThat(result.warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.code()).isEqualTo(Warning.Code.MASS_REMOVAL_REFUSED);
              assertThat(warning.text())
                  .contains(
                      "\"files\"", "6 of 8 snapshots", "FILES 2", "allowMassRemoval", "dry-run");
            });
  }

  @Test
  void goesThroughWhereARunIsToldThatItIsMeant() {
    backUp(7);

    BackupResult result = backup().retention(Retention.files(2)).allowMassRemoval(true).run();

    assertThat(result.warnings()).isEmpty();
    assertThat(snapshots.list()).hasSize(2);
    assertThat(snapshots.deleted()).hasSize(6);
  }

  @Test
  void goesThroughWhereAPersonNamesTheRule() {
    backUp(7);

    assertThat(snapshots.apply("files", Retention.files(2))).hasSize(5);

    assertThat(snapshots.list()).hasSize(2);
    assertThat(backup().retention(Retention.files(2)).run().warnings()).isEmpty();
    assertThat(snapshots.list()).hasSize(2);
  }

  @Test
  void isNoneUpToThreeAndUpToHalf() {
    backUp(3);
    assertThat(backup().retention(Retention.files(1)).run().warnings()).isEmpty();
    assertThat(snapshots.list()).hasSize(1);

    backUp(8);
    assertThat(backup().retention(Retention.files(5)).run().warnings()).isEmpty();
    assertThat(snapshots.list()).hasSize(5);
  }

  /** What lies in the trash, and other sets, do not make the set any larger. */
  @Test
  void looksAtWhatTheSetHasOutsideTheTrash() {
    backUp(9);
    snapshots.apply("files", Retention.files(4));
    for (int i = 0; i < 5; i++) {
      backup().set("other").run().orElseThrow();
    }

    BackupResult result = backup().retention(Retention.files(1)).run();

    assertThat(result.warnings())
        .singleElement()
        .extracting(Warning::text)
        .asString()
        .contains("4 of 5 snapshots");
    assertThat(snapshots.list("files")).hasSize(5);
    assertThat(snapshots.list("other")).hasSize(5);
  }

  /** A clock that jumps forward must not expire everything. */
  @Test
  void isRefusedAlsoWhereMostOfASetHasExpiredAtOnce() {
    for (int i = 0; i < 6; i++) {
      backup().expiresAt(clock.instant().plus(Duration.ofDays(30))).run().orElseThrow();
    }
    clock.advance(Duration.ofDays(31));

    BackupResult result = backup().set("other").prune(Pruning.AFTER_RUN).run();

    assertThat(result.warnings())
        .singleElement()
        .extracting(Warning::text)
        .asString()
        .contains("\"files\"", "5 of 6 snapshots", "expired");
    assertThat(snapshots.list("files")).hasSize(6);
    PruneResult pruned = snapshots.prune();
    assertThat(pruned.trashed()).isEmpty();
    assertThat(pruned.warnings())
        .extracting(Warning::code)
        .containsExactly(Warning.Code.MASS_REMOVAL_REFUSED);
    assertThat(snapshots.prune(Duration.ZERO).removed()).isEmpty();

    assertThat(snapshots.apply("files", Retention.all())).hasSize(5);
    assertThat(snapshots.prune().warnings()).isEmpty();
  }
}
