package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.SpaceServerExtension;
import io.spaces.client.testkit.StoredRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SpaceServerExtension.class)
class HistoryCommandTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path work;
  private SpaceServer server;

  @BeforeEach
  void makeAHistory(SpaceServer server) {
    this.server = server;
    for (int i = 0; i < 120; i++) {
      Instant start = START.plusSeconds(3600L * i);
      server
          .objects()
          .put(
              new StoredRecord(
                  "record-" + i,
                  i % 5 == 4 ? "app-restore" : "app-backup",
                  i % 4 == 1 ? "failed" : "succeeded",
                  i % 4 == 1 ? "the disk was\tfull" : "",
                  start,
                  start.plusSeconds(90),
                  Map.of("appName", "Shop")));
    }
  }

  private Run history(String... more) {
    List<String> args = new ArrayList<>(List.of("history"));
    args.add("--endpoint=" + server.endpoint());
    args.add("--secret-key=" + server.wallet().exportSecretKey());
    args.add("--state-dir=" + work.resolve("state"));
    args.addAll(List.of(more));
    Run run = Run.spaces(args.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private JsonNode json(String... more) {
    List<String> args = new ArrayList<>(List.of("--json"));
    args.addAll(List.of(more));
    return history(args.toArray(String[]::new)).json();
  }

  @Test
  void printsAPageTheNewestFirstAndSaysHowToGoOn() {
    Run text = history();
    JsonNode page = json("--page-size=7", "--page=2");

    assertThat(text.out().lines()).hasSize(50);
    assertThat(text.out()).startsWith("2026-01-05T23:00:00Z  restore       succeeded");
    assertThat(text.out()).contains("1 min 30 s").contains("Shop: the disk was?full");
    assertThat(text.err()).contains("--page 1");
    assertThat(page.path("total").asInt()).isEqualTo(120);
    assertThat(page.path("page").asInt()).isEqualTo(2);
    assertThat(page.path("hasNext").asBoolean()).isTrue();
    assertThat(page.path("records")).hasSize(7);
    assertThat(page.path("records").get(0).path("id").asText()).isEqualTo("record-105");
    assertThat(page.path("records").get(0).path("durationMillis").asLong()).isEqualTo(90_000);
  }

  @Test
  void filtersByKindStatusTimeAndText() {
    JsonNode failed = json("--kind=backup", "--status=failed", "--oldest-first", "--page-size=2");
    JsonNode day =
        json("--from=2026-01-02T00:00:00Z", "--until=2026-01-02T04:00:00Z", "--text=DISK");

    assertThat(json("--kind=backup,restore", "--status=open,failed").path("total").asInt())
        .isEqualTo(30);
    assertThat(json("--kind=restore", "--status=open").path("total").asInt()).isZero();
    assertThat(failed.path("records").findValuesAsText("id"))
        .containsExactly("record-1", "record-5");
    assertThat(day.path("records").findValuesAsText("id")).containsExactly("record-25");
  }

  @Test
  void printsAllOfItOnRequest() {
    assertThat(history("--all", "--page-size=10", "--page=1").out().lines()).hasSize(110);
    assertThat(json("--all").path("records")).hasSize(120);
  }

  @Test
  void tellsOfTheVaultsSnapshotsOnRequest() throws IOException {
    Path source = Files.createDirectories(work.resolve("source"));
    Files.writeString(source.resolve("a.txt"), "hello world\n");
    Run backup =
        Run.spaces(
            "backup",
            "--json",
            "--endpoint=" + server.endpoint(),
            "--secret-key=" + server.wallet().exportSecretKey(),
            "--state-dir=" + work.resolve("state"),
            "--description=before the update",
            "" + source);
    String id = backup.json().path("snapshotId").asText();

    JsonNode with = json("--snapshots", "--page-size=1").path("records").get(0);
    JsonNode without = json("--page-size=1").path("records").get(0);

    assertThat(with.path("snapshotId").asText()).isEqualTo(id);
    assertThat(with.path("description").asText()).isEqualTo("before the update");
    assertThat(with.path("size").asLong()).isEqualTo(12);
    assertThat(with.path("kind").asText()).isEqualTo("backup");
    assertThat(without.path("id")).isEqualTo(with.path("id"));
    assertThat(without.path("snapshotId").isNull()).isTrue();
    assertThat(history("--snapshots").out())
        .contains(id + "  [" + with.path("set").asText() + "] before the update");
  }

  @Test
  void tellsWhatEachBackupIsOfAndOnlyTheVaultKnowsIt() throws IOException {
    backUp("databases", "one");
    backUp("uploads", "two");

    JsonNode databases = json("--set=databases").path("records");
    JsonNode both = json("--snapshots", "--kind=backup", "--page-size=2").path("records");

    assertThat(databases).hasSize(1);
    assertThat(databases.get(0).path("description").asText()).isEqualTo("one");
    assertThat(both.findValuesAsText("set")).containsExactly("uploads", "databases");
    assertThat(json("--page-size=2").path("records").findValuesAsText("set")).containsOnly("null");
    assertThat(server.records() + "" + server.objects().syncRecords()).doesNotContain("uploads");
  }

  private void backUp(String set, String description) throws IOException {
    Path source = Files.createDirectories(work.resolve("source"));
    Files.writeString(source.resolve("a.txt"), set);
    Run backup =
        Run.spaces(
            "backup",
            "--endpoint=" + server.endpoint(),
            "--secret-key=" + server.wallet().exportSecretKey(),
            "--state-dir=" + work.resolve("state"),
            "--set=" + set,
            "--description=" + description,
            "" + source);
    assertThat(backup.exitCode()).as(backup.err()).isZero();
  }
}
