package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.Compression;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.VaultBackup;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.snapshot.SnapshotEntry;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vaults that were written, or are served, to do harm. */
class HostileVaultTest {
  private static final List<String> EVIL =
      Stream.concat(
              EvilWorld.PATHS.stream(), Stream.of("/", "snapshot-link/evil", "absolute-link/evil"))
          .toList();

  @TempDir Path temporary;
  private VaultBackups vault;
  private EvilWorld world;

  @BeforeEach
  void start() throws IOException {
    vault = new VaultBackups(temporary);
    world = new EvilWorld(temporary.resolve("world"));
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  @Test
  void evilPathsOfFilesChangeNothingOutside() throws Exception {
    craft(EVIL.stream().map(path -> entry(path, SnapshotEntry.Type.FILE, null)).toList());

    restoreEvilAndCheck();
  }

  @Test
  void evilPathsOfFoldersChangeNothingOutside() throws Exception {
    craft(EVIL.stream().map(path -> entry(path, SnapshotEntry.Type.DIRECTORY, null)).toList());

    restoreEvilAndCheck();
  }

  @Test
  void evilPathsOfLinksChangeNothingOutside() throws Exception {
    craft(
        EVIL.stream().map(path -> entry(path, SnapshotEntry.Type.SYMBOLIC_LINK, "evil")).toList());

    restoreEvilAndCheck();
  }

  @Test
  void evilPathsOfHardLinksChangeNothingOutside() throws Exception {
    craft(
        EVIL.stream().map(path -> entry(path, SnapshotEntry.Type.HARD_LINK, "good/0/f0")).toList());

    restoreEvilAndCheck();
  }

  private void restoreEvilAndCheck() throws Exception {
    RestoreResult result = world.restore(() -> vault.restore(world.target).run());

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    EvilWorld.assertTold(result, EVIL);
    assertThat(result.failures()).hasSize(EVIL.size());
    world.assertGoodFilesArrived();
  }

  @Test
  void hardLinksReachNothingOutsideTheSnapshot() throws IOException {
    List<String> firsts =
        List.of(
            "../canary/evil", "/etc/passwd", "..", "link/evil", "h5", "h4", "snapshot-link", "");
    List<SnapshotEntry> links = new ArrayList<>();
    for (int i = 0; i < firsts.size(); i++) {
      links.add(entry("h" + i, SnapshotEntry.Type.HARD_LINK, firsts.get(i)));
    }
    craft(links);

    RestoreResult result = vault.restore(world.target).run();

    assertThat(result.failures())
        .extracting(ObjectFailure::key)
        .containsExactlyInAnyOrderElementsOf(links.stream().map(SnapshotEntry::path).toList());
    links.forEach(link -> assertThat(world.target.resolve(link.path())).doesNotExist());
  }

  @Test
  void foldersSwappedForLinksDuringTheRestoreLeadNowhere() throws Exception {
    craft(List.of());

    world.restoreWhileLinksAreSwapped(() -> vault.restore(world.target).exclude("/replaced").run());
  }

  /** Writes a vault as a malicious owner of the key, or anyone for a plain one, could. */
  private void craft(List<SnapshotEntry> evil) throws IOException {
    try (Vault open =
            Vault.openOrCreate(new ServerStore(vault.server, vault.folder()), null, null);
        VaultBackup backup =
            new VaultBackup(
                open,
                new VaultBackup.Plan(
                    Instant.now(),
                    "",
                    null,
                    null,
                    null,
                    Compression.none(),
                    1,
                    temporary,
                    Duration.ZERO),
                new Cancellation());
        VaultBackup.Worker worker = backup.worker()) {
      for (Map.Entry<String, String> good : EvilWorld.good().entrySet()) {
        add(worker, good.getKey(), good.getValue());
      }
      backup.add(entry("snapshot-link", SnapshotEntry.Type.SYMBOLIC_LINK, "../canary"));
      backup.add(
          entry(
              "absolute-link",
              SnapshotEntry.Type.SYMBOLIC_LINK,
              world.root.resolve("canary").toString()));
      for (SnapshotEntry entry : evil) {
        if (entry.type() == SnapshotEntry.Type.FILE) {
          add(worker, entry.path(), "evil");
        } else {
          backup.add(entry);
        }
      }
      backup.flush();
      backup.commit(true);
    }
  }

  private static void add(VaultBackup.Worker worker, String path, String content)
      throws IOException {
    SnapshotEntry file =
        SnapshotEntry.builder(path, SnapshotEntry.Type.FILE, Instant.now())
            .size(content.length())
            .permissions(0644)
            .build();
    worker
        .read(new ByteArrayInputStream(content.getBytes(UTF_8)))
        .keep(
            file,
            failure -> {
              if (failure != null) {
                throw new AssertionError(failure);
              }
            });
  }

  private static SnapshotEntry entry(
      String path, SnapshotEntry.Type type, @Nullable String linkTarget) {
    return SnapshotEntry.builder(path, type, Instant.now()).linkTarget(linkTarget).build();
  }
}
