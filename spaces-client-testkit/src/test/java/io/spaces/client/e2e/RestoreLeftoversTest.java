package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.internal.restore.SafeTarget;
import io.spaces.client.snapshot.SnapshotEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The private folders that restores make in their targets. */
class RestoreLeftoversTest {
  @TempDir Path temporary;
  private VaultBackups vault;

  @BeforeEach
  void start() throws IOException {
    vault = new VaultBackups(temporary);
    vault.source.file("deep/file", "content");
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  @Test
  void whatAKilledRestoreHasLeftInASourceIsNotBackedUp() throws IOException {
    try (SafeTarget first = SafeTarget.open(vault.source.root());
        SafeTarget second = SafeTarget.open(vault.source.path("deep"));
        var half = first.begin(first.path("half"), 100)) {
      half.write(new byte[50]);
      assertThat(second.traits()).isNotNull();
      assertThat(leftIn(vault.source.root())).hasSize(1);
      assertThat(leftIn(vault.source.path("deep"))).hasSize(1);
      vault.of(Backups.full(vault.client, vault.server)).run().orElseThrow();
      vault.of(Backups.full(vault.client, vault.server)).snapshot(true).run().orElseThrow();
    }

    List<String> mirrored =
        vault.server.objects().keys().stream().filter(key -> !key.contains("/.vault/")).toList();
    assertThat(mirrored).containsExactly(Backups.folder(vault.server) + "deep/file");
    try (var snapshots =
        vault.client.snapshots(vault.server.appDid().address()).stateDirectory(vault.state)) {
      try (var entries = snapshots.entries(snapshots.list().get(0).id())) {
        assertThat(entries).extracting(SnapshotEntry::path).containsExactly("deep", "deep/file");
      }
    }
  }

  @Test
  void whatOnlyLooksLikeWhatRestoresLeaveComesBackAndStays() throws IOException {
    vault.source.file(".spaces-restore-notes.txt", "mine").file(".spaces-restore-mine/a", "too");
    Path target = temporary.resolve("target");
    vault.of(Backups.full(vault.client, vault.server)).snapshot(true).run().orElseThrow();

    for (int i = 0; i < 2; i++) {
      vault
          .restore(target)
          .set(vault.source.root().toString())
          .deleteExtra(true)
          .run()
          .orElseThrow();

      assertThat(target.resolve(".spaces-restore-notes.txt")).hasContent("mine");
      assertThat(target.resolve(".spaces-restore-mine/a")).hasContent("too");
    }
  }

  @Test
  void aFolderThatCannotBeTidiedUpDoesNotKeepAnotherFromIt() throws IOException {
    vault.of(Backups.full(vault.client, vault.server)).snapshot(true).run().orElseThrow();
    Path target = temporary.resolve("target");
    // At this moment only the search for a mirror has made a folder in the target.
    vault
        .server
        .faults()
        .on(get().matching("**/.vault/config").matching(key -> tamper(target)))
        .answer(500);

    vault.restore(target).run().orElseThrow();

    assertThat(target.resolve("deep/file")).hasContent("content");
    assertThat(leftIn(target))
        .singleElement()
        .satisfies(left -> assertThat(left.resolve("foreign/file")).exists());
  }

  private static boolean tamper(Path target) {
    try {
      for (Path left : leftIn(target)) {
        Files.writeString(Files.createDirectories(left.resolve("foreign")).resolve("file"), "x");
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> leftIn(Path folder) throws IOException {
    try (var all = Files.list(folder)) {
      return all.filter(path -> path.getFileName().toString().startsWith(".spaces-restore-"))
          .toList();
    }
  }
}
