package io.spaces.client.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.BackupBuilder;
import io.spaces.client.Snapshots;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.UnexpectedVaultException;
import io.spaces.client.history.HistoryQuery;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.StoredObject;
import io.spaces.client.testkit.faults.Reply;
import io.spaces.client.testkit.faults.Requests;
import io.spaces.client.transfer.TransferResult;
import io.spaces.client.transfer.TransferStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A vault that is gone as a whole, or another one in its place. */
class VanishedVaultTest extends SpaceTest {
  private FileTree tree;
  private Path state;

  @BeforeEach
  void start() {
    tree = FileTree.in(temporary.resolve("data")).file("a", 700, 1);
    state = temporary.resolve("state");
  }

  private BackupBuilder<?> backup(Path stateDirectory) {
    return Backups.full(client, server)
        .source(tree.root())
        .stateDirectory(stateDirectory)
        .snapshot(true);
  }

  private Snapshots snapshots() {
    return client.snapshots(server.appDid().address()).stateDirectory(state);
  }

  private RestoreResult restore(boolean snapshot) {
    return Backups.restore(client, server)
        .stateDirectory(state)
        .snapshot(snapshot)
        .target(temporary.resolve("target"))
        .run();
  }

  private boolean isAbsent(String key) {
    return server.objects().find(key).isEmpty();
  }

  private List<String> stored() {
    return server.objects().below(Backups.folder(server) + ".vault/").stream()
        .map(StoredObject::key)
        .toList();
  }

  private void wipe() {
    stored().forEach(server.objects()::delete);
  }

  @Test
  void aVaultThatVanishedIsToldByAllThatLooksForItAndIsNotReplacedInSilence() {
    backup(state).run().orElseThrow();
    wipe();

    assertTold("is gone", "acceptRollback");
    RestoreResult either = restore(false);
    assertThat(either.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(either.statusMessage()).contains("is gone", "set back");
    assertThat(stored()).isEmpty();
    try (Snapshots snapshots = snapshots()) {
      snapshots.acceptRollback();
      assertUsableAfterwards(snapshots, 0);
    }
    assertToldOnceMore();
  }

  @Test
  void anotherVaultInItsPlaceIsToldAndNotWrittenTo() {
    backup(state).run().orElseThrow();
    wipe();
    backup(temporary.resolve("state of another machine")).run().orElseThrow();
    List<String> theirs = stored();

    assertTold("shows another vault", "acceptVault");
    assertThat(stored()).isEqualTo(theirs);
    try (Snapshots snapshots = snapshots()) {
      assertThatThrownBy(snapshots::acceptRollback)
          .isInstanceOfSatisfying(
              UnexpectedVaultException.class,
              told -> {
                try (Snapshots accepted = snapshots.acceptVault(requireNonNull(told.vault()))) {
                  assertThat(accepted.list()).hasSize(1);
                }
              });
      assertUsableAfterwards(snapshots, 1);
    }
    assertToldOnceMore();
  }

  private void assertTold(String what, String advice) {
    try (Snapshots snapshots = snapshots()) {
      assertThatThrownBy(snapshots::list)
          .isInstanceOf(UnexpectedVaultException.class)
          .hasMessageContainingAll(what, "set back", advice);
      assertThatThrownBy(() -> client.history(snapshots).page(HistoryQuery.all()))
          .isInstanceOf(IntegrityException.class);
    }
    for (TransferResult result : List.of(restore(true), backup(state).run())) {
      assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
      assertThat(result.statusMessage()).contains(what, "set back", advice);
    }
  }

  private void assertUsableAfterwards(Snapshots snapshots, int there) {
    assertThat(snapshots.list()).hasSize(there);
    backup(state).run().orElseThrow();
    assertThat(snapshots.list()).hasSize(there + 1);
  }

  private void assertToldOnceMore() {
    wipe();
    try (Snapshots snapshots = snapshots()) {
      assertThatThrownBy(snapshots::list).isInstanceOf(UnexpectedVaultException.class);
    }
  }

  /** A list says for certain that there is no vault. */
  @ParameterizedTest
  @ValueSource(ints = {400, 404, 500, 502})
  void aGatewaysPageForWhatIsNotThereKeepsNoVaultFromBeingMade(int status) {
    server.faults().on(Requests.get().matching(this::isAbsent)).answer(Reply.gatewayPage(status));

    backup(state).retries(0).run().orElseThrow();

    try (Snapshots snapshots = snapshots()) {
      assertThat(snapshots.list()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMachineThatHasSeenNoVaultMissesNone(boolean dryRun) {
    if (dryRun) {
      backup(state).dryRun(true).run().orElseThrow();
    }
    try (Snapshots snapshots = snapshots()) {
      assertThat(snapshots.list()).isEmpty();
    }
    backup(state).run().orElseThrow();
    try (Snapshots snapshots = snapshots()) {
      assertThat(snapshots.list()).hasSize(1);
    }
  }
}
