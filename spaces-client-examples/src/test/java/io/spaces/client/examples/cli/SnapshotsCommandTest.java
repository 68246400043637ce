package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.SpaceServerExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SpaceServerExtension.class)
class SnapshotsCommandTest {
  @TempDir Path work;
  private SpaceServer server;
  private Path key;
  private Path state;
  private String first;
  private String second;

  @BeforeEach
  void makeTwoSnapshots(SpaceServer server) throws IOException {
    this.server = server;
    state = work.resolve("state");
    key = Files.writeString(work.resolve("key"), "ab".repeat(32));
    Path source = Files.createDirectories(work.resolve("source"));
    Files.writeString(source.resolve("a.txt"), "hello world\n");
    Files.writeString(source.resolve("gone.txt"), "bye");
    first = backUp("first");
    Files.writeString(source.resolve("a.txt"), "hello moon\n");
    Files.writeString(source.resolve("new.txt"), "new");
    Files.delete(source.resolve("gone.txt"));
    second = backUp("second");
  }

  private String backUp(String description) {
    String source = work.resolve("source").toString();
    Run run = run(List.of("backup"), "--json", "--description=" + description, source);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json().path("snapshotId").asText();
  }

  private Run snapshots(String command, String... more) {
    return run(List.of("snapshots", command), more);
  }

  private Run run(List<String> command, String... more) {
    List<String> args = new ArrayList<>(command);
    args.add("--endpoint=" + server.endpoint());
    args.add("--secret-key=" + server.wallet().exportSecretKey());
    args.add("--state-dir=" + state);
    args.add("--key-file=" + key);
    args.addAll(List.of(more));
    return Run.spaces(args.toArray(String[]::new));
  }

  private JsonNode json(String command, String... more) {
    String[] args = new String[more.length + 1];
    args[0] = "--json";
    System.arraycopy(more, 0, args, 1, more.length);
    Run run = snapshots(command, args);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json();
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    for (Iterator<String> i = object.fieldNames(); i.hasNext(); ) {
      names.add(i.next());
    }
    return names;
  }

  @Test
  void listsTheNewestFirst() {
    JsonNode all = json("list").path("snapshots");
    Run text = snapshots("list");

    assertThat(all.findValuesAsText("id")).containsExactly(second, first);
    assertThat(names(all.get(0)))
        .containsExactly(
            "id",
            "time",
            "set",
            "description",
            "expiresAt",
            "pinned",
            "suspicion",
            "parent",
            "complete",
            "files",
            "directories",
            "links",
            "size",
            "sent");
    assertThat(all.get(0).path("parent").asText()).isEqualTo(first);
    assertThat(all.get(0).path("files").asInt()).isEqualTo(2);
    assertThat(text.out().lines()).hasSize(2);
    assertThat(text.out()).startsWith(second).contains("second", "first");
  }

  @Test
  void showsWhatASnapshotHolds() {
    JsonNode json = json("show", first.substring(0, 8));
    Run newest = snapshots("show");

    assertThat(json.path("snapshot").path("id").asText()).isEqualTo(first);
    assertThat(json.path("entries").findValuesAsText("path")).containsExactly("a.txt", "gone.txt");
    assertThat(names(json.path("entries").get(0)))
        .containsExactly("path", "type", "size", "modified", "permissions", "linkTarget");
    assertThat(json.path("entries").get(0).path("type").asText()).isEqualTo("file");
    assertThat(json.path("entries").get(0).path("permissions").asText()).matches("0[0-7]{3}");
    assertThat(newest.out()).startsWith(second).containsPattern("-rw-[rwx-]{6} +11 .* a.txt");
  }

  @Test
  void tellsWhatDiffers() {
    JsonNode json = json("diff", first, "newest");
    Run text = snapshots("diff", first, second);

    assertThat(json.path("older").asText()).isEqualTo(first);
    assertThat(json.path("newer").asText()).isEqualTo(second);
    assertThat(json.path("changes").findValuesAsText("kind"))
        .containsExactly("changed", "removed", "added");
    assertThat(json.path("changes").get(1).path("after").isNull()).isTrue();
    assertThat(text.out().lines())
        .contains("changed  a.txt", "removed  gone.txt", "added  new.txt");
  }

  @Test
  void describesAndExpiresAndPrunes() {
    JsonNode described = json("describe", first, "The first of all").path("snapshot");
    JsonNode expiring = json("expire", first, "30d").path("snapshot");
    JsonNode forever = json("expire", first, "never").path("snapshot");
    json("expire", first, "now");
    JsonNode expired = json("prune");
    JsonNode preview = json("prune", "--now", "--dry-run");
    JsonNode pruned = json("prune", "--now");

    assertThat(described.path("description").asText()).isEqualTo("The first of all");
    assertThat(expiring.path("expiresAt").asText()).startsWith("2");
    assertThat(forever.path("expiresAt").isNull()).isTrue();
    assertThat(names(pruned))
        .containsExactly(
            "dryRun",
            "trashed",
            "removed",
            "packsDeleted",
            "packsWritten",
            "bytesFreed",
            "warnings");
    assertThat(expired.path("trashed").get(0).asText()).isEqualTo(first);
    assertThat(expired.path("removed")).isEmpty();
    assertThat(preview.path("dryRun").asBoolean()).isTrue();
    assertThat(preview.path("removed").get(0).asText()).isEqualTo(first);
    assertThat(pruned.path("removed").get(0).asText()).isEqualTo(first);
    assertThat(json("list").path("snapshots").findValuesAsText("id")).containsExactly(second);
  }

  @Test
  void deletesAllThatAreNamedOrNone() {
    Run wrong = snapshots("delete", first, "0000000000000000");
    assertThat(wrong.exitCode()).isNotZero();
    assertThat(json("list").path("snapshots")).hasSize(2);

    JsonNode deleted = json("delete", first);

    assertThat(deleted.path("deleted").get(0).asText()).isEqualTo(first);
    assertThat(json("list").path("snapshots").findValuesAsText("id")).containsExactly(second);
    assertThat(json("list", "--deleted").path("snapshots").findValuesAsText("id"))
        .containsExactly(first);

    json("undelete", first);

    assertThat(json("list").path("snapshots")).hasSize(2);
    assertThat(json("list", "--deleted").path("snapshots")).isEmpty();
  }

  @Test
  void pruneKeepsWhatTheRulesKeep() {
    JsonNode preview = json("prune", "--keep=last:1", "--dry-run");
    assertThat(preview.path("trashed").get(0).asText()).isEqualTo(first);
    assertThat(json("list").path("snapshots")).hasSize(2);

    JsonNode pruned = json("prune", "--keep=last:1");

    assertThat(pruned.path("trashed").get(0).asText()).isEqualTo(first);
    assertThat(json("list").path("snapshots")).hasSize(1);
  }

  @Test
  void aBackupRemovesMostOfTheSetOnlyWhenToldAndPruneDoesWhatItsRuleSays() {
    for (int i = 3; i <= 5; i++) {
      backUp("number " + i);
    }
    String source = work.resolve("source").toString();

    Run refused = run(List.of("backup"), "--keep=last:1", source);
    assertThat(refused.exitCode()).isZero();
    assertThat(refused.err())
        .contains("warning", "5 of 6 snapshots", "prune --set NAME --keep RULES");
    assertThat(json("list").path("snapshots")).hasSize(6);

    assertThat(json("prune", "--keep=last:5").path("trashed")).hasSize(1);
    assertThat(json("prune", "--keep=last:1").path("trashed")).hasSize(4);
    assertThat(json("list").path("snapshots")).hasSize(1);

    json(
        "undelete",
        first,
        second,
        json("list", "--deleted").path("snapshots").get(0).path("id").asText());
    backUp("number 7");
    Run allowed = run(List.of("backup"), "--keep=last:1", "--allow-mass-removal", source);
    assertThat(allowed.err()).doesNotContain("warning");
    assertThat(json("list").path("snapshots")).hasSize(1);
  }

  @Test
  void pruneTellsWhereMostOfASetHasExpired() {
    for (int i = 3; i <= 6; i++) {
      backUp("number " + i);
    }
    for (JsonNode snapshot : json("list").path("snapshots")) {
      json("expire", snapshot.path("id").asText(), "now");
    }

    assertThat(json("prune").path("warnings").get(0).path("code").asText())
        .isEqualTo("mass-removal-refused");
    assertThat(snapshots("prune", "--dry-run").err())
        .contains("warning", "5 of 6 snapshots", "expired");
    assertThat(json("list").path("snapshots")).hasSize(6);
    assertThat(json("prune", "--keep=all").path("trashed")).hasSize(5);
  }

  @Test
  void whatADryRunSaysIsWhatTheRunDoes() throws IOException {
    Files.write(work.resolve("source").resolve("random"), random(300_000));
    String third = backUp("third");
    Files.delete(work.resolve("source").resolve("random"));
    backUp("fourth");

    JsonNode delete = json("delete", "--dry-run", third);
    JsonNode prune = json("prune", "--keep=last:1", "--now", "--dry-run");
    Run text = snapshots("delete", "--dry-run", "newest");

    assertThat(delete.path("deleted").get(0).asText()).isEqualTo(third);
    assertThat(delete.path("bytesFreed").asLong()).isBetween(300_000L, 310_000L);
    assertThat(text.out()).contains("goes   ", "fourth", "are free.");
    assertThat(json("list").path("snapshots")).hasSize(4);
    assertThat(prune.path("removed")).hasSize(3);
    assertThat(prune.path("decisions").findValuesAsText("kept"))
        .containsExactly("true", "false", "false", "false");
    JsonNode pruned = json("prune", "--keep=last:1", "--now");
    assertThat(pruned.path("removed")).isEqualTo(prune.path("removed"));
    assertThat(pruned.path("bytesFreed").asLong())
        .isCloseTo(prune.path("bytesFreed").asLong(), within(2_000L));
    assertThat(json("list", "--deleted").path("snapshots")).isEmpty();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(4711).nextBytes(bytes);
    return bytes;
  }

  @Test
  void aDryRunOfABackupSaysWhatItsRuleWouldDo() {
    String source = work.resolve("source").toString();

    Run dry = run(List.of("backup"), "--json", "--dry-run", "--keep=last:2", source);
    Run text = run(List.of("backup"), "--dry-run", "--keep=last:2", source);

    assertThat(dry.exitCode()).as(dry.err()).isZero();
    JsonNode decisions = dry.json().path("decisions");
    assertThat(decisions.findValuesAsText("id")).containsExactly(second, first);
    assertThat(decisions.findValuesAsText("kept")).containsExactly("true", "false");
    assertThat(decisions.get(1).path("reason").asText()).isEqualTo("no rule keeps it");
    assertThat(text.out()).contains("goes   " + first, "stays  " + second);
    assertThat(json("list").path("snapshots")).hasSize(2);
  }

  @Test
  void aBlankSetIsTheUnsetVariableOfAScriptAndRefused() throws IOException {
    Path target = work.resolve("never");

    for (Run run :
        List.of(
            snapshots("list", "--set="),
            snapshots("prune", "--keep=last:1", "--set="),
            snapshots("delete", "newest", "--set= "),
            run(List.of("restore"), "--set=", target.toString()))) {
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("--set", "the name is blank", "- for snapshots of none");
    }
    assertThat(target).doesNotExist();
    assertThat(snapshots("show", "newest").exitCode()).isZero();
    Run unnamed = snapshots("show", "newest", "--set=-");
    assertThat(unnamed.exitCode()).isNotZero();
    assertThat(unnamed.err()).contains("no set \"\"");
  }

  @Test
  void whereThereAreSeveralSetsEveryCommandThatMeansTheNewestNeedsOneToBeNamed() {
    Run other = run(List.of("backup"), "--set=other", work.resolve("source").toString());
    assertThat(other.exitCode()).as(other.err()).isZero();

    for (String command :
        List.of("show", "delete", "pin", "unpin", "export", "expire", "describe", "diff")) {
      String[] more =
          switch (command) {
            case "expire", "describe" -> new String[] {"newest", "never"};
            case "diff" -> new String[] {first, "newest"};
            default -> new String[] {"newest"};
          };
      Run run = snapshots(command, more);
      assertThat(run.exitCode()).as(command).isNotZero();
      assertThat(run.err()).as(command).contains("\"other\"", "--set");
    }
    for (Run run :
        List.of(
            snapshots("prune", "--keep=last:1"),
            snapshots("prune", "--keep=last:1", "--dry-run"))) {
      assertThat(run.exitCode()).isNotZero();
      assertThat(run.err()).contains("\"other\"", "--set");
    }
    for (Run run :
        List.of(
            run(List.of("restore"), work.resolve("target").toString()),
            run(List.of("restore"), "--at=2030-01-01T00:00:00Z", work + "/target"))) {
      assertThat(run.exitCode()).isNotZero();
      assertThat(run.err() + run.out()).contains("\"other\"", "set is missing");
    }
    assertThat(json("list").path("snapshots")).hasSize(3);
    assertThat(json("list", "--deleted").path("snapshots")).isEmpty();
  }

  @Test
  void aSetOfWhichMostIsGoneIsHeldUntilItIsConfirmed() throws IOException {
    Path source = work.resolve("source");
    for (int i = 0; i < 120; i++) {
      Files.writeString(source.resolve("file" + i), "content " + i);
    }
    backUp("full");
    for (int i = 0; i < 100; i++) {
      Files.delete(source.resolve("file" + i));
    }

    Run tripped = run(List.of("backup"), "--keep=last:1", source.toString());

    assertThat(tripped.exitCode()).as(tripped.err()).isZero();
    assertThat(tripped.err())
        .contains("warning", "of 122 files 100 are gone", "spaces snapshots confirm --set NAME");
    assertThat(snapshots("list").out()).contains("suspicious: of 122 files 100 are gone");
    assertThat(snapshots("prune", "--keep=last:1").exitCode()).isEqualTo(1);
    assertThat(json("list").path("snapshots")).hasSize(4);

    assertThat(json("confirm").path("snapshots")).hasSize(1);

    assertThat(json("list").path("snapshots").get(0).path("suspicion").isNull()).isTrue();
    assertThat(json("prune", "--keep=last:1").path("trashed")).hasSize(3);
  }

  @Test
  void exportsAnArchiveAndImportsItAgain() throws IOException {
    JsonNode exported = json("export", first, work.toString());
    Path archive = Path.of(exported.path("file").asText());
    json("delete", first);
    JsonNode imported = json("import", archive.toString()).path("snapshot");

    assertThat(exported.path("snapshotId").asText()).isEqualTo(first);
    assertThat(exported.path("size").asLong()).isEqualTo(Files.size(archive));
    assertThat(archive.getFileName().toString())
        .matches("backup-\\d{8}_\\d{4}_" + first + "\\.tar\\.gz");
    assertThat(imported.path("description").asText()).isEqualTo("first");
    assertThat(json("show", imported.path("id").asText()).findValuesAsText("path"))
        .containsExactly("a.txt", "gone.txt");
  }

  @Test
  void verifiesAShareOrWhatABudgetIsForAndSaysWhatWasLeft() {
    int packs = json("verify").path("packs").asInt();
    int read = 0;
    for (int share = 1; share <= 3; share++) {
      read += json("verify", "--share=" + share + "/3").path("packsRead").asInt();
    }
    assertThat(read).isEqualTo(packs);

    Run begun = snapshots("verify", "--budget=1B", "--concurrency=2");
    assertThat(begun.exitCode()).isZero();
    assertThat(begun.out())
        .contains("Sound as far as read: ", "Left for other runs: " + (packs - 1) + " packs.");
    Run rest = snapshots("verify", "--budget=10GiB", "--budget=30m");
    assertThat(rest.out()).contains("Sound: ", "It went on from earlier runs", " read, ");
    assertThat(rest.out()).doesNotContain("Left for");

    assertThat(json("verify", "--read-data", first).path("snapshots").asInt()).isEqualTo(1);
    assertThat(snapshots("verify", "--set=none").exitCode()).isEqualTo(1);
  }

  @Test
  void verifiesAndEndsWith1WhenAPackIsGone() {
    JsonNode sound = json("verify", "--read-data");
    String pack =
        server.objects().keys().stream()
            .filter(k -> k.contains("/packs/"))
            .findFirst()
            .orElseThrow();
    assertThat(server.objects().delete(pack)).isTrue();
    Run broken = snapshots("verify", "--json");

    assertThat(names(sound))
        .containsExactly(
            "sound",
            "snapshots",
            "entries",
            "packs",
            "bytesRead",
            "packsRead",
            "packsUnread",
            "readSince",
            "problems");
    assertThat(sound.path("sound").asBoolean()).isTrue();
    assertThat(sound.path("bytesRead").asLong()).isPositive();
    assertThat(broken.exitCode()).as(broken.err()).isEqualTo(1);
    assertThat(broken.json().path("sound").asBoolean()).isFalse();
    assertThat(broken.json().path("problems").get(0).asText()).isNotBlank();
  }

  @Test
  void aSnapshotThatIsNotThereEndsWith1AndWhatIsNoIdWith2() {
    for (String command : List.of("show", "delete", "export")) {
      Run unknown = snapshots(command, "0123456789abcdef");
      Run malformed = snapshots(command, "xyz");

      assertThat(unknown.exitCode()).as(command).isEqualTo(1);
      assertThat(unknown.err()).contains("0123456789abcdef").doesNotContain("--help", "Exception");
      assertThat(malformed.exitCode()).as(command).isEqualTo(2);
      assertThat(malformed.err()).contains("ID is \"xyz\"", "--help");
    }
    json("delete", first, second);
    Run none = snapshots("show");
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.err()).contains("no snapshot yet");
  }

  @Test
  void changesTheKey() throws IOException {
    Path next = Files.writeString(work.resolve("next"), "correct horse");

    JsonNode changed = json("change-key", "--new-passphrase-file=" + next);
    assertThat(changed.path("changed").asBoolean()).isTrue();
    assertThat(snapshots("list").exitCode()).isEqualTo(1);

    key = Files.writeString(work.resolve("newer"), "cd".repeat(32));
    Run back =
        Run.spaces(
            "snapshots",
            "change-key",
            "--endpoint=" + server.endpoint(),
            "--secret-key=" + server.wallet().exportSecretKey(),
            "--passphrase-file=" + next,
            "--new-key-file=" + key);
    assertThat(back.exitCode()).as(back.err()).isZero();
    assertThat(json("list").path("snapshots")).hasSize(2);
    assertThat(back.out() + back.err()).doesNotContain("cdcd").doesNotContain("horse");
  }

  @Test
  void takesASpaceThatWasSetBackForWhatItIsWhenTold() {
    server.objects().keys().stream()
        .filter(object -> object.contains("/snapshots/") && object.contains(second))
        .forEach(server.objects()::delete);
    Run refused = snapshots("list");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains(second, "acceptRollback");

    Run accepted = snapshots("accept-rollback");

    assertThat(accepted.exitCode()).as(accepted.err()).isZero();
    assertThat(accepted.out()).contains("1 snapshot");
    assertThat(json("list").path("snapshots").findValuesAsText("id")).containsExactly(first);
    assertThat(json("accept-rollback").path("snapshots").asInt()).isEqualTo(1);
  }

  @Test
  void acceptsAnotherVaultInThePlaceOfTheOneThatItKnowsByItsId() {
    String config = ".did-objects/" + server.appDid().address() + "/.vault/config";
    server.objects().keys().stream()
        .filter(object -> object.contains("/.vault/"))
        .forEach(server.objects()::delete);
    Path known = state;
    state = work.resolve("state of another machine");
    backUp("theirs");
    state = known;
    String vault = server.objects().get(config).text().replaceAll(".*\"vault\":\"|\".*", "");
    for (String command : List.of("list", "accept-rollback")) {
      Run refused = snapshots(command);
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains(vault, "--accept-vault " + vault);
    }
    assertThat(snapshots("list", "--accept-vault", "f".repeat(32)).exitCode()).isEqualTo(1);
    assertThat(snapshots("list", "--accept-vault", "f".repeat(31)).exitCode()).isEqualTo(2);

    assertThat(snapshots("list", "--accept-vault", vault).exitCode()).isZero();
    assertThat(snapshots("list").exitCode()).isZero();
  }

  @Test
  void repairsAnIndexThatTheSpaceHasLost() {
    assertThat(json("repair").path("packsRead").asInt()).isZero();
    server.objects().keys().stream()
        .filter(object -> object.contains("/index/"))
        .forEach(server.objects()::delete);
    assertThat(snapshots("verify").exitCode()).isEqualTo(1);

    Run repaired = snapshots("repair");

    assertThat(repaired.exitCode()).as(repaired.err()).isZero();
    assertThat(repaired.out()).containsPattern("Read [1-9]\\d* packs: [1-9]\\d* are in the index");
    assertThat(json("verify", "--read-data").path("sound").asBoolean()).isTrue();
    assertThat(names(json("repair", "--read-data")))
        .containsExactly("packsRead", "packsIndexed", "packsDamaged", "problems");
  }

  @Test
  void tellsWhatCannotBeRepaired() {
    String lost =
        server.objects().keys().stream()
            .filter(object -> object.contains("/packs/"))
            .findFirst()
            .orElseThrow();
    server.objects().delete(lost);

    Run repaired = snapshots("repair");

    assertThat(repaired.exitCode()).isEqualTo(1);
    assertThat(repaired.err()).contains("problem  packs/", "is missing");
    assertThat(repaired.out()).contains("verify");
    assertThat(snapshots("verify").out()).contains("NOT sound", "repair --read-data");
  }

  @Test
  void aRestoreWithoutTheListOfEntriesSaysWhatElseCanBeDone() {
    server.objects().keys().stream()
        .filter(object -> object.contains("/packs/"))
        .forEach(server.objects()::delete);

    Run run = run(List.of("restore"), work.resolve("target").toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err() + run.out()).contains(second, "restore another snapshot");
  }

  @Test
  void listsWhatCanBeReadAndNamesAndDeletesWhatIsDamaged() {
    damageSecond();
    for (String command : List.of("list", "sets")) {
      Run run = snapshots(command, "--json");
      assertThat(run.exitCode()).as(command).isEqualTo(3);
      assertThat(run.out()).contains(first);
      assertThat(run.err()).contains("problem  ", second);
      assertThat(run.json().path("damaged").findValuesAsText("id")).containsExactly(second);
    }
    Run history = run(List.of("history"), "--snapshots");
    assertThat(history.exitCode()).isEqualTo(3);
    assertThat(history.out()).contains(first);
    assertThat(snapshots("prune", "--dry-run").exitCode()).isEqualTo(1);

    Run deleted = snapshots("delete", second);

    assertThat(deleted.exitCode()).as(deleted.err()).isZero();
    Run list = snapshots("list");
    assertThat(list.exitCode()).as(list.err()).isZero();
    assertThat(list.out()).contains(first).doesNotContain(second);
  }

  /** On a machine that has never read it. */
  private void damageSecond() {
    String damaged =
        server.objects().keys().stream()
            .filter(object -> object.contains(second))
            .findFirst()
            .orElseThrow();
    server.objects().put(damaged, new byte[200]);
    state = work.resolve("elsewhere");
  }

  @Test
  void whereTheNewestIsDamagedAnEarlierOneIsRestoredOnlyWhenAskedFor() {
    damageSecond();
    Path target = work.resolve("target");

    Run refused = run(List.of("restore"), target.toString());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err() + refused.out()).contains(first, second, "--pass-over-damaged");
    assertThat(target.resolve("a.txt")).doesNotExist();

    Run byId = run(List.of("restore"), "--snapshot=" + first, target.toString());
    assertThat(byId.exitCode()).as(byId.err()).isZero();
    assertThat(target.resolve("a.txt")).hasContent("hello world\n");

    Path other = work.resolve("other");
    Run accepted = run(List.of("restore"), "--json", "--pass-over-damaged", other.toString());
    assertThat(accepted.exitCode()).as(accepted.err()).isZero();
    assertThat(accepted.json().path("warnings").get(0).path("code").asText())
        .isEqualTo("damaged-snapshots");
    assertThat(accepted.json().path("warnings").get(0).path("text").asText())
        .contains(first, second);
    assertThat(other.resolve("a.txt")).hasContent("hello world\n");
  }

  @Test
  void aDamagedOneKeepsNoBackupFromBeingMadeAndNoRuleFromBeingApplied() {
    damageSecond();

    Run backup =
        run(List.of("backup"), "--json", "--keep=last:1", work.resolve("source").toString());

    assertThat(backup.exitCode()).as(backup.err()).isZero();
    String third = backup.json().path("snapshotId").asText();
    assertThat(backup.json().path("warnings").toString()).contains("damaged-snapshots", second);
    Run list = snapshots("list");
    assertThat(list.out()).contains(third).doesNotContain(first);
    assertThat(list.err()).contains(second);
    assertThat(snapshots("list", "--deleted").out()).contains(first);
  }

  @Test
  void warnsOfASnapshotThatIsMissingUntilThatIsAccepted() {
    backUp("third");
    server.objects().keys().stream()
        .filter(key -> key.contains("snapshots/") && key.contains(second))
        .forEach(server.objects()::delete);
    state = work.resolve("state of a new machine");

    Run list = snapshots("list");
    assertThat(list.exitCode()).isZero();
    assertThat(list.err()).contains("warning", second, "accept-rollback");
    assertThat(json("list").path("warnings").findValuesAsText("code"))
        .containsExactly("snapshots-missing");
    assertThat(snapshots("verify").exitCode()).isNotZero();
    assertThat(snapshots("prune").exitCode()).isNotZero();

    json("accept-rollback");

    assertThat(json("list").path("warnings")).isEmpty();
    assertThat(snapshots("verify").exitCode()).isZero();
    assertThat(snapshots("prune").exitCode()).isZero();
  }

  @Test
  void aWrongKeyEndsWith1AndSaysSo() throws IOException {
    Files.writeString(key, "cd".repeat(32));

    Run run = snapshots("list");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("key").doesNotContain("cdcd");
  }

  @Test
  void oneFileIsListedFoundAndFollowedThroughTheSnapshots() throws IOException {
    assertThat(json("ls", second).path("entries").findValuesAsText("path"))
        .containsExactly("a.txt", "new.txt");
    assertThat(snapshots("ls", first, "/a.txt").out()).contains("a.txt").hasLineCount(1);
    Run nothing = snapshots("ls", first, "none");
    assertThat(nothing.exitCode()).isNotZero();
    assertThat(nothing.err()).contains("none");

    assertThat(json("find", "a*").path("found").findValuesAsText("snapshot"))
        .containsExactly(second, first);
    assertThat(snapshots("find", "gone.txt").out()).startsWith(first).contains("gone.txt");
    assertThat(snapshots("find", "[").exitCode()).isEqualTo(ExitCode.USAGE);

    JsonNode versions = json("versions", "a.txt").path("versions");
    assertThat(versions.findValuesAsText("size")).containsExactly("11", "12");
    assertThat(versions.get(1).path("snapshots").get(0).asText()).isEqualTo(first);
    assertThat(snapshots("versions", "/a.txt").out()).startsWith(second).hasLineCount(2);
    assertThat(snapshots("versions", "none").out()).isEmpty();
  }
}
