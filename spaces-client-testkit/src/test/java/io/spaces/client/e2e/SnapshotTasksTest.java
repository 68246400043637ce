package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.delete;
import static io.spaces.client.testkit.faults.Requests.get;
import static io.spaces.client.testkit.faults.Requests.put;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.SnapshotTasks;
import io.spaces.client.Snapshots;
import io.spaces.client.backup.Encryption;
import io.spaces.client.error.CancelledException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.NothingFoundException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.WrongKeyException;
import io.spaces.client.snapshot.KeySlot;
import io.spaces.client.snapshot.PruneResult;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.VerifyResult;
import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.testkit.faults.Requests;
import io.spaces.client.transfer.TransferProgress;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.TransferTask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What takes long in a vault can be watched and cancelled. */
@Timeout(60)
class SnapshotTasksTest {
  private static final Encryption KEY = Encryption.key(VaultBackups.KEY);

  @TempDir Path temporary;
  private final SeededRandom random = new SeededRandom(4711);
  private VaultBackups vault;
  private Snapshots snapshots;

  /** Starts one of the tasks. */
  interface Start {
    TransferTask<?> with(SnapshotTasks tasks, SnapshotTasksTest here) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    vault = new VaultBackups(temporary);
    snapshots = snapshots(KEY);
  }

  @AfterEach
  void stop() {
    snapshots.close();
    vault.close();
  }

  static Stream<Arguments> tasks() {
    return Stream.of(
        task("a verification", (tasks, here) -> tasks.verify(false)),
        task("a verification of all data", (tasks, here) -> tasks.verify(true)),
        task("a repair", (tasks, here) -> tasks.repair(true)),
        task("a pruning", (tasks, here) -> tasks.prune(Duration.ZERO)),
        task("a preview", (tasks, here) -> tasks.previewPrune(Duration.ZERO, List.of())),
        task("an export", (tasks, here) -> tasks.export(here.newest(), here.folder())),
        task(
            "an export into a stream",
            (tasks, here) -> tasks.export(here.newest(), new ByteArrayOutputStream())),
        task("an import", (tasks, here) -> tasks.importArchive(here.archive(), "imported")),
        task(
            "a change of the key",
            (tasks, here) -> tasks.changeKey(Encryption.key("12".repeat(32)))));
  }

  private static Arguments task(String what, Start start) {
    return Arguments.of(what, start);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tasks")
  void aTaskTellsFromNothingToAllHowFarItIs(String what, Start start) throws Exception {
    backUpTwice();
    RecordedEvents events = new RecordedEvents();

    TransferTask<?> task = start.with(snapshots.tasks().listener(events), this);
    Object result = task.await();

    assertThat(task.completion().toCompletableFuture().join()).isSameAs(result);
    assertThat(events.ends()).containsExactly(TransferStatus.SUCCEEDED);
    assertThat(events.all().get(0).name()).isEqualTo("started");
    assertThat(events.keys("objectStarted"))
        .containsExactlyInAnyOrderElementsOf(events.keys("objectSucceeded"));
    List<TransferProgress> progress = events.progress();
    TransferProgress first = progress.get(0);
    TransferProgress last = progress.get(progress.size() - 1);
    assertThat(first.objectsDone() + first.bytesDone()).isZero();
    assertThat(last.objectsTotal()).isPositive();
    assertThat(last.objectsDone()).isEqualTo(last.objectsTotal());
    assertThat(last.bytesDone()).isEqualTo(last.bytesTotal());
    assertThat(task.progress().objectsDone()).isEqualTo(last.objectsDone());
    assertThat(heldLocks()).isEmpty();
  }

  @Test
  void aTaskHasTheResultOfTheCall() throws Exception {
    String id = backUpTwice();
    SnapshotTasks tasks = snapshots.tasks();

    VerifyResult verified = tasks.verify(true).await();
    assertThat(verified).isEqualTo(snapshots.verify(true));
    assertThat(verified.isSound()).isTrue();
    assertThat(verified.bytesRead()).isPositive();
    assertThat(tasks.repair(true).await()).isEqualTo(snapshots.repair(true));

    snapshots.delete(id);
    PruneResult preview = snapshots.previewPrune(Duration.ZERO);
    PruneResult pruned = tasks.prune(Duration.ZERO).await();
    assertThat(pruned.removed()).containsExactly(id).isEqualTo(preview.removed());
    assertThat(snapshots.verify(true).isSound()).isTrue();

    Path archive = tasks.export(newest(), folder()).await();
    assertThat(archive).isEqualTo(snapshots.export(newest(), folder()));
    Snapshot imported = tasks.importArchive(archive, "imported").await();
    assertThat(snapshots.list("imported")).containsExactly(imported);
  }

  @Test
  void afterItsKeyIsChangedTheVaultOpensWithTheNewOneAlone() throws Exception {
    backUpTwice();
    Encryption next = Encryption.key("12".repeat(32));
    KeySlot changed = snapshots.tasks().changeKey(next).await();

    assertThat(snapshots.keys().list()).extracting(KeySlot::id).containsExactly(changed.id());
    assertThat(snapshots.list()).hasSize(2);
    try (Snapshots withNew = snapshots(next);
        Snapshots withOld = snapshots(KEY)) {
      assertThat(withNew.list()).hasSize(2);
      assertThatThrownBy(withOld::list).isInstanceOf(WrongKeyException.class);
    }
  }

  @Test
  void aTaskThrowsWhatTheCallThrows() throws Exception {
    TransferTask<?> without = snapshots.tasks().verify(true);
    assertThatThrownBy(without::await).isInstanceOf(NothingFoundException.class);
    backUpTwice();
    try (Snapshots wrong = snapshots(Encryption.key("12".repeat(32)))) {
      RecordedEvents events = new RecordedEvents();
      TransferTask<?> task = wrong.tasks().listener(events).verify(true);

      assertThatThrownBy(task::await).isInstanceOf(WrongKeyException.class);
      assertThatThrownBy(() -> task.await(Duration.ofHours(1)))
          .isInstanceOf(WrongKeyException.class);
      assertThatThrownBy(task.completion().toCompletableFuture()::join)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(WrongKeyException.class);
      assertThat(events.ends()).containsExactly(TransferStatus.FAILED);
    }
    assertThatThrownBy(() -> snapshots.tasks().prune(Duration.ofSeconds(-1)))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> snapshots.tasks().export("x", temporary))
        .isInstanceOf(InvalidParameterException.class);
  }

  static Stream<Arguments> hangingTasks() {
    return Stream.of(
        Arguments.of("a verification", get().matching("**/packs/**"), start(t -> t.verify(true))),
        Arguments.of("a repair", get().matching("**/packs/**"), start(t -> t.repair(true))),
        Arguments.of(
            "a pruning", delete().matching("**/packs/**"), start(t -> t.prune(Duration.ZERO))),
        Arguments.of(
            "a pruning at first",
            get().matching("**/index/**"),
            start(t -> t.prune(Duration.ZERO))),
        Arguments.of(
            "an export",
            get().matching("**/packs/**"),
            (Start) (tasks, here) -> tasks.export(here.newest(), here.folder())),
        Arguments.of(
            "an import",
            put().matching("**/.vault/snapshots/**"),
            (Start) (tasks, here) -> tasks.importArchive(here.archive(), "imported")));
  }

  private static Start start(java.util.function.Function<SnapshotTasks, TransferTask<?>> task) {
    return (tasks, here) -> task.apply(tasks);
  }

  /** The space hangs for as long as it likes: nobody who cancels waits for it. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("hangingTasks")
  void aTaskThatIsCancelledEndsAtOnceAndLeavesTheVaultWholeAndFree(
      String what, Requests hanging, Start start) throws Exception {
    String id = backUpTwice();
    archive();
    snapshots.delete(id);
    CountDownLatch asked = new CountDownLatch(1);
    RecordedEvents events = new RecordedEvents();
    try (Snapshots elsewhere = snapshots(KEY).stateDirectory(temporary.resolve("other-state"))) {
      TransferTask<?> task = startAgainst(elsewhere, hanging, asked, events, start);
      asked.await();

      task.cancel();

      assertThatThrownBy(task::await).isInstanceOf(CancelledException.class);
    }
    assertThat(events.ends()).containsExactly(TransferStatus.CANCELLED);
    assertThat(events.keys("objectStarted"))
        .hasSize(events.keys("objectSucceeded").size() + events.keys("objectFailed").size());
    assertThat(heldLocks()).isEmpty();
    try (Stream<Path> left = Files.list(temporary.resolve("exported"))) {
      assertThat(left).hasSize(1);
    }
    vault.server.faults().clear();
    assertThat(snapshots.list("imported")).isEmpty();
    assertThat(snapshots.verify(true).problems()).isEmpty();
  }

  private TransferTask<?> startAgainst(
      Snapshots elsewhere,
      Requests hanging,
      CountDownLatch asked,
      RecordedEvents events,
      Start start)
      throws IOException {
    vault
        .server
        .faults()
        .on(
            hanging.matching(
                key -> {
                  asked.countDown();
                  return true;
                }))
        .stallAfterReading();
    return start.with(elsewhere.tasks().listener(events), this);
  }

  @Test
  void closingTheSnapshotsCancelsTheirTasksAndNoOthers() throws Exception {
    backUpTwice();
    CountDownLatch asked = new CountDownLatch(1);
    TransferTask<?> task =
        startAgainst(
            snapshots,
            get().matching("**/packs/**"),
            asked,
            new RecordedEvents(),
            start(tasks -> tasks.verify(true)));
    asked.await();
    snapshots.close();

    assertThatThrownBy(task::await).isInstanceOf(CancelledException.class);
    assertThat(heldLocks()).isEmpty();
    SnapshotTasks closed = snapshots.tasks();
    assertThatThrownBy(() -> closed.verify(true)).isInstanceOf(SpaceException.class);
    vault.server.faults().clear();
    snapshots = snapshots(KEY);
    assertThat(snapshots.tasks().verify(true).await().isSound()).isTrue();
  }

  /** Beside the locks lies when the vault was pruned last. */
  private List<String> heldLocks() {
    return VaultBackups.heldLocks(vault.server).stream()
        .filter(key -> !key.endsWith("/pruned"))
        .toList();
  }

  /** The older of two snapshots, each with content of its own. */
  private String backUpTwice() {
    vault.source.file("first", random.bytes(300_000)).file("both", random.bytes(200_000));
    String first = backUp();
    vault.source.delete("first").file("second", random.bytes(300_000));
    backUp();
    return first;
  }

  private String backUp() {
    return requireNonNull(
        vault
            .of(Backups.full(vault.client, vault.server))
            .snapshot(true)
            .encryption(KEY)
            .run()
            .orElseThrow()
            .snapshotId());
  }

  private String newest() {
    return snapshots.newest().orElseThrow().id();
  }

  private Path folder() throws IOException {
    return Files.createDirectories(temporary.resolve("exported"));
  }

  private Path archive() throws IOException {
    Path file;
    try (Stream<Path> there = Files.list(folder())) {
      file = there.findFirst().orElse(null);
    }
    return file != null ? file : snapshots.export(newest(), folder());
  }

  private Snapshots snapshots(Encryption encryption) {
    return vault
        .client
        .snapshots(vault.server.appDid().address())
        .stateDirectory(vault.state)
        .encryption(encryption);
  }
}
