package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.any;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.restore.OverwritePolicy;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.restore.RestoreTask;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.ForAll;
import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore may be cancelled at any moment. */
class CancelledRestoreTest {
  private static final int FILES = 40;
  private static final int TIMES = 25;

  @TempDir Path temporary;
  private VaultBackups vault;
  private Path target;

  /** Files that some run was to replace. */
  private final Set<String> aged = new HashSet<>();

  @BeforeEach
  void start() throws IOException {
    vault = new VaultBackups(temporary);
    target = temporary.resolve("target");
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void leavesOldFilesNoRemainsAndALaterRunGoesOn(boolean snapshot) throws Exception {
    for (int i = 0; i < FILES; i++) {
      vault.source.file("d" + i % 4 + "/f" + i, 60_000, i);
    }
    vault.of(Backups.full(vault.client, vault.server)).snapshot(snapshot).run().orElseThrow();
    Set<String> threads = Leftovers.threads();

    ForAll.seeds(TIMES, random -> cancel(snapshot, random));

    assertThat(Leftovers.threads()).isSubsetOf(threads);
    vault.restore(target).run().orElseThrow();
    assertThat(TreeSnapshot.of(target).differences(vault.source.snapshot())).isEmpty();
  }

  private void cancel(boolean snapshot, SeededRandom random)
      throws IOException, InterruptedException {
    String file = vault.source.files().get(random.nextInt(FILES));
    FileTree.in(target).file(file, "old");
    aged.add(file);
    Path packs = Files.createTempDirectory(temporary, "packs");
    // The twelfth request for a snapshot asks for the first pack of contents.
    long point = 1L + random.nextInt(snapshot ? 12 : 4 + FILES / 8);
    AtomicLong arrived = new AtomicLong();
    CompletableFuture<RestoreTask> running = new CompletableFuture<>();
    var rule =
        vault
            .server
            .faults()
            .on(
                any()
                    .matching(
                        key -> {
                          if (arrived.incrementAndGet() == point) {
                            running.join().cancel();
                          }
                          return false;
                        }))
            .answer(500);
    RestoreTask task =
        vault
            .restore(target)
            .overwrite(OverwritePolicy.ALWAYS)
            .temporaryDirectory(packs)
            .concurrency(1 + random.nextInt(5))
            .start();
    running.complete(task);
    RestoreResult result = task.await();
    rule.remove();

    assertThat(result.status())
        .as("at request %d: %s", point, result.statusMessage())
        .isEqualTo(TransferStatus.CANCELLED);
    assertThat(vault.server.records())
        .allMatch(record -> record.succeeded() || record.failed())
        .anyMatch(StoredRecord::succeeded);
    assertThat(VaultBackups.heldLocks(vault.server)).isEmpty();
    try (var left = Files.list(target)) {
      assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith(".spaces-"));
    }
    assertThat(packs).isEmptyDirectory();
    for (String there : FileTree.in(target).files()) {
      Path now = target.resolve(there);
      boolean isOld = aged.contains(there) && Files.readString(now, ISO_8859_1).equals("old");
      if (!isOld) {
        assertThat(now).hasSameBinaryContentAs(vault.source.path(there));
      }
    }
  }
}
