package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.put;
import static io.spaces.client.testkit.faults.Requests.updateBackup;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.BackupBuilder;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.JournalEntry;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.transfer.TransferStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The record speaks last, and a backup whose record does not say so has not succeeded. */
class RecordOrderTest extends SpaceTest {
  private FileTree tree;

  @BeforeEach
  void start() {
    tree = FileTree.in(temporary.resolve("data")).random(5, 40);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void successIsRecordedAfterTheLastObjectWasAcknowledged(boolean vault) {
    server.faults().on(put()).every(7).delay(Duration.ofMillis(100));

    backup(vault).run().orElseThrow();

    List<JournalEntry> all = server.journal().entries();
    JournalEntry last = all.get(all.size() - 1);
    assertThat(last.method()).isEqualTo("PUT");
    assertThat(last.route()).isEqualTo(Route.BACKUP);
    assertThat(last.note()).contains("succeeded");
    assertThat(server.journal().entries("PUT", Route.BACKUP)).hasSize(1);
    assertThat(all.subList(0, all.size() - 1))
        .allSatisfy(entry -> assertThat(entry.ended()).isBeforeOrEqualTo(last.started()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRunWithAFailedObjectNeverRecordsSuccess(boolean vault) {
    server.faults().on(put().matching("**" + (vault ? "/packs/**" : ""))).nth(1).answer(403);

    BackupResult result = backup(vault).run();

    assertThat(result.status()).isNotEqualTo(TransferStatus.SUCCEEDED);
    assertThat(server.journal().entries("PUT", Route.BACKUP))
        .isNotEmpty()
        .allSatisfy(entry -> assertThat(entry.note()).doesNotContain("succeeded"));
    assertThat(server.records()).singleElement().matches(StoredRecord::failed);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 500, 503})
  void aRecordThatCannotBeClosedMeansFailure(int status) {
    server.faults().on(updateBackup()).answer(status);

    BackupResult result = backup(false).retries(1).run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage()).contains("record could not be closed");
    assertThat(result.count()).isEqualTo(tree.files().size());
    assertThat(result.cause()).isNotNull();
  }

  @Test
  void aRecordThatIsClosedAtTheSecondAttemptMeansSuccess() {
    server.faults().on(updateBackup()).nth(1).answer(503);

    backup(false).run().orElseThrow();

    assertThat(server.records()).singleElement().matches(StoredRecord::succeeded);
  }

  private BackupBuilder<?> backup(boolean vault) {
    return Backups.full(client, server)
        .source(tree.root())
        .stateDirectory(temporary.resolve("state"))
        .snapshot(vault);
  }
}
