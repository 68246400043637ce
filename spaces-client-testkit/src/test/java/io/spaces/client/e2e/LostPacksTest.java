package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.testkit.JournalEntry;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.StoredObject;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A space that lists a pack but does not serve it. */
class LostPacksTest {
  private static final int FILES = 100;

  @TempDir Path temporary;
  private VaultBackups vault;
  private String lost;

  @BeforeEach
  void backUp() throws IOException {
    vault = new VaultBackups(temporary);
    for (int i = 0; i < FILES; i++) {
      vault.source.file("lost/" + i, 1000, i);
    }
    backUpIntoOnePack();
    lost = largestPack();
    vault.source.file("kept", 200_000, FILES);
    backUpIntoOnePack();
  }

  private void backUpIntoOnePack() {
    vault
        .of(Backups.full(vault.client, vault.server))
        .snapshot(true)
        .concurrency(1)
        .run()
        .orElseThrow();
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  @Test
  void aLostPackIsAskedForTwiceAndTheIndexReadTwiceHoweverManyFilesNeedIt() {
    vault.server.faults().on(get().matching(lost::equals)).answer(404);
    Path target = temporary.resolve("target");
    vault.server.journal().clear();

    RestoreResult result = vault.restore(target).concurrency(1).run();

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures())
        .hasSize(FILES)
        .allSatisfy(
            failure ->
                assertThat(failure.cause())
                    .isInstanceOf(IntegrityException.class)
                    .hasMessageContaining("packs/")
                    .hasMessageContaining("missing"));
    assertThat(target.resolve("kept")).hasSameBinaryContentAs(vault.source.path("kept"));
    List<JournalEntry> asked = vault.server.journal().entries("GET", Route.OBJECT);
    assertThat(asked.stream().filter(entry -> entry.key().equals(lost))).hasSize(2);
    List<JournalEntry> lists = vault.server.journal().entries("GET", Route.LISTS);
    assertThat(lists.stream().filter(entry -> entry.key().endsWith("index/"))).hasSize(2);
  }

  private String largestPack() {
    return vault.server.objects().below(vault.folder() + "packs/").stream()
        .max(Comparator.comparingLong(StoredObject::size))
        .orElseThrow()
        .key();
  }
}
