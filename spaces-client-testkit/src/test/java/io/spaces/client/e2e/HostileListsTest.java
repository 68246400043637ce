package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.Snapshots;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Layout;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.SpaceException;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.JournalEntry;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A space whose lists name what lies outside of the folder that was listed: whoever follows it has
 * signed requests for objects of others.
 */
class HostileListsTest extends SpaceTest {
  private static final List<String> ESCAPES =
      List.of("../z-other/secret", "a/../../../secret", "..", ".", "./a", "/a", "a//b", "a/..");

  private static final List<String> FOLDERS =
      List.of("", "packs/", "packs/00/", "index/", "snapshots/", "locks/", "deleted/");

  @Test
  void aStrictSyncDeletesNothingOutsideOfItsFolder() {
    ESCAPES.forEach(key -> server.objects().put(folder() + key, "another's".getBytes(UTF_8)));

    BackupResult result =
        Backups.full(client, server)
            .source(List.of(SourceObject.of("mine", new byte[10])))
            .strictSync(true)
            .allowMassRemoval(true)
            .run();

    assertOnlyOurFolder();
    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(server.objects().keys()).contains(folder() + "../z-other/secret");
  }

  @Test
  void neitherARestoreNorAVerificationAsksForWhatIsElsewhere() throws IOException {
    server.objects().put(folder() + "mine", "mine".getBytes(UTF_8));
    ESCAPES.forEach(key -> server.objects().put(folder() + key, "another's".getBytes(UTF_8)));

    Backups.restore(client, server)
        .target(Files.createDirectory(temporary.resolve("target")))
        .run();
    client.verifyMirror(server.appDid().address()).run();

    assertOnlyOurFolder();
    assertThat(temporary.resolve("target/mine")).hasContent("mine");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noWorkOnAVaultAsksForWhatIsElsewhere(boolean evilFirst) throws IOException {
    FileTree tree = FileTree.in(Files.createDirectory(temporary.resolve("data")));
    tree.file("a", 300_000, 1);
    if (evilFirst) {
      plantInVault();
    }
    backUp(tree);
    plantInVault();
    tree.file("a", 300_000, 2);
    backUp(tree);

    try (Snapshots snapshots =
        client.snapshots(server.appDid().address()).stateDirectory(temporary.resolve("state"))) {
      attempt(() -> snapshots.delete(snapshots.list().get(0).id()));
      attempt(() -> snapshots.prune(Duration.ZERO));
      attempt(() -> snapshots.verify(true));
      attempt(snapshots::repair);
      attempt(snapshots::list);
      attempt(snapshots::deleted);
      attempt(snapshots::newest);
    }

    assertOnlyOurFolder();
  }

  private void backUp(FileTree tree) {
    Backups.incremental(client, server)
        .source(tree.root())
        .layout(Layout.VAULT)
        .stateDirectory(temporary.resolve("state"))
        .run();
  }

  private void plantInVault() {
    for (String folder : FOLDERS) {
      for (String escape : ESCAPES) {
        server.objects().put(folder() + ".vault/" + folder + escape, "evil".getBytes(UTF_8));
      }
    }
  }

  /** Whatever becomes of it: what counts is what was asked for. */
  private static void attempt(Runnable work) {
    try {
      work.run();
    } catch (SpaceException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private String folder() {
    return Backups.folder(server);
  }

  private void assertOnlyOurFolder() {
    List<JournalEntry> keyed = server.journal().entries(entry -> !entry.key().isEmpty());
    assertThat(keyed).isNotEmpty();
    assertThat(keyed)
        .allSatisfy(
            entry -> {
              assertThat(entry.key()).startsWith(folder());
              assertThat(Arrays.asList(entry.key().replaceAll("/$", "").split("/", -1)))
                  .as(entry.key())
                  .doesNotContain("", ".", "..");
            });
  }
}
