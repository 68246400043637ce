package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.SpaceServerExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SpaceServerExtension.class)
class RestoreCommandTest {
  @TempDir Path work;
  private Path target;
  private SpaceServer server;

  @BeforeEach
  void backUp(SpaceServer server) throws IOException {
    this.server = server;
    target = work.resolve("target");
    Path source = Files.createDirectories(work.resolve("source"));
    Files.createDirectories(source.resolve("deep"));
    Files.writeString(source.resolve("a.txt"), "hello world\n");
    Files.writeString(source.resolve("deep/b.txt"), "more");
    assertThat(spaces("backup", source.toString()).exitCode()).isZero();
  }

  private Run spaces(String command, String... more) {
    return Run.spaces(
        Stream.concat(
                Stream.of(
                    command,
                    "--endpoint=" + server.endpoint(),
                    "--secret-key=" + server.wallet().exportSecretKey()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void getsABackupBack() {
    Run run = spaces("restore", target.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("Restored 2 objects (16 B) of 2 objects in ");
    assertThat(target.resolve("a.txt")).hasContent("hello world\n");
    assertThat(target.resolve("deep/b.txt")).hasContent("more");
  }

  @Test
  void printsOneJsonObject() {
    JsonNode first = spaces("restore", "--json", target.toString()).json();
    JsonNode second = spaces("restore", "--json", target.toString()).json();

    assertThat(first.path("status").asText()).isEqualTo("succeeded");
    assertThat(first.path("count").asInt()).isEqualTo(2);
    assertThat(first.path("size").asInt()).isEqualTo(16);
    assertThat(second.path("count").asInt()).isZero();
    assertThat(second.path("unchanged").asInt()).isEqualTo(2);
  }

  @Test
  void restoresAPart() {
    Run run = spaces("restore", "--include=deep/", target.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(target.resolve("a.txt")).doesNotExist();
    assertThat(target.resolve("deep/b.txt")).hasContent("more");
    assertThat(run.err()).doesNotContain("--include");
  }

  @Test
  void restoresSeveralPathsUnderOthers() {
    Run run =
        spaces("restore", "--path=a.txt", "--path=deep/b.txt", "--prefix=old", target.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(target.resolve("old/a.txt")).hasContent("hello world\n");
    assertThat(target.resolve("old/deep/b.txt")).hasContent("more");

    Run stripped = spaces("restore", "--path=deep", "--strip=1", target.toString());
    assertThat(stripped.exitCode()).as(stripped.err()).isZero();
    assertThat(target.resolve("b.txt")).hasContent("more");
    assertThat(spaces("restore", "--path=a.txt", "--path=lost", target.toString()).exitCode())
        .isEqualTo(3);
    assertThat(spaces("restore", "--prefix=../x", target.toString()).exitCode()).isEqualTo(2);
  }

  @Test
  void saysThatNoPartIsOfThatName() {
    Run run = spaces("restore", "--include=deeep/", target.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("Nothing was restored: Nothing in the backup matches include");
  }

  @Test
  void aVariableThatIsNotSetIsAMistakeAndNotEverything() {
    for (String nothing : new String[] {"", " ", "#deep"}) {
      Run run = spaces("restore", "--include=" + nothing, target.toString());

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("--include has the pattern \"" + nothing + "\"");
      assertThat(target).doesNotExist();
    }
  }

  @Test
  void saysThatNothingIsThereOfAnotherApp() {
    String app = "--app-pid=" + Wallet.random().address();
    Run run = spaces("restore", app, target.toString());
    Run json = spaces("restore", app, "--json", target.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("Nothing was restored: No backup was found below")
        .contains("check the wallet, --app-pid and the endpoint");
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(json.json().path("status").asText()).isEqualTo("nothing_found");
    assertThat(spaces("restore", target.toString()).err()).doesNotContain("No backup");
  }

  @Test
  void whatIsDeletedIsToldApartFromWhatIsMoved() throws IOException {
    Files.createDirectories(target);
    for (int i = 0; i < 5; i++) {
      Files.writeString(target.resolve("extra-" + i), "extra");
    }
    Run plan = spaces("restore", "--delete-extra", "--dry-run", target.toString());
    Run run = spaces("restore", "--delete-extra", target.toString());
    Files.writeString(target.resolve("extra"), "extra");
    JsonNode json = spaces("restore", "--delete-extra", "--json", target.toString()).json();
    Files.delete(work.resolve("source/a.txt"));
    Run backup = spaces("backup", "--strict-sync", work.resolve("source").toString());

    assertThat(plan.out()).contains("2 objects (16 B) of 2 objects");
    assertThat(plan.out()).contains("5 objects to be deleted from the target");
    assertThat(run.out()).startsWith("Restored 2 objects (16 B) of 2 objects in ");
    assertThat(run.out()).contains("5 objects deleted from the target");
    assertThat(json.path("deleted").asInt()).isEqualTo(1);
    assertThat(json.path("count").asInt()).isEqualTo(1);
    assertThat(backup.out()).startsWith("Backed up 0 objects (0 B) of 1 object in ");
    assertThat(backup.out()).contains("1 object deleted from the space");
  }

  @Test
  void keepsWhatIsThereWhenToldTo() throws IOException {
    Files.createDirectories(target);
    Files.writeString(target.resolve("a.txt"), "mine");

    spaces("restore", "--overwrite=never", target.toString());
    assertThat(target.resolve("a.txt")).hasContent("mine");

    spaces("restore", "--overwrite=if-different", target.toString());
    assertThat(target.resolve("a.txt")).hasContent("hello world\n");
  }

  @Test
  void tellsWhatADryRunWouldDo() {
    Run run = spaces("restore", "--dry-run", target.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("restore  a.txt  (12 B)", "A restore would restore 2 objects");
    assertThat(target.resolve("a.txt")).doesNotExist();
  }

  @Test
  void aDamagedObjectEndsWith3AndIsNotWritten() {
    String key = ".did-objects/" + server.wallet().address() + "/a.txt";
    String hash = Objects.requireNonNull(server.objects().get(key).hash());
    server.objects().put(key, "hello wOrld\n".getBytes(StandardCharsets.UTF_8), hash);

    Run run = spaces("restore", "--json", "--retries=0", target.toString());

    assertThat(run.exitCode()).as(run.out()).isEqualTo(3);
    assertThat(run.json().path("failures").findValuesAsText("key")).containsExactly("a.txt");
    assertThat(target.resolve("a.txt")).doesNotExist();
    assertThat(target.resolve("deep/b.txt")).hasContent("more");
  }

  @Test
  void aSnapshotThatIsNotThereEndsWith1() throws IOException {
    Path key = Files.writeString(work.resolve("key"), "ab".repeat(32));
    String[] vault = {"--key-file=" + key, "--state-dir=" + state()};
    spaces("backup", vault[0], vault[1], "" + work.resolve("source"));

    for (String which : List.of("--snapshot=0123456789abcdef", "--at=1999-12-31T23:59:59Z")) {
      Run run = spaces("restore", vault[0], vault[1], which, target.toString());

      assertThat(run.exitCode()).as(which).isEqualTo(1);
      assertThat(run.err() + run.out()).contains(which.split("=", 2)[1]);
    }
  }

  @Test
  void restoresASnapshotByItsIdAndTheNewestWithAKey() throws IOException {
    Path key = Files.writeString(work.resolve("key"), "ab".repeat(32));
    Path source = work.resolve("source");
    Files.setLastModifiedTime(source.resolve("a.txt"), FileTime.fromMillis(1_000_000_000_123L));
    String[] backup = {"--json", "--key-file=" + key, "--state-dir=" + state(), "" + source};
    String first = spaces("backup", backup).json().path("snapshotId").asText();
    Files.writeString(source.resolve("a.txt"), "changed");
    spaces("backup", backup);

    Run newest =
        spaces("restore", "--key-file=" + key, "--state-dir=" + state(), target.toString());
    assertThat(newest.exitCode()).as(newest.err()).isZero();
    assertThat(target.resolve("a.txt")).hasContent("changed");

    Run older =
        spaces(
            "restore",
            "--json",
            "--snapshot=" + first.substring(0, 8),
            "--key-file=" + key,
            "--state-dir=" + state(),
            "--temp-dir=" + work,
            target.toString());
    assertThat(older.exitCode()).as(older.err()).isZero();
    assertThat(older.json().path("snapshotId").asText()).isEqualTo(first);
    assertThat(target.resolve("a.txt")).hasContent("hello world\n");
    assertThat(Files.getLastModifiedTime(target.resolve("a.txt")).toMillis())
        .isEqualTo(1_000_000_000_123L);
  }

  @Test
  void restoresTheNewestSnapshotWhereThereIsAMirrorToo() throws IOException {
    Path source = work.resolve("source");
    Files.writeString(source.resolve("only-in-the-vault.txt"), "v");
    String passphrase =
        "--passphrase-file=" + Files.writeString(work.resolve("pass"), "one secret of many");
    spaces("backup", passphrase, "--state-dir=" + state(), source.toString());

    Run without = spaces("restore", "--snapshot=newest", "--state-dir=" + state(), "" + target);
    Run with =
        spaces(
            "restore",
            "--snapshot=newest",
            passphrase,
            "--set=" + source,
            "--delete-extra",
            "--state-dir=" + state(),
            "" + target);

    assertThat(without.exitCode()).isEqualTo(1);
    assertThat(without.err()).contains("encrypted");
    assertThat(with.exitCode()).as(with.err()).isZero();
    assertThat(target.resolve("only-in-the-vault.txt")).hasContent("v");
  }

  @Test
  void aWrongKeyIsToldAsSuch() throws IOException {
    Path source = work.resolve("source");
    Path right = Files.writeString(work.resolve("right"), "ab".repeat(32));
    Path wrong = Files.writeString(work.resolve("wrong"), "cd".repeat(32));
    spaces("backup", "--key-file=" + right, "--state-dir=" + state(), source.toString());

    Run run = spaces("restore", "--key-file=" + wrong, "--state-dir=" + state(), "" + target);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("key").doesNotContain("abab", "cdcd");
    assertThat(target.resolve("a.txt")).doesNotExist();
  }

  private Path state() {
    return work.resolve("state");
  }
}
