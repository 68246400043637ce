package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.SpaceServerExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What once deleted backups by surprise on the command line, and what is to come of it. */
@ExtendWith(SpaceServerExtension.class)
class DeletionStoriesCommandTest {
  @TempDir Path work;
  private SpaceServer server;
  private Path uploads;
  private Path database;

  @BeforeEach
  void makeFiles(SpaceServer server) throws IOException {
    this.server = server;
    uploads = Files.createDirectories(work.resolve("uploads"));
    database = Files.createDirectories(work.resolve("database"));
    Files.writeString(uploads.resolve("1"), "one");
    Files.writeString(uploads.resolve("2"), "two");
    Files.writeString(database.resolve("db.sql"), "dump");
  }

  private Run run(String command, Object... more) {
    List<String> args = new ArrayList<>(List.of(command.split(" ")));
    args.add("--endpoint=" + server.endpoint());
    args.add("--secret-key=" + server.wallet().exportSecretKey());
    args.add("--state-dir=" + work.resolve("state"));
    Arrays.stream(more).map(String::valueOf).forEach(args::add);
    return Run.spaces(args.toArray(String[]::new));
  }

  /** Backs up into a vault; returns the snapshot's id. */
  private String backUp(int exitCode, Object... more) {
    Run run = run("backup --json --snapshot", more);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    return run.json().path("snapshotId").asText();
  }

  /** The ids of the snapshots that are listed. */
  private List<String> kept() {
    return run("snapshots list --json").json().path("snapshots").findValuesAsText("id");
  }

  private static void makePipe(Path path) throws Exception {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
  }

  @Test
  void aFolderIsBackedUpAndThenAnotherAndTheRuleOfTheSecondLeavesTheFirstAlone() {
    String first = backUp(0, "--keep=daily:7", uploads);
    String other = backUp(0, "--keep=daily:7", database);

    assertThat(run("snapshots prune --now").exitCode()).isZero();
    assertThat(kept()).containsExactly(other, first);
  }

  @Test
  void twoPlansWithRulesRemoveNothingOfEachOther() throws IOException {
    Path key = Files.writeString(work.resolve("key"), server.wallet().exportSecretKey());
    String plan =
        """
          - name: %s
            cron: "@yearly"
            layout: vault
            sources: [%s]
            destination: {endpoint: "%s", secretKey: "file:%s"}
            retention: DAILY 7
        """;
    String one = "{type: folder, path: \"%s\"}".formatted(uploads);
    String other = "{type: folder, path: \"%s\", kind: database, under: db}".formatted(database);
    Path plans =
        Files.writeString(
            work.resolve("plans.yaml"),
            "plans:\n"
                + plan.formatted("uploads", one, server.endpoint(), key)
                + plan.formatted("database", other, server.endpoint(), key));

    for (String name : List.of("uploads", "database")) {
      Run run = Run.spaces("schedule", "run", "--once=" + name, plans.toString());
      assertThat(run.exitCode()).as(run.err()).isZero();
    }

    assertThat(kept()).hasSize(2);
    assertThat(run("snapshots sets").out()).contains("uploads", "database");
  }

  @Test
  void aStrictRestoreOfTheNewestNamesTheSetsInsteadOfDeletingTheUploads() throws IOException {
    backUp(0, uploads);
    backUp(0, database);
    Path target = Files.createDirectories(work.resolve("target"));
    Files.writeString(target.resolve("1"), "one");

    Run refused = run("restore --snapshot=newest --delete-extra", target);

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains(uploads.toString(), database.toString());
    assertThat(target.resolve("1")).hasContent("one");
  }

  @Test
  void aPipeInTheFolderKeepsNoDayFromBeingRestoredNorDeletesAnyWhenItGoes() throws Exception {
    Path pipe = uploads.resolve("pipe");
    makePipe(pipe);
    List<String> days = new ArrayList<>();
    for (int day = 1; day <= 5; day++) {
      Files.writeString(uploads.resolve("1"), "day " + day);
      days.add(0, backUp(0, "--keep=last:30", uploads));
    }

    Path target = work.resolve("target");
    assertThat(run("restore", target).exitCode()).isZero();
    assertThat(target.resolve("1")).hasContent("day 5");

    Files.delete(pipe);
    days.add(0, backUp(0, "--keep=last:30", uploads));
    assertThat(kept()).isEqualTo(days);
  }

  /** A pipe that is to be reported makes each day incomplete. */
  @Test
  void aWholeDayDeletesNoIncompleteOnesBeforeIt() throws Exception {
    Path pipe = uploads.resolve("pipe");
    makePipe(pipe);
    List<String> days = new ArrayList<>();
    for (int day = 0; day < 10; day++) {
      days.add(0, backUp(3, "--keep=last:30", "--on-special=report", uploads));
    }
    Files.delete(pipe);

    days.add(0, backUp(0, "--keep=last:30", "--on-special=report", uploads));

    assertThat(run("snapshots prune --now").exitCode()).isZero();
    assertThat(kept()).isEqualTo(days);
  }

  @Test
  void aRestoreSaysThatItPassesOverNewerDaysThatAreIncomplete() throws Exception {
    String whole = backUp(0, uploads);
    makePipe(uploads.resolve("pipe"));
    Files.writeString(uploads.resolve("1"), "day 2");
    String incomplete = backUp(3, "--on-special=report", uploads);

    Run restore = run("restore", work.resolve("target"));
    Run newest = run("restore --snapshot=newest", work.resolve("newest"));

    assertThat(restore.exitCode()).isZero();
    assertThat(restore.err()).contains(whole, incomplete);
    assertThat(work.resolve("target/1")).hasContent("one");
    assertThat(newest.exitCode()).as(newest.err()).isZero();
    assertThat(work.resolve("newest/1")).hasContent("day 2");
  }

  @Test
  void aDiskThatIsNotMountedTwiceLeavesBothGoodSnapshots() throws IOException {
    String first = backUp(0, "--keep=last:2", uploads);
    String second = backUp(0, "--keep=last:2", uploads);
    Files.delete(uploads.resolve("1"));
    Files.delete(uploads.resolve("2"));

    for (int i = 0; i < 2; i++) {
      Run refused = run("backup --snapshot --keep=last:2", uploads);
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains("not mounted");
    }

    assertThat(kept()).containsExactly(second, first);
  }

  @Test
  void whatExpiresInAYearOutlivesTheRuleOfTheNextRun() {
    String held = backUp(0, "--expires=365d", uploads);
    String last = backUp(0, "--keep=last:1", uploads);

    assertThat(run("snapshots prune --now").exitCode()).isZero();
    assertThat(kept()).containsExactly(last, held);
  }

  @Test
  void anIncompleteSnapshotIsIncompleteAlsoAfterExportAndImportAndDeletesNothing()
      throws Exception {
    makePipe(uploads.resolve("pipe"));
    String id = backUp(3, "--on-special=report", uploads);
    Path folder = Files.createDirectories(work.resolve("archives"));
    Run export = run("snapshots export", id, folder);
    assertThat(export.exitCode()).as(export.err()).isZero();
    Path archive;
    try (var files = Files.list(folder)) {
      archive = files.findFirst().orElseThrow();
    }
    Run imported = run("snapshots import --json", archive);
    assertThat(imported.exitCode()).as(imported.err()).isZero();
    Path target = Files.createDirectories(work.resolve("target"));
    Files.writeString(target.resolve("pipe"), "the only copy");

    String again = imported.json().path("snapshot").path("id").asText();
    Run refused = run("restore --delete-extra", "--snapshot=" + again, target);

    assertThat(imported.json().path("snapshot").path("complete").asBoolean()).isFalse();
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("incomplete");
    assertThat(target.resolve("pipe")).hasContent("the only copy");
  }

  @Test
  void aPatternOfAnUnsetVariableIsAnErrorAndRestoresNothing() throws IOException {
    backUp(0, uploads);
    Path target = Files.createDirectories(work.resolve("target"));
    Files.writeString(target.resolve("1"), "newer work");

    for (String unset : List.of("", "  ", "# photos")) {
      assertThat(run("restore", "--include", unset, target).exitCode()).isEqualTo(2);
    }

    assertThat(target.resolve("1")).hasContent("newer work");
    assertThat(run("restore --include=photos/", target).exitCode()).isEqualTo(1);
  }
}
