package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.SpaceServerExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SpaceServerExtension.class)
class VaultBackupCommandTest {
  private static final String KEY = "00112233445566778899aabbccddeeff".repeat(2);
  private static final String PASSPHRASE = "correct horse battery staple";

  @TempDir Path work;
  private Path source;
  private SpaceServer server;

  @BeforeEach
  void makeFiles(SpaceServer server) throws IOException {
    this.server = server;
    source = Files.createDirectories(work.resolve("data"));
    Files.writeString(source.resolve("a.txt"), "hello world\n".repeat(1000));
  }

  private Path secret(String text) throws IOException {
    Path file = Files.writeString(work.resolve("secret"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private Run backup(String... more) {
    List<String> args = new ArrayList<>(List.of("backup", "--endpoint", server.endpoint()));
    args.addAll(List.of("--secret-key", server.wallet().exportSecretKey()));
    args.addAll(List.of("--state-dir", work.resolve("state").toString()));
    args.addAll(List.of(more));
    args.add(source.toString());
    return Run.spaces(args.toArray(String[]::new));
  }

  private String vaultKey(String rest) {
    return ".did-objects/" + server.wallet().address() + "/.vault/" + rest;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--layout=vault",
        "--snapshot",
        "--zip",
        "--compression=deflate:6",
        "--compression=zstd:3",
        "--description=Before the move",
        "--expires=30d",
        "--expires=2999-12-31T00:00:00Z",
        "--prune=never",
        "--grace=0",
        "--lock-wait=0",
        "--keep=all",
        "--keep=last:3,daily:7,weekly:4,monthly:12,yearly:5,hours:48"
      })
  void eachOfTheseMakesASnapshotInAVault(String option) {
    Run run = backup("--json", option);

    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode json = run.json();
    assertThat(json.path("status").asText()).isEqualTo("succeeded");
    assertThat(json.path("snapshotId").asText()).matches("[0-9a-f]{16}");
    assertThat(server.objects().keys())
        .contains(vaultKey("config"))
        .allMatch(key -> key.startsWith(vaultKey("")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--zip       | --zip",
        "--snapshot  | --snapshot",
        "--keep=all  | --keep",
        "--expires=1d | --expires",
        "--set=a     | --set",
        "--key-file  | --key-file or --passphrase-file",
      })
  void whatOnlyAVaultKnowsIsRefusedInAMirror(String option, String told) throws IOException {
    String given = option.equals("--key-file") ? option + "=" + secret(KEY) : option;

    Run run = backup("--layout=mirror", given);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            told
                + " is for vaults, and the layout is MIRROR; expected --layout vault beside it, or"
                + " --layout mirror without it");
    assertThat(server.journal().entries()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--strict-sync", "--resend"})
  void whatOnlyAMirrorKnowsIsRefusedInAVault(String option) {
    for (String vault : List.of("--zip", "--layout=vault", "--keep=last:3")) {
      Run run = backup(vault, option);

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .contains(
              option
                  + " is for mirrors, and the layout is VAULT; expected --layout mirror beside it,"
                  + " or --layout vault without it: ");
    }
    assertThat(server.journal().entries()).isEmpty();
  }

  @Test
  void prunesWhenItIsToldTo() throws IOException {
    List<String> packs = new ArrayList<>();
    for (String when : List.of("never", "after-run")) {
      Files.writeString(source.resolve("a.txt"), when);
      Run run = backup("--keep=last:1", "--prune", when, "--grace=0", "--lock-wait=0");
      assertThat(run.exitCode()).as(run.err()).isZero();
      packs.addAll(
          server.objects().keys().stream().filter(key -> key.contains("/packs/")).toList());
    }

    assertThat(server.objects().keys().stream().filter(key -> key.contains("/snapshots/")))
        .hasSize(1);
    assertThat(packs).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--prune=sometimes", "--grace=-1d", "--lock-wait=a while"})
  void refusesWhenAndForHowLongNobodyKnows(String option) {
    Run run = backup(option);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(option.substring(option.indexOf('=') + 1), "is none of");
    assertThat(server.objects().keys()).isEmpty();
  }

  @Test
  void printsTheSnapshotForPeopleToo() {
    Run run = backup("--snapshot");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).containsPattern("Snapshot [0-9a-f]{16}\\R");
  }

  @Test
  void encryptsWithAKeyAndNoticesAWrongOne() throws IOException {
    Run first = backup("--key-file=" + secret(KEY + "\n"));
    Run wrong = backup("--json", "--key-file=" + secret("ff".repeat(32)));
    Run right = backup("--json", "--key-file=" + secret("0x" + KEY));

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.json().path("statusMessage").asText()).contains("key");
    assertThat(right.exitCode()).as(right.err() + right.out()).isZero();
    assertThat(first.out() + first.err() + wrong + right).doesNotContain(KEY.substring(0, 16));
  }

  @Test
  void encryptsWithAPassphraseWithoutTheEndOfItsLine() throws IOException {
    Run first = backup("--passphrase-file=" + secret(PASSPHRASE + "\r\n"));
    Run again = backup("--passphrase-file=" + secret(PASSPHRASE));

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(first + "" + again).doesNotContain("horse");
  }

  @Test
  void refusesAShortPassphraseForANewVaultUnlessItIsAllowed() throws IOException {
    String passphrase = "--passphrase-file=" + secret("hunter2");
    Run refused = backup(passphrase);
    Run allowed = backup(passphrase, "--allow-short-passphrase", "--scrypt=16384,8,1");
    Run again = backup(passphrase);

    assertThat(refused.exitCode()).as(refused.out()).isEqualTo(1);
    assertThat(refused.out() + refused.err())
        .contains("7 characters", "--allow-short-passphrase")
        .doesNotContain("hunter2");
    assertThat(allowed.exitCode()).as(allowed.err()).isZero();
    assertThat(again.exitCode()).as(again.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw-r-----", "rw--w----"})
  void warnsWhenOthersCanReadOrChangeTheKey(String permissions) throws IOException {
    Path file = secret(KEY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    Run run = backup("--key-file=" + file);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("Warning", file.toString(), "chmod 600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "beefcafe", "beefcafe\nmore", "no hex beefcafe"})
  void aFileWithoutAKeyIsAMistakeThatDoesNotRepeatIt(String content) throws IOException {
    Run run = backup("--key-file=" + secret(content));

    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains("--key-file").doesNotContain("beefcafe");
    assertThat(server.objects().count()).isZero();
  }

  @Test
  void aPassphraseOnTheCommandLineIsRefusedAndNotRepeated() {
    Run joined = backup("--passphrase=" + PASSPHRASE);
    Run apart = backup("--passphrase", PASSPHRASE);

    assertThat(joined.exitCode()).isEqualTo(2);
    assertThat(joined.err()).contains("--passphrase").doesNotContain("horse");
    assertThat(apart.exitCode()).isEqualTo(2);
    assertThat(apart.err()).contains("--passphrase").doesNotContain("horse");
  }

  @Test
  void retentionRemovesWhatItDoesNotKeep() throws IOException {
    for (int i = 0; i < 3; i++) {
      Files.writeString(source.resolve("a.txt"), "state " + i);
      Run run = backup("--keep=last:2");
      assertThat(run.exitCode()).as(run.err()).isZero();
    }

    try (SpaceClient client =
            SpaceClient.builder().endpoint(server.endpoint()).wallet(server.wallet()).build();
        Snapshots snapshots = client.snapshots(server.wallet().address())) {
      assertThat(snapshots.list()).hasSize(2);
      assertThat(snapshots.deleted()).hasSize(1);
    }
  }
}
