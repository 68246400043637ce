package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.createBackup;
import static io.spaces.client.testkit.faults.Requests.createRestore;
import static io.spaces.client.testkit.faults.Requests.delete;
import static io.spaces.client.testkit.faults.Requests.put;
import static io.spaces.client.testkit.faults.Requests.updateBackup;
import static io.spaces.client.testkit.faults.Requests.updateRestore;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.testkit.ManualClock;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The space does what it was asked, and its answer never arrives: things happen once. */
class LostAcknowledgementTest extends SpaceTest {
  private static final List<SourceObject> SOURCE = List.of(object("a"), object("b"), object("c"));

  private final ManualClock clock = ManualClock.now();

  @Override
  Clock clock() {
    return clock;
  }

  private static SourceObject object(String key) {
    return SourceObject.of(key, key.repeat(1000).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void ofAnUploadLeavesOneObjectThatCountsOnce() {
    server.faults().on(put().matching("**/b")).nth(1).loseAcknowledgement();

    assertOneWholeBackup(Backups.full(client, server).source(SOURCE).run());

    assertThat(server.journal().entries("PUT", Route.OBJECT)).hasSize(4);
  }

  @Test
  void ofTheRecordsOpeningLeavesOneRecord() {
    server.faults().on(createBackup()).nth(1).loseAcknowledgement();

    assertOneWholeBackup(Backups.full(client, server).source(SOURCE).run());

    assertThat(server.journal().entries("POST", Route.BACKUP)).hasSize(1);
  }

  @Test
  void ofTheRecordsClosingLeavesOneOutcome() {
    server.faults().on(updateBackup()).nth(1).loseAcknowledgement();

    assertOneWholeBackup(Backups.full(client, server).source(SOURCE).run());
  }

  @Test
  void ofEverythingAtOnceStillLeavesOneWholeBackup() {
    server.faults().on(put()).every(2).loseAcknowledgement();
    server.faults().on(createBackup()).nth(1).loseAcknowledgement();
    server.faults().on(updateBackup()).first(2).loseAcknowledgement();

    assertOneWholeBackup(Backups.full(client, server).source(SOURCE).run());
  }

  @Test
  void ofADeletionIsADeletion() {
    Backups.full(client, server).source(SOURCE).run().orElseThrow();
    server.faults().on(delete()).nth(1).loseAcknowledgement();

    BackupResult result =
        Backups.full(client, server)
            .source(List.of(object("a"), object("b")))
            .strictSync(true)
            .run()
            .orElseThrow();

    assertThat(result.count()).isEqualTo(1);
    assertThat(server.objects().count()).isEqualTo(2);
  }

  @Test
  void ofARestoresRecordLeavesOneRecord() {
    Backups.full(client, server).source(SOURCE).run().orElseThrow();
    server.faults().on(createRestore()).nth(1).loseAcknowledgement();
    server.faults().on(updateRestore()).nth(1).loseAcknowledgement();

    Backups.restore(client, server).target(temporary.resolve("target")).run().orElseThrow();

    assertThat(server.records())
        .filteredOn(record -> record.actionType().equals("app-restore"))
        .singleElement()
        .matches(StoredRecord::succeeded);
  }

  private void assertOneWholeBackup(BackupResult result) {
    result.orElseThrow();
    assertThat(result.count()).isEqualTo(3);
    assertThat(result.errorCount()).isZero();
    assertThat(result.size()).isEqualTo(3000);
    assertThat(server.objects().keys())
        .containsExactlyInAnyOrder(
            Backups.folder(server) + "a",
            Backups.folder(server) + "b",
            Backups.folder(server) + "c");
    assertThat(server.records()).singleElement().matches(StoredRecord::succeeded);
    assertThat(server.records().get(0).id()).isEqualTo(result.recordId());
  }
}
