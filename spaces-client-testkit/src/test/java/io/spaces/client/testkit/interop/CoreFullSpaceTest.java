package io.spaces.client.testkit.interop;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.Snapshots;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.testkit.TestWallets;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vault in a space of 4 MB that somebody else has filled, by the rule of the official core. */
@InteropTest
class CoreFullSpaceTest {
  @TempDir Path work;

  private final SeededRandom random = new SeededRandom(17);
  private String did;
  private CoreServer space;
  private OurClient program;
  private FileTree source;

  @BeforeEach
  void begin() throws IOException {
    space = CoreServer.start("--quota", "4000000", "--full-status", "402");
    did = TestWallets.random().address();
    program = OurClient.on(space, work.resolve("state"));
    source = FileTree.in(Files.createDirectories(work.resolve("data")));
    source.file("a.bin", random.bytes(500_000));
  }

  @AfterEach
  void end() {
    program.close();
    space.close();
  }

  @Test
  void aSpaceThatSomebodyElseHasFilledStillLetsSnapshotsBeVerifiedDeletedAndPruned() {
    BackupResult first = snapshot().orElseThrow();
    source.file("b.bin", random.bytes(500_000));
    snapshot().orElseThrow();
    program.client.objects().put("filler", random.bytes(4_000_000));
    source.file("c.bin", random.bytes(10_000));
    assertToldAsFull(snapshot());

    try (Snapshots snapshots = snapshots()) {
      assertThat(snapshots.verify(true).problems()).isEmpty();
      snapshots.delete(requireNonNull(first.snapshotId()));
      snapshots.prune(Duration.ZERO);

      assertThat(snapshots.list()).hasSize(1);
      assertThat(snapshots.verify(true).problems()).isEmpty();
    }
    program.client.objects().delete("filler");
    snapshot().orElseThrow();
  }

  private static void assertToldAsFull(BackupResult result) {
    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.cause()).isInstanceOf(SpaceUnavailableException.class);
    assertThat(result.cause()).hasMessageNotContainingAny("delegation");
  }

  private BackupResult snapshot() {
    return program
        .described(
            program.client.incrementalBackup().blocklet().appPid(did).snapshot(true), source.root())
        .run();
  }

  private Snapshots snapshots() {
    return program.client.snapshots(did).stateDirectory(work.resolve("state"));
  }
}
