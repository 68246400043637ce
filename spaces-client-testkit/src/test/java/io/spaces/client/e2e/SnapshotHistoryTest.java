package io.spaces.client.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spaces.client.Snapshots;
import io.spaces.client.backup.Encryption;
import io.spaces.client.error.WrongKeyException;
import io.spaces.client.history.History;
import io.spaces.client.history.HistoryKind;
import io.spaces.client.history.HistoryPage;
import io.spaces.client.history.HistoryQuery;
import io.spaces.client.history.HistoryRecord;
import io.spaces.client.history.HistoryStatus;
import io.spaces.client.history.Strategy;
import io.spaces.client.testkit.StoredRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A space's history together with the snapshots of a vault in it. */
class SnapshotHistoryTest {
  private static final Encryption KEY = Encryption.key(VaultBackups.KEY);
  private static final Instant EXPIRY = Instant.parse("2099-01-01T00:00:00Z");

  @TempDir Path temporary;
  private VaultBackups vault;
  private Snapshots snapshots;
  private History history;

  @BeforeEach
  void start() throws IOException {
    vault = new VaultBackups(temporary);
    snapshots =
        vault
            .client
            .snapshots(vault.server.appDid().address())
            .encryption(KEY)
            .stateDirectory(vault.state);
    history = vault.client.history(snapshots);
  }

  @AfterEach
  void stop() {
    snapshots.close();
    vault.close();
  }

  private String backUp(String description) {
    String id =
        vault
            .of(Backups.incremental(vault.client, vault.server))
            .snapshot(true)
            .encryption(KEY)
            .description(description)
            .expiresAt(EXPIRY)
            .run()
            .orElseThrow()
            .snapshotId();
    return requireNonNull(id);
  }

  @Test
  void withoutAVaultItIsTheHistoryOfTheSpace() {
    vault.source.file("a", "12345");
    vault.of(Backups.incremental(vault.client, vault.server)).run().orElseThrow();

    HistoryPage page = history.page(HistoryQuery.all());

    assertThat(page).isEqualTo(vault.client.history().page(HistoryQuery.all()));
    assertThat(page.total()).isEqualTo(1);
  }

  @Test
  void eachBackupIsThereOnceWithWhatItsSnapshotTells() {
    vault.source.file("a", "12345");
    String first = backUp("before the update");
    vault.source.file("d/b", "1234567");
    String second = backUp("");
    vault.of(Backups.incremental(vault.client, vault.server)).run().orElseThrow();
    vault.restore(temporary.resolve("target")).encryption(KEY).run().orElseThrow();

    List<HistoryRecord> all = history.stream(HistoryQuery.all().oldestFirst()).toList();

    assertThat(all)
        .extracting(HistoryRecord::kind)
        .containsExactly(
            HistoryKind.BACKUP, HistoryKind.BACKUP, HistoryKind.BACKUP, HistoryKind.RESTORE);
    assertThat(all)
        .extracting(HistoryRecord::snapshotId)
        .containsExactly(first, second, null, null);
    assertThat(all)
        .extracting(HistoryRecord::description)
        .startsWith("before the update", "Tasks", "Tasks");
    assertThat(all).extracting(HistoryRecord::count).containsExactly(1L, 2L, 2L, -1L);
    assertThat(all).extracting(HistoryRecord::size).containsExactly(5L, 12L, 12L, -1L);
    assertThat(all).extracting(HistoryRecord::expiresAt).startsWith(EXPIRY, EXPIRY, null);
    assertThat(all.get(0).id()).isEqualTo(vault.server.records().get(0).id());
    assertThat(history.stream(HistoryQuery.all().containing("THE UPDATE"))).hasSize(1);
  }

  @Test
  void whatStartedABackupIsKnownOfMirrorsToo() {
    vault.source.file("a", "12345");
    vault.of(Backups.incremental(vault.client, vault.server)).run().orElseThrow();
    backUp("by hand");
    vault
        .of(Backups.incremental(vault.client, vault.server))
        .strategy(Strategy.AUTOMATIC)
        .run()
        .orElseThrow();
    vault
        .of(Backups.incremental(vault.client, vault.server))
        .snapshot(true)
        .encryption(KEY)
        .strategy(Strategy.AUTOMATIC)
        .run()
        .orElseThrow();

    assertThat(history.stream(HistoryQuery.all().oldestFirst()))
        .extracting(HistoryRecord::strategy)
        .containsExactly(Strategy.MANUAL, Strategy.MANUAL, Strategy.AUTOMATIC, Strategy.AUTOMATIC);
  }

  @Test
  void whatIsChangedOrDeletedIsSeenByTheNextPage() {
    vault.source.file("a", "12345");
    String first = backUp("first");
    String second = backUp("second");
    snapshots.describe(first, "the first of all");
    snapshots.expire(first, null);
    snapshots.delete(second);

    HistoryPage page = history.page(HistoryQuery.all().pageSize(1).page(1));
    HistoryRecord newest = history.page(HistoryQuery.all().pageSize(1)).records().get(0);

    assertThat(page.hasNext()).isFalse();
    assertThat(page.records().get(0).description()).isEqualTo("the first of all");
    assertThat(page.records().get(0).expiresAt()).isNull();
    assertThat(newest.snapshotId()).isNull();
    assertThat(newest.status()).isEqualTo(HistoryStatus.SUCCEEDED);
  }

  @Test
  void aSnapshotWithoutARecordStandsForItselfAndIsNoBackupOfTheSummary() {
    vault.source.file("a", "12345");
    String id = backUp("first");
    StoredRecord record = vault.server.records().get(0);
    Instant earlier = record.createdAt().minusSeconds(60);
    vault
        .server
        .objects()
        .put(
            new StoredRecord(
                record.id(), "app-restore", "failed", "", earlier, earlier, record.data()));

    assertThat(history.stream(HistoryQuery.all()))
        .extracting(HistoryRecord::kind)
        .containsExactly(HistoryKind.SNAPSHOT, HistoryKind.RESTORE);
    HistoryPage page = history.page(HistoryQuery.all().kind(HistoryKind.SNAPSHOT));
    assertThat(page.records()).extracting(HistoryRecord::id).containsExactly(id);
    assertThat(page.records().get(0).description()).isEqualTo("first");
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    assertThat(history.summary(today.minusDays(1), today.plusDays(1), ZoneOffset.UTC))
        .allMatch(day -> day.succeeded() + day.failed() == 0);
  }

  @Test
  void aWrongKeyIsToldWhenTheHistoryIsAsked() {
    vault.source.file("a", "12345");
    backUp("first");
    try (Snapshots others = snapshots.encryption(Encryption.key("00".repeat(32)))) {
      assertThatExceptionOfType(WrongKeyException.class)
          .isThrownBy(() -> vault.client.history(others).page(HistoryQuery.all()));
    }
  }
}
