package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.snapshot.PruneResult;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.ManualClock;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.testkit.faults.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is deleted lies in the trash first, and comes back until its grace time is over. */
class TrashTest {
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir Path temporary;
  private final ManualClock spaceTime = ManualClock.now();
  private SpaceServer server;
  private SpaceClient client;
  private Snapshots snapshots;
  private FileTree source;

  @BeforeEach
  void start() throws IOException {
    // Tokens are of this machine's time; what the space stores is of its own.
    server = SpaceServer.builder().clock(spaceTime).verification(false).start();
    client = Backups.client(server);
    source = FileTree.in(Files.createDirectory(temporary.resolve("source")));
    snapshots =
        client.snapshots(server.appDid().address()).stateDirectory(temporary.resolve("state"));
  }

  @AfterEach
  void stop() {
    snapshots.close();
    client.close();
    server.close();
  }

  private String backUp() {
    return Objects.requireNonNull(
        Backups.incremental(client, server)
            .source(source.root())
            .stateDirectory(temporary.resolve("state"))
            .snapshot(true)
            .run()
            .orElseThrow()
            .snapshotId());
  }

  private TreeSnapshot restore(String id) throws IOException {
    return Backups.restored(snapshots, server, id, Files.createTempDirectory(temporary, "target"));
  }

  @Test
  void aDeletedSnapshotLiesInTheTrashAndComesBackWhole() throws IOException {
    source.file("a", 300_000, 1);
    TreeSnapshot before = TreeSnapshot.of(source.root());
    String first = backUp();
    source.file("a", 300_000, 2);
    String second = backUp();

    snapshots.delete(first);

    assertThat(snapshots.list()).extracting(Snapshot::id).containsExactly(second);
    assertThat(snapshots.deleted()).extracting(Snapshot::id).containsExactly(first);
    assertThat(snapshots.deleted().get(0).deletedAt()).isNotNull();
    assertThat(snapshots.newest().orElseThrow().id()).isEqualTo(second);
    assertThat(restore(first)).isEqualTo(before);
    assertThatThrownBy(() -> snapshots.describe(first, "x"))
        .isInstanceOf(SpaceException.class)
        .hasMessageContainingAll(first, "trash", "undelete");
    snapshots.prune();
    assertThat(snapshots.verify(true).orElseThrow().snapshots()).isEqualTo(2);

    assertThat(snapshots.undelete(first).deletedAt()).isNull();

    assertThat(snapshots.list()).extracting(Snapshot::id).containsExactly(second, first);
    assertThat(snapshots.deleted()).isEmpty();
    assertThat(restore(first)).isEqualTo(before);
  }

  /** One that is damaged is deleted for good; one that only arrives damaged is none. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void aSnapshotThatArrivesDamagedIsMovedToTheTrashAllTheSame(int times) throws IOException {
    source.file("a", 300_000, 1);
    TreeSnapshot before = TreeSnapshot.of(source.root());
    String first = backUp();
    source.file("a", 300_000, 2);
    backUp();
    try (Snapshots elsewhere =
        client.snapshots(server.appDid().address()).stateDirectory(temporary.resolve("other"))) {
      server
          .faults()
          .on(Requests.get().matching("**/snapshots/*-" + first + ".*"))
          .first(times)
          .corruptByteAt(70);

      elsewhere.delete(first);
    }

    assertThat(snapshots.deleted()).extracting(Snapshot::id).containsExactly(first);
    snapshots.undelete(first);
    assertThat(restore(first)).isEqualTo(before);
  }

  @Test
  void whatHasLainInTheTrashForTheGraceTimeByTheSpacesClockIsRemovedForGood() {
    source.file("kept", 1000, 1).file("gone", 3_000_000, 2);
    String first = backUp();
    source.delete("gone");
    String second = backUp();
    snapshots.delete(first);

    spaceTime.advance(WEEK.minusSeconds(60));
    assertThat(snapshots.prune().removed()).isEmpty();
    assertThat(snapshots.prune(Duration.ofSeconds(Long.MAX_VALUE)).removed()).isEmpty();
    long before = server.objects().totalSize();
    spaceTime.advance(Duration.ofMinutes(2));
    PruneResult pruned = snapshots.prune();

    assertThat(pruned.removed()).containsExactly(first);
    assertThat(pruned.bytesFreed()).isGreaterThan(3_000_000);
    assertThat(before - server.objects().totalSize()).isGreaterThan(2_999_000);
    assertThat(snapshots.deleted()).isEmpty();
    assertThatThrownBy(() -> snapshots.undelete(first)).hasMessageContaining(first);
    assertThat(snapshots.list()).extracting(Snapshot::id).containsExactly(second);
    assertThat(snapshots.verify(true).orElseThrow().snapshots()).isEqualTo(1);
  }

  @Test
  void rulesAndExpiriesMoveSnapshotsToTheTrashAndZeroGraceRemovesThem() {
    source.file("a", 1_000, 1);
    String expired = backUp();
    source.file("a", 1_000, 2);
    String ruledOut = backUp();
    source.file("a", 1_000, 3);
    String last = backUp();
    snapshots.expire(expired, Instant.EPOCH);

    PruneResult pruned = snapshots.prune();

    assertThat(pruned.removed()).isEmpty();
    assertThat(pruned.trashed()).containsExactly(expired);
    assertThat(snapshots.apply(Retention.files(1))).extracting(Snapshot::id).contains(ruledOut);
    assertThat(snapshots.deleted())
        .extracting(Snapshot::id)
        .containsExactlyInAnyOrder(ruledOut, expired);
    assertThat(snapshots.previewPrune(Duration.ZERO).removed())
        .containsExactlyInAnyOrder(ruledOut, expired);
    assertThat(snapshots.deleted()).hasSize(2);
    assertThat(snapshots.prune(Duration.ZERO).removed())
        .containsExactlyInAnyOrder(ruledOut, expired);
    assertThat(snapshots.deleted()).isEmpty();
    assertThat(snapshots.list()).extracting(Snapshot::id).containsExactly(last);
    assertThatThrownBy(() -> snapshots.prune(Duration.ofDays(-1)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("grace");
  }

  @Test
  void aPreviewTellsWhatWouldBeFreedAndChangesNothing() {
    source.file("kept", 1000, 1).file("gone", 3_000_000, 2);
    String first = backUp();
    source.delete("gone");
    backUp();
    snapshots.delete(first);
    var keys = server.objects().keys();

    PruneResult preview = snapshots.previewPrune(Duration.ZERO);

    assertThat(server.objects().keys()).isEqualTo(keys);
    assertThat(preview.removed()).containsExactly(first);
    assertThat(snapshots.prune(Duration.ZERO).bytesFreed())
        .isCloseTo(preview.bytesFreed(), org.assertj.core.data.Percentage.withPercentage(5));
  }
}
