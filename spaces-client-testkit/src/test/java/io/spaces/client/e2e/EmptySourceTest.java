package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.BlockletBackup;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Source;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.Warning;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A source that holds nothing where it held something: a disk that is not mounted. */
class EmptySourceTest extends SpaceTest {
  private FileTree tree;
  private FileTree disk;

  @BeforeEach
  void start() {
    tree = FileTree.in(temporary.resolve("data")).file("a", "1").folder("mount");
    disk = FileTree.in(temporary.resolve("disk")).file("deep/b", "2");
  }

  private BlockletBackup vault() {
    return Backups.full(client, server)
        .source(tree.root())
        .stateDirectory(temporary.resolve("state"))
        .snapshot(true);
  }

  private BlockletBackup both() {
    return vault().source(Source.of(Source.folder(tree.root()), Source.folder(disk.root(), "b")));
  }

  private List<Snapshot> snapshots() {
    return client.snapshots(server.appDid().address()).list();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isRefusedAndNoRuleRemovesWhatThereIs(boolean dryRun) {
    vault().run().orElseThrow();
    vault().run().orElseThrow();
    tree.delete("a");

    BackupResult result = vault().retention(Retention.files(1)).dryRun(dryRun).run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage()).contains("\"a\"", "disk not mounted", "allowEmpty");
    assertThat(result.count()).isEqualTo(-1);
    assertThat(result.snapshotId()).isNull();
    assertThat(snapshots()).hasSize(2);
  }

  @Test
  void isBackedUpWhereThatIsAllowedAndFromThenOnWithoutIt() {
    vault().run().orElseThrow();
    tree.delete("a");

    vault().allowEmpty(true).run().orElseThrow();
    vault().run().orElseThrow();

    assertThat(snapshots()).hasSize(3);
  }

  @Test
  void isBackedUpWhereItNeverHeldAnything() {
    tree.delete("a");
    vault().run().orElseThrow();

    assertThat(vault().run().status()).isEqualTo(TransferStatus.SUCCEEDED);
  }

  @Test
  void isBackedUpWhereOnlyTheRulesLeaveAllOut() {
    vault().run().orElseThrow();

    assertThat(vault().exclude("/a").run().status()).isEqualTo(TransferStatus.SUCCEEDED);
  }

  @Test
  void isRefusedAlsoWhenItsFilesVanishBeforeTheyAreRead() {
    vault().run().orElseThrow();
    server
        .faults()
        .on(
            put()
                .matching(
                    key -> {
                      tree.path("a").toFile().delete();
                      return false;
                    }))
        .answer(500);

    BackupResult result = vault().run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(snapshots()).hasSize(1);
  }

  /** The rest is safe, and the state with the folder stays the newest complete one. */
  @Test
  void asOneFolderOfSeveralIsAFailureUntilItIsAllowed() {
    both().run().orElseThrow();
    disk.delete("deep");

    for (int day = 1; day <= 2; day++) {
      tree.file("a", "day " + day);
      BackupResult result = both().retention(Retention.files(1)).run();

      assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
      assertThat(result.failures()).singleElement().hasFieldOrPropertyWithValue("key", "b");
      assertThat(result.statusMessage())
          .contains("\"b/deep/b\"", disk.root().toString(), "disk not mounted");
      assertThat(result.count()).isEqualTo(1);
    }
    assertThat(snapshots()).filteredOn(Snapshot::complete).hasSize(1);

    both().allowEmpty(true).run().orElseThrow();
    both().run().orElseThrow();
  }

  @Test
  void emptiesAMirrorOnlyWhereThatIsAllowed() {
    BlockletBackup mirror = Backups.full(client, server).source(tree.root());
    mirror.run().orElseThrow();
    tree.delete("a");

    BackupResult kept = mirror.run();
    assertThat(kept.status()).isEqualTo(TransferStatus.SUCCEEDED);
    assertThat(kept.warnings())
        .extracting(Warning::code)
        .containsExactly(Warning.Code.SOURCE_EMPTY);
    BackupResult refused = mirror.strictSync(true).run();
    assertThat(refused.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(refused.statusMessage()).contains("\"a\"", "allowEmpty");
    assertThat(server.objects().count()).isEqualTo(1);

    BackupResult emptied = mirror.allowEmpty(true).run();

    assertThat(emptied.status()).isEqualTo(TransferStatus.SUCCEEDED);
    assertThat(emptied.count()).isEqualTo(1);
    assertThat(emptied.warnings()).isEmpty();
    assertThat(server.objects().count()).isZero();
  }
}
