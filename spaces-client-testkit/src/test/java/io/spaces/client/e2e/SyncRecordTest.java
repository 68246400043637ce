package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.createBackup;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.BackupBuilder;
import io.spaces.client.BlockletRestore;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.history.HistoryQuery;
import io.spaces.client.history.HistoryRecord;
import io.spaces.client.history.HistoryStatus;
import io.spaces.client.history.Strategy;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.testkit.faults.Requests;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.Warning;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The row of what a backup has sent, from which the official page and the history read sizes. */
class SyncRecordTest extends SpaceTest {
  private FileTree tree;

  @BeforeEach
  void makeFiles() {
    tree = FileTree.in(temporary.resolve("data")).file("secret-name", 700, 1).file("b", 300, 2);
  }

  private BackupBuilder<?> backup(boolean vault) {
    return Backups.incremental(client, server)
        .source(tree.root())
        .stateDirectory(temporary.resolve("state"))
        .snapshot(vault);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tellsWhatABackupHasSentToAMirrorAndToAVault(boolean vault) {
    BackupResult result = backup(vault).strategy(Strategy.AUTOMATIC).run().orElseThrow();

    StoredRecord row = onlyRow();
    assertThat(row.succeeded()).isTrue();
    assertThat(row.data())
        .containsEntry("source", "data")
        .containsEntry("target", Backups.folder(server))
        .containsEntry("metadata", Map.of("backup", result.recordId(), "strategy", "automatic"));
    assertThat(numbers(row)).isEqualTo("2 - 0 = 2 of 1000 bytes");
    assertThat(Double.parseDouble(String.valueOf(row.data().get("duration"))))
        .isBetween(0.0, result.duration().toMillis() / 1000.0);
    assertThat(result.warnings()).isEmpty();
  }

  private StoredRecord onlyRow() {
    assertThat(server.objects().syncRecords()).hasSize(1);
    return server.objects().syncRecords().get(0);
  }

  private static String numbers(StoredRecord row) {
    Map<String, Object> data = row.data();
    return "%s - %s = %s of %s bytes"
        .formatted(
            data.get("totalCount"),
            data.get("errorCount"),
            data.get("successCount"),
            data.get("size"));
  }

  @Test
  void countsWhatFailedAndHasFailedThen() {
    server.faults().on(Requests.put().matching("**/b")).answer(403);

    BackupResult result = backup(false).run();

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(onlyRow().failed()).isTrue();
    assertThat(onlyRow().message()).isEqualTo(result.statusMessage());
    assertThat(numbers(onlyRow())).isEqualTo("2 - 1 = 1 of 700 bytes");
  }

  @Test
  void tellsOfAnEncryptedVaultOnlyWhatTheSpaceSeesAnyway() {
    backup(true).encryption(Encryption.key("5a".repeat(32))).run().orElseThrow();

    StoredRecord row = onlyRow();
    assertThat(row.data()).containsEntry("source", "vault").containsEntry("totalCount", 1);
    assertThat(Long.parseLong(String.valueOf(row.data().get("size")))).isGreaterThan(1000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT"})
  void thatCannotBeWrittenIsAWarningAndNoFailure(String method) {
    server.faults().on(Requests.of(method, Route.AUDIT_LOG)).answer(404);

    BackupResult result = backup(false).run().orElseThrow();

    assertThat(server.records()).singleElement().matches(StoredRecord::succeeded);
    assertThat(result.warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.code()).isEqualTo(Warning.Code.SYNC_RECORD_MISSING);
              assertThat(warning.text()).contains(method + " audit-log", "404");
            });
  }

  @Test
  void isWrittenOfABackupThatWasGivenUpToo() {
    server.faults().on(Requests.put()).answer(507);

    BackupResult result = backup(true).run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(onlyRow().failed()).isTrue();
    assertThat(onlyRow().data()).containsEntry("successCount", 0).containsEntry("size", 0);
    assertThat(server.records()).singleElement().matches(StoredRecord::failed);
  }

  @Test
  void isNotWrittenForADryRun() {
    backup(false).dryRun(true).run().orElseThrow();

    assertThat(server.objects().syncRecords()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noRecordStaysPendingWhenTheAnswersToTheFirstOnesAreLost(boolean vault) {
    server.faults().on(createBackup()).nth(1).loseAcknowledgement();
    server.faults().on(Requests.of("POST", Route.AUDIT_LOG)).nth(1).loseAcknowledgement();

    backup(vault).run().orElseThrow();

    assertThat(server.records()).singleElement().matches(StoredRecord::succeeded);
    assertThat(onlyRow().succeeded()).isTrue();
    assertThat(client.history().page(HistoryQuery.all().status(HistoryStatus.OPEN)).records())
        .isEmpty();
  }

  @Test
  void theHistoryOfMirrorsTellsCountsSizesAndWhatStartedThem() {
    backup(false).run().orElseThrow();
    tree.file("c", 50, 3);
    backup(false).strategy(Strategy.AUTOMATIC).run().orElseThrow();
    backup(false).run().orElseThrow();
    Backups.restore(client, server).target(temporary.resolve("target")).run().orElseThrow();

    assertThat(client.history().page(HistoryQuery.all()).records())
        .extracting(SyncRecordTest::line)
        .containsExactly(
            "RESTORE SUCCEEDED MANUAL 3 1050",
            "BACKUP SUCCEEDED MANUAL 0 0",
            "BACKUP SUCCEEDED AUTOMATIC 1 50",
            "BACKUP SUCCEEDED MANUAL 2 1000");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tellsWhatARestoreHasFetchedFromAMirrorAndFromAVault(boolean vault) {
    backup(vault).run().orElseThrow();

    RestoreResult result = restore().run().orElseThrow();

    StoredRecord row = server.objects().syncRecords().get(1);
    assertThat(row.succeeded()).isTrue();
    assertThat(row.data())
        .containsEntry("source", Backups.folder(server))
        .containsEntry("target", "restore")
        .containsEntry("metadata", Map.of("restore", result.recordId(), "strategy", "manual"));
    assertThat(numbers(row)).isEqualTo("2 - 0 = 2 of 1000 bytes");
    assertThat(result.warnings()).isEmpty();
  }

  private BlockletRestore restore() {
    return Backups.restore(client, server)
        .stateDirectory(temporary.resolve("state"))
        .target(temporary.resolve("target"));
  }

  @Test
  void ofARestoreThatCannotBeWrittenIsAWarningAndNoFailure() {
    backup(false).run().orElseThrow();
    server.faults().on(Requests.of("POST", Route.AUDIT_LOG)).answer(404);

    RestoreResult result = restore().run().orElseThrow();

    assertThat(result.warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.code()).isEqualTo(Warning.Code.SYNC_RECORD_MISSING);
              assertThat(warning.text()).contains("restore", "POST audit-log", "404");
            });
  }

  @Test
  void tellsNothingOfWhatARestoreHasFetchedFromAnEncryptedVault() {
    Encryption encryption = Encryption.key("5a".repeat(32));
    backup(true).encryption(encryption).run().orElseThrow();

    restore().encryption(encryption).run().orElseThrow();

    assertThat(server.objects().syncRecords()).hasSize(1);
    assertThat(server.records()).last().matches(StoredRecord::succeeded);
  }

  /** Messages name sets, places and objects, which the log of the space must not know. */
  @Test
  void noRecordOfAnEncryptedVaultNamesWhatItHolds() {
    Encryption encryption = Encryption.key("5a".repeat(32));
    SourceObject broken =
        SourceObject.of(
            "secret-object",
            () -> {
              throw new IOException("secret-place cannot be read");
            });
    backup(true).encryption(encryption).set("secret-set").run().orElseThrow();
    BackupResult partial =
        Backups.incremental(client, server)
            .stateDirectory(temporary.resolve("state"))
            .snapshot(true)
            .encryption(encryption)
            .set("secret-set-2")
            .source(List.of(SourceObject.of("a", new byte[1]), broken))
            .run();
    tree.delete("secret-name").delete("b");
    BackupResult failed = backup(true).encryption(encryption).set("secret-set").run();
    RestoreResult unknown = restore().encryption(encryption).set("secret-set-3").run();

    assertThat(partial.statusMessage()).contains("1 of 2", "secret-");
    assertThat(failed.statusMessage()).contains("\"b\"");
    assertThat(unknown.statusMessage()).contains("secret-set");
    assertThat(server.records())
        .extracting(StoredRecord::message)
        .containsExactly(
            "",
            "Part of it failed; the client knows what. Failed: 1 (reading or writing at the"
                + " client).",
            "It failed; the client knows why (other).",
            "It failed; the client knows why (no such snapshot).");
    assertThat(server.objects().syncRecords())
        .noneMatch(row -> row.toString().contains("secret-") || row.message().contains("1 of 2"));
  }

  /** The official client's rows name no record: none of them is a restore's. */
  @Test
  void aRestoreTakesNoRowForItsOwnThatNamesNone() {
    server.faults().on(Requests.of("POST", Route.AUDIT_LOG)).answer(404);
    backup(false).run().orElseThrow();
    restore().run().orElseThrow();
    StoredRecord restored = server.records().get(1);
    server
        .objects()
        .put(
            new StoredRecord(
                "row",
                "app-objects-sync",
                "succeeded",
                "",
                restored.createdAt(),
                restored.createdAt(),
                Map.of("totalCount", 7, "size", 7)));

    assertThat(client.history().page(HistoryQuery.all()).records())
        .extracting(SyncRecordTest::line)
        .contains("RESTORE SUCCEEDED null -1 -1");
  }

  private static String line(HistoryRecord record) {
    return "%s %s %s %d %d"
        .formatted(
            record.kind(), record.status(), record.strategy(), record.count(), record.size());
  }
}
