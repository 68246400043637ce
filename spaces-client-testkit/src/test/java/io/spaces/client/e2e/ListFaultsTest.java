package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.lists;
import static io.spaces.client.testkit.faults.Requests.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.ManualClock;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A space that tells something else than it holds: more is sent than needed, nothing is lost, and
 * what it does not show is no success.
 */
class ListFaultsTest extends SpaceTest {
  private final ManualClock time = ManualClock.now();
  private FileTree tree;

  @Override
  Clock clock() {
    return time;
  }

  @BeforeEach
  void start() {
    tree = FileTree.in(temporary.resolve("data")).file("a", 10, 1).file("b", 20, 2);
    tree.file("c/d", 30, 3);
  }

  @Test
  void anObjectThatIsListedTwiceIsOneObject() throws IOException {
    backUp(false);
    server.faults().on(lists()).duplicateEntry();

    BackupResult again = backUp(false);
    assertThat(again.count()).isZero();
    assertThat(again.unchanged()).isEqualTo(3);
    RestoreResult restored =
        Backups.restore(client, server).target(temporary.resolve("target")).run().orElseThrow();
    assertThat(restored.count()).isEqualTo(3);
    assertThat(restored.scanned()).isEqualTo(3);
    tree.delete("a");
    assertThat(backUp(true).count()).isEqualTo(1);
    Backups.assertHolds(server, tree);
  }

  @Test
  void aListOfAnEarlierTimeIsNoSuccessAndCostsUploadsOnly() throws IOException {
    server.faults().on(lists()).staleList();
    assertThat(run(false).status()).isEqualTo(TransferStatus.FAILED);
    Backups.assertHolds(server, tree);

    assertThat(run(false).errorCount()).isEqualTo(3);
    Backups.assertHolds(server, tree);
    server.faults().clear();
    assertThat(backUp(false).unchanged()).isEqualTo(3);
  }

  @Test
  void whatAListOfAnEarlierTimeStillNamesMayBeGoneAlready() throws IOException {
    backUp(false);
    server.faults().on(lists()).first(6).staleList();
    tree.delete("a");

    backUp(true);
    backUp(true);

    Backups.assertHolds(server, tree);
  }

  @Test
  void whatIsNotListedAtFirstIsSentAgain() throws IOException {
    backUp(false);
    server.faults().on(lists()).first(1).hideEntries("**/b");

    BackupResult again = backUp(true);

    assertThat(again.count()).isEqualTo(1);
    assertThat(again.size()).isEqualTo(20);
    Backups.assertHolds(server, tree);
  }

  @Test
  void whatTheSpaceForgetsIsSentAgainByTheNextRun() throws IOException {
    server.faults().on(put().matching("**/b")).first(1).forget();
    assertThat(run(false).count()).isEqualTo(2);
    assertThat(server.objects().count()).isEqualTo(2);

    BackupResult again = backUp(false);

    assertThat(again.count()).isEqualTo(1);
    Backups.assertHolds(server, tree);
  }

  private BackupResult backUp(boolean strictSync) {
    return run(strictSync).orElseThrow();
  }

  private BackupResult run(boolean strictSync) {
    return Backups.incremental(client, server)
        .source(tree.root())
        .strictSync(strictSync)
        .stateDirectory(temporary.resolve("state"))
        .run();
  }
}
