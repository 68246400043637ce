package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Trouble;
import io.spaces.client.backup.TroublePolicy;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One name of a file with several changes after it was found and before it is read. */
class ChangingHardLinksTest {
  @TempDir Path temporary;
  private VaultBackups vault;

  @BeforeEach
  void start() throws IOException {
    vault = new VaultBackups(temporary);
    vault.source.file("a", "old").file("z", "other");
    Files.createLink(vault.source.path("b"), vault.source.path("a"));
    Files.createLink(vault.source.path("c"), vault.source.path("a"));
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  interface Change {
    void make() throws IOException;
  }

  /** The lock is taken when the source was looked through and nothing of it was read. */
  private void whenTheSourceWasLookedThrough(Change change) {
    AtomicBoolean made = new AtomicBoolean();
    vault
        .server
        .faults()
        .on(
            put()
                .matching(
                    key -> {
                      if (key.matches(".*/locks/[0-9a-f]{32}") && made.compareAndSet(false, true)) {
                        try {
                          change.make();
                        } catch (IOException e) {
                          throw new UncheckedIOException(e);
                        }
                      }
                      return false;
                    }))
        .answer(500);
  }

  private BackupResult backUp(TroublePolicy policy) {
    return vault
        .of(Backups.full(vault.client, vault.server))
        .snapshot(true)
        .onTrouble(Trouble.VANISHED, policy)
        .run();
  }

  private Path restored(BackupResult backup) {
    Path target = temporary.resolve("target");
    vault.restore(target).snapshot(String.valueOf(backup.snapshotId())).run().orElseThrow();
    return target;
  }

  @Test
  void anotherFileInThePlaceOfTheFirstNameIsNotTakenForTheContentOfTheOthers() throws IOException {
    whenTheSourceWasLookedThrough(
        () -> {
          Path next = Files.writeString(temporary.resolve("next"), "new");
          Files.move(next, vault.source.path("a"), StandardCopyOption.REPLACE_EXISTING);
        });
    BackupResult result = backUp(TroublePolicy.REPORT);

    assertThat(result.status()).isEqualTo(TransferStatus.SUCCEEDED);
    Path target = restored(result);
    assertThat(target.resolve("a")).hasContent("new");
    assertThat(target.resolve("b")).hasContent("old");
    assertThat(target.resolve("c")).hasContent("old");
  }

  @Test
  void aFirstNameThatVanishesTakesTheContentOfNoOtherAlong() throws IOException {
    whenTheSourceWasLookedThrough(() -> Files.delete(vault.source.path("a")));
    BackupResult result = backUp(TroublePolicy.REPORT);

    assertThat(result.failures()).extracting(ObjectFailure::key).containsExactly("a");
    Path target = restored(result);
    assertThat(target.resolve("b")).hasContent("old");
    assertThat(target.resolve("c")).hasContent("old");
  }

  @Test
  void namesThatVanishAreSkippedWhereThatIsAskedForAndTheOthersAreStored() throws IOException {
    whenTheSourceWasLookedThrough(
        () -> {
          Files.delete(vault.source.path("a"));
          Files.delete(vault.source.path("c"));
        });
    BackupResult result = backUp(TroublePolicy.SKIP);

    assertThat(result.status()).isEqualTo(TransferStatus.SUCCEEDED);
    Path target = restored(result);
    assertThat(target.resolve("b")).hasContent("old");
    assertThat(target.resolve("c")).doesNotExist();
    assertThat(result.skippedCount()).isEqualTo(2);
  }
}
