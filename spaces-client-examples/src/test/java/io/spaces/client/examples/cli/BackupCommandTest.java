package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.SpaceServerExtension;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.testkit.faults.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SpaceServerExtension.class)
class BackupCommandTest {
  @TempDir Path work;
  private Path source;
  private SpaceServer server;

  @BeforeEach
  void makeFiles(SpaceServer server) throws IOException {
    this.server = server;
    source = Files.createDirectories(work.resolve("data"));
    Files.createDirectories(source.resolve("deep/er"));
    Files.writeString(source.resolve("a.txt"), "hello world\n");
    Files.writeString(source.resolve("deep/er/ü 1.txt"), "more");
  }

  private Run backup(String... more) {
    List<String> args = new ArrayList<>(List.of("backup", "--endpoint", server.endpoint()));
    args.addAll(List.of("--secret-key", server.wallet().exportSecretKey()));
    args.addAll(List.of("--state-dir", work.resolve("state").toString()));
    args.addAll(List.of(more));
    return Run.spaces(args.toArray(String[]::new));
  }

  @Test
  void printsOneJsonObjectWithTheDocumentedFields() {
    Run run = backup("--json", source.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode json = run.json();
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .containsExactly(
            "status",
            "statusCode",
            "statusMessage",
            "count",
            "deleted",
            "errorCount",
            "scanned",
            "unchanged",
            "skippedCount",
            "durationMillis",
            "size",
            "recordId",
            "failures",
            "skipped",
            "warnings");
    assertThat(json.path("status").asText()).isEqualTo("succeeded");
    assertThat(json.path("statusCode").asInt()).isEqualTo(200);
    assertThat(json.path("count").asInt()).isEqualTo(2);
    assertThat(json.path("errorCount").asInt()).isZero();
    assertThat(json.path("scanned").asInt()).isEqualTo(2);
    assertThat(json.path("unchanged").asInt()).isZero();
    assertThat(json.path("durationMillis").asLong()).isNotNegative();
    assertThat(json.path("size").asInt()).isEqualTo(16);
    assertThat(json.path("failures").isArray()).isTrue();
    assertThat(json.path("recordId").asText()).isEqualTo(server.records().get(0).id());
  }

  @Test
  void namesWhatItLeftOutInJsonAndWhenAskedToTellMore() throws IOException {
    Files.createSymbolicLink(source.resolve("link"), Path.of("a.txt"));

    JsonNode json = backup("--json", source.toString()).json();
    assertThat(json.path("skippedCount").asInt()).isEqualTo(1);
    assertThat(json.path("skipped"))
        .hasToString("[{\"key\":\"link\",\"reason\":\"a symbolic link\"}]");
    assertThat(backup("-v", source.toString()).err()).contains("skipped link: a symbolic link");
    assertThat(backup(source.toString()).err()).doesNotContain("link");
  }

  @Test
  void aRetentionThatFailsIsAWarningOfASuccess() {
    String[] command = {"--snapshot", "--keep=last:1", source.toString()};
    backup(command);
    server.faults().on(Requests.delete().matching(key -> key.contains("/snapshots/"))).answer(403);

    Run run = backup(command);
    Run json = backup("--json", "--snapshot", "--keep=last:1", source.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("warning The snapshot ", "is safe, but older ones");
    assertThat(json.exitCode()).isZero();
    assertThat(json.json().path("warnings").path(0).path("code").asText())
        .isEqualTo("retention-failed");
  }

  @Test
  void troubleIsWhatTheOptionsSayThatItIs() throws Exception {
    Process mkfifo = new ProcessBuilder("mkfifo", source.resolve("pipe").toString()).start();
    assertThat(mkfifo.waitFor()).isZero();

    Run usual = backup("--json", source.toString());
    Run reported = backup("--on-special=report", source.toString());
    Run fatal = backup("--on-special=fail", source.toString());
    Run others =
        backup(
            "--on-unreadable=skip",
            "--on-vanished=report",
            "--on-changing=skip",
            "--on-unstorable=fail",
            source.toString());

    assertThat(usual.exitCode()).isZero();
    assertThat(usual.json().path("skipped").path(0).path("key").asText()).isEqualTo("pipe");
    assertThat(reported.exitCode()).isEqualTo(3);
    assertThat(fatal.exitCode()).isEqualTo(1);
    assertThat(others.exitCode()).isZero();
  }

  @Test
  void anEmptySourceIsRefusedWhereItHeldSomethingUnlessThatIsAllowed() throws IOException {
    backup("--zip", source.toString());
    Files.delete(source.resolve("a.txt"));
    Files.delete(source.resolve("deep/er/ü 1.txt"));

    Run refused = backup("--zip", source.toString());
    Run allowed = backup("--zip", "--allow-empty", source.toString());

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("disk not mounted");
    assertThat(allowed.exitCode()).as(allowed.err()).isZero();
  }

  @Test
  void storesBelowTheWalletsOwnDidAndSignsTheRecordWithDefaults() {
    Run run = backup(source.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("Backed up 2 objects (16 B) of 2 objects in ");
    String did = server.wallet().address();
    assertThat(server.objects().keys())
        .containsExactlyInAnyOrder(
            ".did-objects/" + did + "/a.txt", ".did-objects/" + did + "/deep/er/ü 1.txt");
    StoredRecord record = server.records().get(0);
    assertThat(record.succeeded()).isTrue();
    assertThat(record.text("userDid")).isEqualTo(did);
    assertThat(record.text("appName")).isEqualTo("spaces");
    assertThat(record.text("referrer")).isEqualTo(server.origin() + "/");
  }

  @Test
  void takesEveryOption() {
    Wallet other = Wallet.random();
    Run run =
        backup(
            "--incremental",
            "--app-did=" + server.wallet().address(),
            "--app-pid=" + server.wallet().did().toUri(),
            "--user-did=" + other.address(),
            "--referrer=https://my.app/x",
            "--app-name=Notes",
            "--app-description=All of them",
            "--concurrency=2",
            "--retries=0",
            "--strict-sync",
            "--exclude=deep/",
            "--exclude=*.tmp",
            "--temp-dir=" + work,
            "--json",
            source.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.json().path("count").asInt()).isEqualTo(1);
    StoredRecord record = server.records().get(0);
    assertThat(record.text("userDid")).isEqualTo(other.address());
    assertThat(record.text("appDescription")).isEqualTo("All of them");
    assertThat(record.text("appName")).isEqualTo("Notes");
    assertThat(record.text("referrer")).isEqualTo("https://my.app/x");
  }

  @Test
  void deletesWhatIsGoneOnlyWithStrictSync() throws IOException {
    backup(source.toString());
    Files.delete(source.resolve("a.txt"));

    assertThat(backup("--json", source.toString()).json().path("count").asInt()).isZero();
    assertThat(server.objects().count()).isEqualTo(2);
    Run strict = backup("--json", "--strict-sync", source.toString());

    assertThat(strict.json().path("count").asInt()).as(strict.out()).isEqualTo(1);
    assertThat(server.objects().count()).isEqualTo(1);
  }

  @Test
  void triesAgainAsOftenAsItIsTold() {
    server.faults().on(Requests.put()).nth(1).answer(503);
    Run once = backup("--json", "--retries=0", source.toString());
    server.faults().clear();
    server.faults().on(Requests.put()).nth(1).answer(503);
    Run again = backup("--json", "--retries=1", source.toString());

    assertThat(once.exitCode()).as(once.out()).isEqualTo(3);
    assertThat(once.json().path("errorCount").asInt()).isEqualTo(1);
    assertThat(again.exitCode()).as(again.out()).isZero();
  }

  @Test
  void endsWith3WhenTheSpaceForbidsOneObject() {
    server.faults().on(Requests.put().matching("**/a.txt")).answer(403);

    Run run = backup("--json", source.toString());

    assertThat(run.exitCode()).as(run.out()).isEqualTo(3);
    assertThat(run.json().path("statusCode").asInt()).isEqualTo(403);
    assertThat(run.json().path("failures").findValuesAsText("key")).containsExactly("a.txt");
    assertThat(server.records().get(0).failed()).isTrue();
  }

  @Test
  void sendsOnlyWhatChangedTheNextTime() throws IOException {
    backup("--incremental", source.toString());
    Files.writeString(source.resolve("a.txt"), "hello moon!\n");

    JsonNode json = backup("--incremental", "--json", source.toString()).json();

    assertThat(json.path("count").asInt()).isEqualTo(1);
    assertThat(json.path("unchanged").asInt()).isEqualTo(1);
  }

  @Test
  void tellsWhatADryRunWouldDo() {
    Run run = backup("--dry-run", source.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("send    a.txt  (12 B)").contains("A backup would send 2");
    assertThat(server.objects().count()).isZero();
    assertThat(server.records()).isEmpty();
  }

  @Test
  void actsForTheAppThatDelegated() {
    Wallet agent = Wallet.random();
    String token = Delegation.issue(server.wallet(), agent.did(), Duration.ofHours(1)).token();

    Run run =
        Run.spaces(
            "backup",
            "--endpoint=" + server.endpoint(),
            "--secret-key=" + agent.exportSecretKey(),
            "--delegation=" + token,
            source.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(server.objects().keys())
        .allMatch(key -> key.startsWith(".did-objects/" + server.wallet().address() + "/"));
  }

  @Test
  void takesADelegationByReferenceAndNamesServerAndSigner() throws IOException {
    Wallet agent = Wallet.random();
    String token = Delegation.issue(server.wallet(), agent.did(), Duration.ofHours(1)).token();
    Path file = Files.writeString(work.resolve("delegation"), token + "\n");
    String app = server.wallet().address();
    List<String> args =
        List.of(
            "backup",
            "--endpoint=" + server.endpoint(),
            "--secret-key=" + agent.exportSecretKey(),
            "--server-did=did:abt:" + app,
            "--signer-did=" + app,
            "" + source);

    List<String> delegated = new ArrayList<>(args);
    delegated.add("--delegation=file:" + file);
    Run run = Run.spaces(delegated.toArray(String[]::new));
    delegated.set(delegated.size() - 1, "--delegation=env:NO_SUCH_DELEGATION");
    Run missing = Run.spaces(delegated.toArray(String[]::new));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(server.records().get(0).text("serverDid")).isEqualTo(app);
    assertThat(server.records().get(0).text("signerDid")).isEqualTo(app);
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("--delegation env:NO_SUCH_DELEGATION", "not there or empty");
    assertThat(server.records()).hasSize(1);
  }

  @Test
  void readsTheSecretKeyFromAFileAndWarnsWhenOthersCanReadIt() throws IOException {
    Path file = work.resolve("key");
    Files.writeString(file, server.wallet().exportSecretKey() + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    String[] args = {
      "backup",
      "--endpoint",
      server.endpoint(),
      "--secret-key-file",
      file.toString(),
      source.toString()
    };

    Run warned = Run.spaces(args);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Run quiet = Run.spaces(args);

    assertThat(warned.exitCode()).as(warned.err()).isZero();
    assertThat(warned.err()).contains("Warning", file.toString(), "chmod 600");
    assertThat(quiet.exitCode()).as(quiet.err()).isZero();
    assertThat(quiet.err()).doesNotContain("Warning");
  }

  @Test
  void endsWith3WhenAFileCannotBeBackedUp() throws Exception {
    Process mkfifo = new ProcessBuilder("mkfifo", source.resolve("pipe").toString()).start();
    assertThat(mkfifo.waitFor()).isZero();

    Run run = backup("--json", "--on-special=report", source.toString());

    assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
    JsonNode json = run.json();
    assertThat(json.path("status").asText()).isEqualTo("partial");
    assertThat(json.path("errorCount").asInt()).isEqualTo(1);
    assertThat(json.path("count").asInt()).isEqualTo(2);
    assertThat(json.path("failures").get(0).path("key").asText()).isEqualTo("pipe");
    assertThat(json.path("failures").get(0).path("message").asText()).isNotBlank();
  }

  @Test
  void endsWith1WhenTheSpaceRefuses() {
    server.unavailable("closed for today");

    Run run = backup("--json", source.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    JsonNode json = run.json();
    assertThat(json.path("status").asText()).isEqualTo("failed");
    assertThat(json.path("statusMessage").asText()).contains("closed for today");
    assertThat(json.path("count").asInt()).isEqualTo(-1);
    assertThat(json.path("errorCount").asInt()).isEqualTo(-1);
    assertThat(json.path("size").asInt()).isEqualTo(-1);
    assertThat(json.path("durationMillis").asInt()).isEqualTo(-1);
  }

  @Test
  void saysWhyItFailed() {
    server.unavailable("closed for today");

    Run run = backup(source.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("The backup failed: ").contains("closed for today");
  }
}
