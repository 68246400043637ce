package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.BlockletRestore;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SnapshotNotFoundException;
import io.spaces.client.error.WrongKeyException;
import io.spaces.client.restore.OverwritePolicy;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.ForAll;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.transfer.TransferListener;
import io.spaces.client.transfer.TransferProgress;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was backed up into a vault comes back. */
class SnapshotRestoreTest {
  private static final long SEED = 20_261_122L;

  @TempDir Path temporary;
  private VaultBackups vault;
  private Path target;

  @BeforeEach
  void start() throws IOException {
    vault = new VaultBackups(temporary);
    target = temporary.resolve("restored");
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  @Test
  void whatIsThereIsNotFetchedAgainAndDamageIsRepaired() throws IOException {
    ForAll.from(SEED, 1, vault::fill);
    vault.of(full()).snapshot(true).zip(true).run().orElseThrow();
    RestoreResult first = restore().run().orElseThrow();
    assertThat(first.unchanged()).isZero();
    assertThat(first.count()).isEqualTo(first.scanned());
    vault.server.journal().clear();

    RestoreResult again = restore().run().orElseThrow();
    assertThat(again.count()).isZero();
    assertThat(again.unchanged()).isEqualTo(first.scanned());
    assertThat(fetched()).isLessThanOrEqualTo(1); // the pack with the snapshot's entries

    FileTree damaged = FileTree.in(target);
    for (String file : List.of("big/text.txt", "sizes/128.bin")) {
      Files.setPosixFilePermissions(
          damaged.path(file), PosixFilePermissions.fromString("rw-------"));
    }
    damaged.flipByte("big/text.txt", 100_000).delete("links/file").delete("links/hard");
    Files.writeString(target.resolve("sizes/128.bin"), "x", StandardOpenOption.APPEND);
    Files.setLastModifiedTime(target.resolve("sizes/127.bin"), FileTime.from(Instant.EPOCH));
    RestoreResult repaired = restore().run().orElseThrow();
    assertThat(repaired.count()).isEqualTo(5); // text.txt and its hard link count as two
    assertTargetIsTheSource();
  }

  @Test
  void aPackIsFetchedOnce() {
    vault.source.random(SEED, 500).file("big", 20_000_000, 1);
    vault.of(full()).snapshot(true).run().orElseThrow();
    vault.server.journal().clear();

    restore().run().orElseThrow();

    List<String> packs =
        vault.server.objects().keys().stream().filter(key -> key.contains("/packs/")).toList();
    assertThat(fetched()).isEqualTo(packs.size());
  }

  @Test
  void aWrongKeyIsToldBeforeAnythingElse() {
    vault.source.file("a", "content");
    vault.of(full()).snapshot(true).key(VaultBackups.KEY).run().orElseThrow();
    vault.server.journal().clear();

    for (BlockletRestore wrong :
        List.of(
            restore().key("00".repeat(32)),
            restore().passphrase("no".toCharArray()),
            restore().key(VaultBackups.KEY).iv(VaultBackups.IV),
            restore())) {
      RestoreResult result = wrong.run();
      assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
      assertThat(result.cause()).isInstanceOf(WrongKeyException.class);
      assertThat(result.count()).isEqualTo(-1);
      assertThat(result.statusMessage()).doesNotContain(VaultBackups.KEY);
    }
    assertThat(target.resolve("a")).doesNotExist();
    assertThat(vault.server.journal().entries("GET", Route.OBJECT))
        .allSatisfy(entry -> assertThat(entry.key()).endsWith(".vault/config"));
  }

  @Test
  void aKeyForAVaultWithoutOneIsAMistake() {
    vault.source.file("a", "content");
    vault.of(full()).snapshot(true).run().orElseThrow();

    RestoreResult result = restore().key(VaultBackups.KEY).run();

    assertThat(result.cause())
        .isInstanceOf(WrongKeyException.class)
        .hasMessageContaining("not encrypted");
  }

  @Test
  void aMirrorIsRestoredUnlessASnapshotIsAskedFor() throws IOException {
    vault.source.file("f", "in the vault");
    vault.of(full()).snapshot(true).run().orElseThrow();
    vault.source.file("f", "in the mirror");
    vault.of(full()).run().orElseThrow();

    RestoreResult mirror = restore().run().orElseThrow();
    assertThat(target.resolve("f")).hasContent("in the mirror");
    assertThat(mirror.snapshotId()).isNull();

    RestoreResult snapshot = restore().snapshot(true).run().orElseThrow();
    assertThat(target.resolve("f")).hasContent("in the vault");
    assertThat(snapshot.snapshotId()).isNotNull();
  }

  @Test
  void aMomentChoosesTheSnapshot() throws Exception {
    vault.source.file("f", "first");
    vault.of(full()).snapshot(true).run().orElseThrow();
    Instant between = Instant.now();
    while (!Instant.now().isAfter(between)) {
      Thread.onSpinWait();
    }
    vault.source.file("f", "second");
    vault.of(full()).snapshot(true).run().orElseThrow();

    restore().at(between).run().orElseThrow();
    assertThat(target.resolve("f")).hasContent("first");
    restore().at(Instant.now()).run().orElseThrow();
    assertThat(target.resolve("f")).hasContent("second");
    assertThat(restore().at(Instant.EPOCH).run().cause())
        .isInstanceOf(SnapshotNotFoundException.class)
        .hasMessageContaining("1970-01-01");
    assertThat(restore().snapshot("0123456789abcdef").run().cause())
        .isInstanceOf(SnapshotNotFoundException.class)
        .hasMessageContaining("0123456789abcdef");
    assertThatThrownBy(() -> restore().snapshot("../x"))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("snapshot");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void timesThatNanosecondsDoNotReachComeBack() throws Exception {
    Path file = vault.source.file("later", "content").path("later");
    Path folder = Files.createDirectory(vault.source.root().resolve("folder"));
    Path old = vault.source.file("old", "content").path("old");
    touch("2300-02-03 04:05:06Z", file);
    touch("2400-01-01 00:00:00Z", folder);
    touch("1901-12-14 00:00:00Z", old);
    vault.of(full()).snapshot(true).run().orElseThrow();

    restore().run().orElseThrow();
    assertTimesAreThoseOfTheSource("later", "folder", "old");
    touch("2024-01-01 00:00:00Z", target.resolve("later"));
    RestoreResult second = restore().run().orElseThrow();

    assertThat(second.count()).isZero();
    assertTimesAreThoseOfTheSource("later", "folder", "old");
  }

  private void assertTimesAreThoseOfTheSource(String... names) throws IOException {
    for (String name : names) {
      assertThat(Files.getLastModifiedTime(target.resolve(name)))
          .as(name)
          .isEqualTo(Files.getLastModifiedTime(vault.source.root().resolve(name)));
    }
  }

  /** What the JDK cannot set. */
  private static void touch(String time, Path path) throws Exception {
    Process touch = new ProcessBuilder("touch", "-d", time, path.toString()).inheritIO().start();
    assertThat(touch.waitFor()).isZero();
  }

  @Test
  void withoutAVaultASnapshotCannotBeRestored() {
    assertThat(restore().snapshot(true).run().statusMessage()).contains("no vault");
  }

  @Test
  void aPartComesWithTheFoldersAboveIt() throws IOException {
    vault
        .source
        .file("docs/deep/a.md", "a")
        .file("docs/deep/b.tmp", "b")
        .file("docs/c.txt", "c")
        .file("other/d.md", "d")
        .folder("other/empty");
    Files.setLastModifiedTime(vault.source.path("docs/deep"), FileTime.from(Instant.EPOCH));
    vault.of(full()).snapshot(true).run().orElseThrow();

    RestoreResult result = restore().include("*.md").exclude("other/").run().orElseThrow();

    assertThat(result.scanned()).isEqualTo(1);
    assertThat(TreeSnapshot.of(target).entries().keySet())
        .containsExactly("docs", "docs/deep", "docs/deep/a.md");
    assertThat(Files.getLastModifiedTime(target.resolve("docs/deep")).toInstant())
        .isEqualTo(Instant.EPOCH);
  }

  @Test
  void aHardLinkWithoutItsFileBecomesAFile() throws IOException {
    vault.source.file("a/first", "shared").folder("b");
    Files.createLink(vault.source.path("b/second"), vault.source.path("a/first"));
    vault.of(full()).snapshot(true).run().orElseThrow();

    RestoreResult result = restore().include("b/").run().orElseThrow();

    assertThat(result.count()).isEqualTo(1);
    assertThat(target.resolve("b/second")).hasContent("shared");
    assertThat(target.resolve("a")).doesNotExist();
  }

  @Test
  void policiesHoldForFilesAndLinks() throws IOException {
    vault.source.file("f", "new").link("l", "new-target").folder("d");
    vault.of(full()).snapshot(true).run().orElseThrow();
    FileTree.in(target).file("f", "mine").link("l", "mine-target").folder("d");
    Files.setLastModifiedTime(target.resolve("d"), FileTime.from(Instant.EPOCH));

    RestoreResult kept = restore().overwrite(OverwritePolicy.NEVER).run().orElseThrow();
    assertThat(kept.skippedCount()).isEqualTo(2);
    assertThat(target.resolve("f")).hasContent("mine");
    assertThat(Files.readSymbolicLink(target.resolve("l"))).hasToString("mine-target");
    assertThat(Files.getLastModifiedTime(target.resolve("d")).toInstant()).isEqualTo(Instant.EPOCH);

    restore().overwrite(OverwritePolicy.IF_NEWER).run().orElseThrow();
    assertThat(target.resolve("f")).hasContent("mine");

    Files.setLastModifiedTime(target.resolve("f"), FileTime.from(Instant.EPOCH));
    restore().overwrite(OverwritePolicy.IF_NEWER).run().orElseThrow();
    assertThat(target.resolve("f")).hasContent("new");

    assertThat(restore().run().orElseThrow().count()).isEqualTo(1);
    assertThat(Files.readSymbolicLink(target.resolve("l"))).hasToString("new-target");
    assertThat(restore().overwrite(OverwritePolicy.ALWAYS).run().orElseThrow().count())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @EnabledOnOs(OS.LINUX)
  void whatHasTheLongestPathThatABackupFindsComesBack(boolean snapshot) throws IOException {
    int room = 4095 - (vault.source.root() + "/").length();
    if (!snapshot) { // a key's whole path in a space has room for 1,024 characters
      String did = vault.server.appDid().address();
      room = 1_024 - ("/apps/" + did + "/.did-objects/" + did + "/").length();
    }
    int folders = (room - 1) / 201;
    String longest = ("d".repeat(200) + "/").repeat(folders) + "f".repeat(room - folders * 201);
    vault.source.file(longest, "deep");
    vault.of(full()).snapshot(snapshot).run().orElseThrow();

    Path shorter = temporary.resolve("t");
    restore().snapshot(snapshot).target(shorter).run().orElseThrow();

    assertThat(shorter.resolve(longest)).hasContent("deep");
  }

  @Test
  void nothingIsDeletedOnAccountOfAnIncompleteSnapshot() throws IOException {
    SourceObject.Content unreadable =
        () -> {
          throw new IOException("out of order");
        };
    BackupResult partial =
        vault
            .of(full())
            .source(
                List.of(
                    SourceObject.of("whole", new byte[1]), SourceObject.of("broken", unreadable)))
            .snapshot(true)
            .run();
    assertThat(partial.status()).isEqualTo(TransferStatus.PARTIAL);
    FileTree there = FileTree.in(target).file("broken", "the only copy");

    RestoreResult refused = restore().deleteExtra(true).run();

    assertThat(refused.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(refused.statusMessage()).contains("incomplete");
    assertThat(there.files()).containsExactly("broken");
    restore().run().orElseThrow();
    assertThat(there.files()).containsExactly("broken", "whole");
  }

  @Test
  void whatIsTooMuchIsDeletedOnlyWhenAsked() throws IOException {
    vault.source.file("kept/f", "x").folder("kept/empty");
    vault.of(full()).snapshot(true).run().orElseThrow();
    FileTree extra =
        FileTree.in(target)
            .file("extra", "x")
            .file("folder/of/extras/f", "x")
            .file("cache/stays", "x")
            .file("kept/backup~", "x")
            .folder("void")
            .link("link", "extra");
    restore().run().orElseThrow();
    assertThat(extra.path("extra")).exists();
    List<String> planned = Collections.synchronizedList(new ArrayList<>());
    restore()
        .deleteExtra(true)
        .dryRun(true)
        .listener(
            new TransferListener() {
              @Override
              public void deletionPlanned(String key) {
                planned.add(key);
              }
            })
        .exclude("cache/")
        .run()
        .orElseThrow();
    assertThat(planned).containsExactlyInAnyOrder("extra", "folder/of/extras/f", "link");
    assertThat(extra.path("extra")).exists();

    RestoreResult result = restore().deleteExtra(true).exclude("cache/").run().orElseThrow();

    assertThat(result.count()).isEqualTo(3);
    assertThat(TreeSnapshot.of(target).entries().keySet())
        .containsExactlyInAnyOrder(
            "cache", "cache/stays", "kept", "kept/f", "kept/empty", "kept/backup~");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatIsTooMuchAndHasANameThatIsNoTextIsNamedAsNotDeleted() throws Exception {
    vault.source.file("kept", "x");
    vault.of(full()).snapshot(true).run().orElseThrow();
    restore().run().orElseThrow();
    ProcessBuilder touch = new ProcessBuilder("sh", "-c", "touch \"$(printf 'bad-\\377')\"");
    assertThat(touch.directory(target.toFile()).start().waitFor()).isZero();

    RestoreResult result = restore().deleteExtra(true).run();

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.key()).startsWith("bad-");
              assertThat(failure.message()).contains("is not deleted");
            });
  }

  @Test
  void aDryRunChangesNothingAnywhere() throws IOException {
    ForAll.from(SEED, 1, vault::fill);
    vault.of(full()).snapshot(true).zip(true).run().orElseThrow();
    List<String> before = vault.server.objects().keys();
    vault.server.journal().clear();

    RestoreResult planned = restore().dryRun(true).run().orElseThrow();

    assertThat(planned.count()).isEqualTo(planned.scanned()).isPositive();
    assertThat(target).doesNotExist();
    assertThat(vault.server.objects().keys()).isEqualTo(before);
    assertThat(vault.server.journal().entries("PUT", Route.OBJECT)).isEmpty();
    restore().run().orElseThrow();
    assertThat(restore().dryRun(true).run().orElseThrow().count()).isZero();
  }

  @Test
  void progressStartsAtNothingAndEndsWithAll() {
    vault.source.random(SEED, 100);
    vault.of(full()).snapshot(true).run().orElseThrow();
    List<TransferProgress> seen = Collections.synchronizedList(new ArrayList<>());
    List<String> restored = Collections.synchronizedList(new ArrayList<>());

    RestoreResult result =
        restore().onProgress(seen::add).onObjectRestored(restored::add).run().orElseThrow();

    assertThat(seen.get(0).objectsDone()).isZero();
    TransferProgress last = seen.get(seen.size() - 1);
    assertThat(last.objectsDone()).isEqualTo(last.objectsTotal()).isEqualTo(100);
    assertThat(last.bytesDone()).isEqualTo(last.bytesTotal()).isEqualTo(result.size());
    assertThat(restored).hasSize(100).doesNotHaveDuplicates();
    assertThat(vault.server.records())
        .anySatisfy(
            record -> {
              assertThat(record.id()).isEqualTo(result.recordId());
              assertThat(record.succeeded()).isTrue();
            });
  }

  @Test
  void anEncryptedVaultShowsNothing() throws IOException {
    List<String> secrets = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String secret = "secret-" + i + "-of-the-source";
      secrets.add(secret);
      vault.source.file("folder-" + secret + "/" + secret, ("line " + secret + "\n").repeat(i + 1));
    }
    vault
        .of(full())
        .snapshot(true)
        .key(VaultBackups.KEY)
        .description("told-to-nobody")
        .run()
        .orElseThrow();
    vault.source.file("folder-" + secrets.get(0) + "/more", "more");
    vault.of(incremental()).snapshot(true).zip(true).key(VaultBackups.KEY).run().orElseThrow();

    var stored = vault.server.objects().contents("");
    assertThat(stored).isNotEmpty();
    for (var object : stored.entrySet()) {
      String bytes = new String(object.getValue(), ISO_8859_1);
      assertThat(object.getKey()).doesNotContain("secret");
      assertThat(bytes.contains("secret") || bytes.contains("told-to-nobody"))
          .as(object.getKey())
          .isFalse();
      assertThat(new String(object.getValue(), UTF_8)).doesNotContain(VaultBackups.KEY);
    }
  }

  private long fetched() {
    return vault.server.journal().entries("GET", Route.OBJECT).stream()
        .filter(entry -> entry.key().contains("/packs/"))
        .count();
  }

  private io.spaces.client.BlockletBackup full() {
    return Backups.full(vault.client, vault.server);
  }

  private io.spaces.client.IncrementalBlockletBackup incremental() {
    return Backups.incremental(vault.client, vault.server);
  }

  private BlockletRestore restore() {
    return vault.restore(target);
  }

  private void assertTargetIsTheSource() throws IOException {
    assertThat(
            TreeSnapshot.of(target)
                .differences(vault.source.snapshot(), TreeSnapshot.Detail.values()))
        .isEmpty();
    assertThat(VaultBackups.details(target)).isEqualTo(VaultBackups.details(vault.source.root()));
  }

  @Test
  void theExtraSaltMayBeGivenBeforeOrAfterTheKeyToBackupsAndRestoresAlike() {
    vault.source.file("a", "a");
    String iv = "00112233445566778899aabb";
    Encryption encryption = Encryption.key("ab".repeat(32));
    vault.of(full()).snapshot(true).iv(iv).encryption(encryption).run().orElseThrow();

    restore().iv(iv).encryption(encryption).target(target).run().orElseThrow();
    restore().encryption(encryption).iv(iv).target(target).run().orElseThrow();
    restore().key("ab".repeat(32)).iv(iv).target(target).run().orElseThrow();
  }
}
