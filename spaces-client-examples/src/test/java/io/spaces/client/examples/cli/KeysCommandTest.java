package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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

@ExtendWith(SpaceServerExtension.class)
class KeysCommandTest {
  @TempDir Path work;
  private SpaceServer server;
  private String key;

  @BeforeEach
  void makeASnapshot(SpaceServer server) throws IOException {
    this.server = server;
    key = "--key-file=" + secret("key", "ab".repeat(32));
    Path source = Files.createDirectories(work.resolve("source"));
    Files.writeString(source.resolve("a.txt"), "hello world\n");
    Run run = spaces(List.of("backup", "--incremental", "--zip"), key, source.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private Path secret(String name, String text) throws IOException {
    Path file = Files.writeString(work.resolve(name), text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private Run spaces(List<String> command, String... more) {
    List<String> args = new ArrayList<>(command);
    args.add("--endpoint=" + server.endpoint());
    args.add("--secret-key=" + server.wallet().exportSecretKey());
    args.add("--state-dir=" + work.resolve("state"));
    args.addAll(List.of(more));
    return Run.spaces(args.toArray(String[]::new));
  }

  private JsonNode keys(String command, String... more) {
    List<String> args = new ArrayList<>(List.of(more));
    args.add(0, "--json");
    Run run = spaces(List.of("keys", command), args.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json();
  }

  @Test
  void addsListsAndRemovesKeys() throws IOException {
    String passphrase = secret("passphrase", "correct horse battery").toString();
    JsonNode added =
        keys(
            "add",
            key,
            "--label=laptop",
            "--new-passphrase-file=" + passphrase,
            "--scrypt=16384,8,1");
    assertThat(added.at("/added/label").asText()).isEqualTo("laptop");

    JsonNode listed = keys("list", "--passphrase-file=" + passphrase).path("keys");
    assertThat(listed.findValuesAsText("label")).containsExactly("first", "laptop");
    assertThat(listed.findValuesAsText("kind")).containsExactly("key", "passphrase");
    assertThat(listed.findValuesAsText("current")).containsExactly("false", "true");
    Run text = spaces(List.of("keys", "list"), key);
    assertThat(text.out()).contains("laptop", "(scrypt 16384,8,1)", "* ").doesNotContain("horse");

    Run own = spaces(List.of("keys", "remove", "first"), key);
    assertThat(own.exitCode()).isNotZero();
    assertThat(own.err()).contains("the key that has opened the vault");
    keys("remove", "first", "--passphrase-file=" + passphrase);
    assertThat(spaces(List.of("keys", "list"), key).exitCode()).isEqualTo(1);
    Run last = spaces(List.of("keys", "remove", "laptop"), "--passphrase-file=" + passphrase);
    assertThat(last.err()).contains("the last key of the vault");
  }

  @Test
  void refusesAShortPassphraseUnlessItIsAllowed() throws IOException {
    String file = "--new-passphrase-file=" + secret("short", "hunter2");
    Run refused = spaces(List.of("keys", "add", "--label=mine"), key, file);
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.err()).contains("7 characters").doesNotContain("hunter2");
    keys("add", key, "--label=mine", file, "--allow-short-passphrase", "--scrypt=16384");
  }

  @Test
  void restoresOnAnotherMachineWithThePrivateHalfOfARecoveryKey() throws IOException {
    Path file = work.resolve("recovery");
    Run made = Run.spaces("keys", "recovery", "new", "--private-key-file=" + file, "--json");
    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(made.out()).doesNotContain("private-");
    assertThat(Run.spaces("keys", "recovery", "new", "--private-key-file=" + file).exitCode())
        .isEqualTo(2);
    String half = made.json().path("publicKey").asText();

    Run wrong = spaces(List.of("keys", "add", "--label=x"), key, "--recovery=" + half + "0");
    assertThat(wrong.exitCode()).isNotZero();
    assertThat(wrong.err()).contains("recovery key");
    keys("add", key, "--label=safe", "--recovery=" + half);

    Path target = work.resolve("target");
    Run restored =
        Run.spaces(
            "restore",
            "--endpoint=" + server.endpoint(),
            "--secret-key=" + server.wallet().exportSecretKey(),
            "--state-dir=" + work.resolve("state of another machine"),
            "--recovery-key-file=" + file,
            target.toString());
    assertThat(restored.exitCode()).as(restored.err()).isZero();
    assertThat(target.resolve("a.txt")).hasContent("hello world");
    Run swapped = spaces(List.of("keys", "list"), "--recovery-key-file=" + secret("public", half));
    assertThat(swapped.exitCode()).isEqualTo(2);
    assertThat(swapped.err()).contains("is the public half, which opens nothing");
  }

  @Test
  void printsBothHalvesOnceWhereNoFileIsNamed() {
    Run made = Run.spaces("keys", "recovery", "new");
    assertThat(made.out())
        .containsPattern("public half +spaces-recovery-public-[0-9a-f]{64}-[0-9a-f]{8}")
        .containsPattern("private half +spaces-recovery-private-[0-9a-f]{64}-[0-9a-f]{8}");
  }
}
