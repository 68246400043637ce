package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.examples.bench.Program;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.TreeSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program beside the official software, as users start it. */
@Tag("interop")
@EnabledIf(
    value = "io.spaces.client.examples.cli.OfficialSoftware#isInstalled",
    disabledReason = "The official software is not installed; run mvn verify -Pinterop")
@Timeout(240)
class OfficialSoftwareTest {
  private static final long SEED = 13;

  @TempDir Path work;
  private final Wallet wallet = Wallet.random();
  private FileTree source;
  private String endpoint = "";

  @BeforeEach
  void makeFiles() throws Exception {
    source =
        FileTree.in(Files.createDirectories(work.resolve("data")))
            .file("a.txt", "hello")
            .file("folder/b.bin", 300_000, SEED);
  }

  private Run spaces(String command, String... more) {
    List<String> args = new ArrayList<>(List.of(command.split(" ", -1)));
    args.add("--json");
    args.add("--endpoint=" + endpoint);
    args.add("--secret-key=" + wallet.exportSecretKey());
    args.add("--state-dir=" + work.resolve("state"));
    args.addAll(List.of(more));
    return Run.spaces(args.toArray(String[]::new));
  }

  private JsonNode done(String command, String... more) {
    Run run = spaces(command, more);
    assertThat(run.exitCode()).as(command + ": " + run).isZero();
    return run.json();
  }

  private OfficialSoftware coreServer(String... options) throws Exception {
    OfficialSoftware server = OfficialSoftware.coreServer(work.resolve("core"), options);
    endpoint = server.endpoint();
    return server;
  }

  /** {@code spaces serve}, and nothing more. */
  @Test
  void theOfficialClientBacksUpAndRestoresOnASpaceThatIsServedWithoutAnyOption() throws Exception {
    Process serve =
        new ProcessBuilder(Program.command(List.of("-Xmx128m"), "serve"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      endpoint = Run.json(serve.inputReader().readLine()).path("endpoint").asText();
      Path target = Files.createDirectories(work.resolve("target"));

      assertWell(OfficialSoftware.client("full", endpoint, source.root()), 2);
      source.file("c.txt", "new");
      assertWell(OfficialSoftware.client("incremental", endpoint, source.root()), 1);
      assertWell(OfficialSoftware.client("restore", endpoint, target), 3);

      assertThat(TreeSnapshot.of(target).differences(source.snapshot())).isEmpty();
    } finally {
      serve.destroy();
      assertThat(serve.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void assertWell(JsonNode printed, int count) {
    assertThat(printed.path("statusCode").asInt()).as("%s", printed).isEqualTo(200);
    assertThat(printed.path("data").path("errorCount").asInt(-1)).as("%s", printed).isZero();
    assertThat(printed.path("data").path("count").asInt()).as("%s", printed).isEqualTo(count);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--strict-records"})
  void theHistoryTellsOfBackupsAndARestoreThoughAnAnswerIsLost(String option) throws Exception {
    try (OfficialSoftware core = coreServer(option)) {
      core.loseAnswer("POST", "/backup");
      done("backup", source.root().toString());
      source.file("c.txt", "new");
      done("backup", "--incremental", source.root().toString());
      done("backup", "--incremental", source.root().toString());
      done("restore", work.resolve("target").toString());

      List<String> lines = new ArrayList<>();
      for (JsonNode record : done("history").path("records")) {
        lines.add(line(record));
      }

      assertThat(lines)
          .containsExactly(
              "restore manual succeeded 3 0 300008",
              "backup manual succeeded 0 0 0",
              "backup manual succeeded 1 0 3",
              "backup manual succeeded 2 0 300005");
      assertThat(done("history", "--status=open").path("records")).isEmpty();
    }
  }

  private static String line(JsonNode record) {
    return String.join(
        " ",
        record.path("kind").asText(),
        record.path("strategy").asText(),
        record.path("status").asText(),
        record.path("count").asText(),
        record.path("errorCount").asText(),
        record.path("size").asText());
  }
}
