package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.BackupBuilder;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder, backed up in full and incrementally. */
class FolderBackupTest extends SpaceTest {
  private FileTree tree;

  @BeforeEach
  void start() {
    tree = FileTree.in(temporary.resolve("data")).oddNames().boundarySizes().random(7, 1000);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theSpaceHoldsExactlyTheFolder(boolean incremental) throws IOException {
    BackupResult result = backup(incremental).run().orElseThrow();

    assertThat(result.count()).isEqualTo(tree.files().size());
    assertThat(result.scanned()).isEqualTo(tree.files().size());
    assertThat(result.errorCount()).isZero();
    Backups.assertHolds(server, tree);
    assertThat(server.records()).singleElement().satisfies(r -> assertThat(r.succeeded()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSecondRunUploadsNothing(boolean incremental) throws IOException {
    backup(incremental).run().orElseThrow();
    BackupResult second = backup(incremental).run().orElseThrow();

    assertThat(second.count()).isZero();
    assertThat(second.size()).isZero();
    assertThat(second.unchanged()).isEqualTo(tree.files().size());
  }

  /** The empty folder is named, and keeps nothing of what was in it. */
  @Test
  void aFolderWhoseLastFileIsGoneIsEmptyInTheSpaceToo() throws IOException {
    tree.file("emptied/deep/last", "1");
    backup(false).strictSync(true).run().orElseThrow();
    tree.delete("emptied/deep/last");

    BackupResult strict = backup(false).strictSync(true).run().orElseThrow();

    assertThat(strict.count()).isEqualTo(1);
    Backups.assertHolds(server, tree);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void touchingFilesUploadsNothing(boolean incremental) throws IOException {
    backup(incremental).run().orElseThrow();
    tree.shiftModified(Duration.ofHours(3));

    assertThat(backup(incremental).run().orElseThrow().count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aChangedByteIsFoundEvenWhenTheModificationTimeIsRestored(boolean incremental)
      throws IOException {
    backup(incremental).run().orElseThrow();
    String changed = tree.files().stream().filter(f -> size(f) > 100).findFirst().orElseThrow();
    tree.flipByte(changed, 50);

    BackupResult result = backup(incremental).run().orElseThrow();

    assertThat(result.count()).isEqualTo(1);
    Backups.assertHolds(server, tree);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDeletedFileIsDeletedFromTheSpaceOnlyWhenAsked(boolean incremental) throws IOException {
    backup(incremental).run().orElseThrow();
    String deleted = tree.files().get(17);
    tree.delete(deleted);

    assertThat(backup(incremental).run().orElseThrow().count()).isZero();
    assertThat(server.objects().find(Backups.folder(server) + deleted)).isPresent();
    BackupResult strict = backup(incremental).strictSync(true).run().orElseThrow();

    assertThat(strict.count()).isEqualTo(1);
    Backups.assertHolds(server, tree);
  }

  @Test
  void aDryRunChangesNothing() {
    BackupResult planned = backup(false).dryRun(true).run().orElseThrow();

    assertThat(planned.status()).isEqualTo(TransferStatus.SUCCEEDED);
    assertThat(planned.count()).isEqualTo(tree.files().size());
    assertThat(server.objects().count()).isZero();
    assertThat(server.records()).isEmpty();
  }

  @Test
  void aDryRunNamesWhatWouldBeSentAndDeleted() throws IOException {
    backup(false).run().orElseThrow();
    String deleted = tree.files().get(17);
    tree.delete(deleted).file("new.txt", "new");
    RecordedEvents planned = new RecordedEvents();
    RecordedEvents done = new RecordedEvents();

    BackupResult plan =
        backup(false).strictSync(true).dryRun(true).listener(planned).run().orElseThrow();
    assertThat(server.objects().find(Backups.folder(server) + deleted)).isPresent();
    backup(false).strictSync(true).listener(done).run().orElseThrow();

    assertThat(plan.count()).isEqualTo(2);
    assertThat(plan.size()).isEqualTo(3);
    assertThat(planned.keys("objectPlanned")).containsExactly("new.txt");
    assertThat(planned.keys("deletionPlanned")).containsExactly(deleted);
    assertThat(planned.keys("objectDeleted")).isEmpty();
    assertThat(planned.keys("objectStarted")).isEmpty();
    assertThat(done.keys("objectSucceeded")).containsExactly("new.txt");
    assertThat(done.keys("objectDeleted")).containsExactly(deleted);
    Backups.assertHolds(server, tree);
  }

  private BackupBuilder<?> backup(boolean incremental) {
    BackupBuilder<?> backup =
        incremental ? Backups.incremental(client, server) : Backups.full(client, server);
    return backup.source(tree.root()).stateDirectory(temporary.resolve("state"));
  }

  private long size(String file) {
    return tree.path(file).toFile().length();
  }
}
