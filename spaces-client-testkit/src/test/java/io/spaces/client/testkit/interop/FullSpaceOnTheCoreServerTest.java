package io.spaces.client.testkit.interop;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.Snapshots;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a space of 4 MB on the official core does to our client once it is full. */
@InteropTest
class FullSpaceOnTheCoreServerTest {
  private static final String PID = Peer.WALLET.address();

  @TempDir Path temporary;

  private BackupResult backUp(OurClient ours, FileTree source) {
    return ours.described(ours.client.backup().blocklet().appDid(PID), source.root())
        .snapshot(true)
        .run();
  }

  private FileTree tree(String name, int size, long seed) throws IOException {
    return FileTree.in(Files.createDirectories(temporary.resolve(name))).file("f", size, seed);
  }

  @ParameterizedTest
  @CsvSource({"507, --no-extras", "403, --length"})
  void aVaultThatHasFilledItsSpaceCanBeFreedAndGoesOn(String status, String option)
      throws Exception {
    FileTree small = tree("small", 100_000, 1);
    try (CoreServer space =
            CoreServer.start("--quota", "4000000", "--full-status", status, option);
        OurClient ours = OurClient.on(space, temporary.resolve("state"));
        Snapshots snapshots =
            ours.client.snapshots(PID).stateDirectory(temporary.resolve("state"))) {
      String first = requireNonNull(backUp(ours, small).orElseThrow().snapshotId());
      String second =
          requireNonNull(backUp(ours, tree("more", 200_000, 2)).orElseThrow().snapshotId());

      BackupResult large = backUp(ours, tree("large", 6_000_000, 3));
      assertThat(large.status()).isEqualTo(TransferStatus.FAILED);
      assertThat(large.cause()).isInstanceOf(SpaceUnavailableException.class);
      assertThat(large.statusMessage()).contains("bytes").doesNotContain("delegation");

      assertThat(snapshots.verify(true).problems()).isEmpty();
      snapshots.delete(second);
      snapshots.prune(Duration.ZERO);
      assertThat(snapshots.list()).singleElement().matches(one -> one.id().equals(first));

      backUp(ours, tree("later", 150_000, 4)).orElseThrow();
      assertThat(snapshots.list()).hasSize(2);
      assertThat(snapshots.verify(true).problems()).isEmpty();
      Path target = temporary.resolve("target");
      ours.restore(target).appPid(PID).snapshot(first).run().orElseThrow();
      assertThat(TreeSnapshot.of(target).differences(small.snapshot())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"402", "403", "413", "507"})
  void aMirrorTellsThatItsSpaceIsFull(String status) throws Exception {
    FileTree source = tree("mirror", 4_100_000, 1);
    try (CoreServer space =
            CoreServer.start("--quota", "4000000", "--full-status", status, "--no-extras");
        OurClient ours = OurClient.on(space, temporary.resolve("state"))) {
      ours.described(ours.client.backup().blocklet().appDid(PID), source.root())
          .run()
          .orElseThrow();
      source.file("g", 1000, 2);
      BackupResult result =
          ours.described(ours.client.backup().blocklet().appDid(PID), source.root()).run();

      assertThat(result.failures())
          .singleElement()
          .satisfies(
              failure ->
                  assertThat(failure.cause())
                      .isInstanceOf(SpaceUnavailableException.class)
                      .hasMessageContaining("The object has 1000 bytes"));
      assertThat(result.statusMessage()).contains("The space is full");
    }
  }

  @ParameterizedTest
  @CsvSource({"--absent, 400", "--absent, 500", "--absent, 404", "--absent-empty, --length"})
  void aFirstBackupIsMadeWhateverTheSpaceAnswersForWhatIsNotThere(String option, String value)
      throws Exception {
    FileTree small = tree("small", 10_000, 1);
    try (CoreServer space = CoreServer.start(option, value);
        OurClient ours = OurClient.on(space, temporary.resolve("state"));
        Snapshots snapshots =
            ours.client.snapshots(PID).stateDirectory(temporary.resolve("state"))) {
      assertThat(snapshots.list()).isEmpty();
      backUp(ours, small).orElseThrow();
      assertThat(snapshots.list()).hasSize(1);
      assertThat(snapshots.verify(true).problems()).isEmpty();
    }
  }
}
