package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.SpaceServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The story of a space of 4 MB. Where it says no numbers, a backup that is too large overshoots,
 * and leaves it full.
 */
@Timeout(240)
class FullSpaceTest {
  private static final long SEED = 4;

  @TempDir Path work;
  private final Wallet wallet = Wallet.random();
  private FileTree source;

  @BeforeEach
  void makeFiles() throws Exception {
    source = FileTree.in(Files.createDirectories(work.resolve("data"))).file("a", 100_000, SEED);
  }

  @ParameterizedTest
  @CsvSource({"true, 403", "false, 507"})
  void aSpaceThatABackupOvershootsIsFreedByTheProgram(boolean numbers, int status) {
    try (SpaceServer server =
        SpaceServer.builder()
            .app(wallet)
            .capacity(4_000_000)
            .fullStatus(status)
            .statusExtras(numbers)
            .start()) {
      tellTheStoryOn(server.endpoint(), numbers);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 402", "false, 413"})
  @Tag("interop")
  @EnabledIf("io.spaces.client.examples.cli.OfficialSoftware#isInstalled")
  void soIsOneOnTheOfficialCore(boolean numbers, String status) throws Exception {
    try (OfficialSoftware core =
        OfficialSoftware.coreServer(
            work.resolve("core"),
            "--quota",
            "4000000",
            "--full-status",
            status,
            numbers ? "--length" : "--no-extras")) {
      tellTheStoryOn(core.endpoint(), numbers);
    }
  }

  private void tellTheStoryOn(String endpoint, boolean numbers) {
    String first = backup(endpoint, 0).path("snapshotId").asText();
    source.file("b", 150_000, SEED + 1);
    String second = backup(endpoint, 0).path("snapshotId").asText();

    source.file("large", 6_000_000, SEED + 2);
    JsonNode failed = backup(endpoint, 1);
    assertThat(failed.path("status").asText()).isEqualTo("failed");
    assertThat(failed.path("statusMessage").asText())
        .contains("The space is full", "bytes", "Delete what is needed no more")
        .contains(numbers ? "are free" : "used capacity")
        .doesNotContain("delegation");
    source.delete("large").file("c", 120_000, SEED + 3);
    if (!numbers) {
      assertThat(backup(endpoint, 1).path("statusMessage").asText()).contains("The space is full");
    }

    assertThat(done(endpoint, "snapshots verify", "--read-data").path("problems")).isEmpty();
    assertRestores(endpoint, second, "while it is full");
    done(endpoint, "snapshots delete", first);
    done(endpoint, "snapshots prune", "--now");
    backup(endpoint, 0);

    assertThat(done(endpoint, "snapshots verify", "--read-data").path("problems")).isEmpty();
    assertThat(done(endpoint, "snapshots list").path("snapshots")).hasSize(2);
    assertRestores(endpoint, second, "afterwards");
  }

  private void assertRestores(String endpoint, String snapshot, String name) {
    Path target = work.resolve(name);
    done(endpoint, "restore", "--snapshot=" + snapshot, target.toString());
    assertThat(target.resolve("b")).hasSameBinaryContentAs(source.path("b"));
    assertThat(target.resolve("c")).doesNotExist();
  }

  private JsonNode backup(String endpoint, int exitCode) {
    Run run = spaces(endpoint, "backup", "--snapshot", source.root().toString());
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(exitCode);
    return run.json();
  }

  private JsonNode done(String endpoint, String command, String... more) {
    Run run = spaces(endpoint, command, more);
    assertThat(run.exitCode()).as(command + ": " + run).isZero();
    return run.json();
  }

  private Run spaces(String endpoint, String command, String... more) {
    List<String> args = new ArrayList<>(List.of(command.split(" ", -1)));
    args.add("--json");
    args.add("--endpoint=" + endpoint);
    args.add("--secret-key=" + wallet.exportSecretKey());
    args.add("--state-dir=" + work.resolve("state"));
    args.addAll(List.of(more));
    return Run.spaces(args.toArray(String[]::new));
  }
}
