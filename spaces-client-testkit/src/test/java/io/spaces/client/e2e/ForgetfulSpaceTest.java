package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.delete;
import static io.spaces.client.testkit.faults.Requests.lists;
import static io.spaces.client.testkit.faults.Requests.put;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.SpaceClient;
import io.spaces.client.SpaceObjects;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.error.SpaceException;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.ManualClock;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.testkit.faults.Fault;
import io.spaces.client.testkit.faults.FaultStage;
import io.spaces.client.testkit.faults.Occurrence;
import io.spaces.client.testkit.faults.Reply;
import io.spaces.client.testkit.faults.Requests;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mirror in a space that takes an object and does not have it, or lists it late. */
class ForgetfulSpaceTest extends SpaceTest {
  private final ManualClock time = ManualClock.now();
  private FileTree tree;

  @Override
  Clock clock() {
    return time;
  }

  @BeforeEach
  void start() {
    tree = FileTree.in(temporary.resolve("data")).file("old/a", 10, 1).file("old/b", 20, 2);
  }

  /** All the ways to say that an object was stored where it was not. */
  static Stream<Fault> lies() {
    return Stream.concat(
        Stream.of(Fault.forget()),
        Stream.of(
                Reply.status(200).header("Content-Type", "application/json").body("{\"error\":1}"),
                Reply.status(200).body("{\"success\":false}"),
                Reply.status(200).body("<Error><Code>QuotaExceeded</Code></Error>"),
                Reply.status(200).header("Content-Type", "").body("<html>Please log in</html>"),
                Reply.status(200).body("upstream connect error"),
                Reply.status(200).body(""),
                Reply.status(200).body("OK"),
                Reply.status(200).body("{\"success\":true}"),
                Reply.status(201).body(""),
                Reply.status(202).body(""),
                Reply.status(204).body(""))
            .map(Fault::answer));
  }

  @ParameterizedTest
  @MethodSource("lies")
  void aStrictSyncDeletesNothingForWhatIsNotThere(Fault lie) throws IOException {
    backUp(true).orElseThrow();
    List<String> before = server.objects().keys();
    rename();
    server.faults().plan(put(), Occurrence.always(), lie);

    BackupResult result = backUp(true);

    assertThat(server.objects().keys()).containsExactlyElementsOf(before);
    assertNoSuccess(result);
    assertThat(result.failures()).extracting(ObjectFailure::key).contains("new/a", "new/b");
    server.faults().clear();
    backUp(true).orElseThrow();
    Backups.assertHolds(server, tree);
  }

  @ParameterizedTest
  @MethodSource("lies")
  void aBackupIsNoSuccessWhereOneObjectIsNotThere(Fault lie) throws IOException {
    server.faults().plan(put().matching("**/b"), Occurrence.always(), lie);

    BackupResult result = backUp(false);

    assertNoSuccess(result);
    assertThat(result.failures()).extracting(ObjectFailure::key).containsExactly("old/b");
    assertThat(result.count()).isEqualTo(1);
    assertThat(result.size()).isEqualTo(10);
    assertThat(result.errorCount()).isEqualTo(1);
    server.faults().clear();
    backUp(false).orElseThrow();
    Backups.assertHolds(server, tree);
  }

  @Test
  void anObjectThatKeepsItsOldContentIsNotTheNewOne() throws IOException {
    backUp(true).orElseThrow();
    tree.file("old/a", 10, 3).delete("old/b");
    server.faults().on(put()).answer(Reply.status(200).body(""));

    BackupResult result = backUp(true);

    assertNoSuccess(result);
    assertThat(result.statusMessage()).contains("old/a");
    assertThat(server.objects().keys()).contains(Backups.folder(server) + "old/b");
  }

  @Test
  void aDeletionThatIsAcknowledgedAndNotDoneIsTold() throws IOException {
    backUp(true).orElseThrow();
    tree.delete("old/a");
    server.faults().on(delete()).answer(Reply.status(200).body(""));

    BackupResult result = backUp(true);

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.key()).isEqualTo("old/a");
              assertThat(failure.message()).contains("shows it still");
            });
    server.faults().clear();
    backUp(true).orElseThrow();
    Backups.assertHolds(server, tree);
  }

  @Test
  void aDeletionThatNoListCouldShowIsTheOnlyFailureOfItsRun() throws IOException {
    backUp(true).orElseThrow();
    tree.delete("old/a").file("old/c", 30, 3);
    onceSomethingIsDeleted(lists(), key -> true).answer(500);

    BackupResult result = backUp(true);

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.key()).isEqualTo("old/a");
              assertThat(failure.message()).contains("acknowledged", "no list", "500");
            });
    assertThat(result.count()).isEqualTo(2);
    server.faults().clear();
    backUp(true).orElseThrow();
    Backups.assertHolds(server, tree);
  }

  @Test
  void aListThatFailsForAWhileAfterADeletionIsAskedForAgain() throws IOException {
    backUp(true).orElseThrow();
    tree.delete("old/a");
    AtomicInteger asked = new AtomicInteger();
    onceSomethingIsDeleted(lists(), key -> asked.incrementAndGet() < 8).answer(500);

    backUp(true).orElseThrow();

    assertThat(asked.get()).isGreaterThanOrEqualTo(8);
    Backups.assertHolds(server, tree);
  }

  @ParameterizedTest
  @CsvSource({"another's, SUCCEEDED", "1234567890, SUCCEEDED", ", PARTIAL"})
  void anObjectThatAnotherClientPutsMeanwhileWasDeletedBefore(
      @Nullable String content, TransferStatus status) throws IOException {
    backUp(true).orElseThrow();
    byte[] before = Files.readAllBytes(tree.path("old/a"));
    tree.delete("old/a");
    String key = Backups.folder(server) + "old/a";
    byte[] put = content == null ? before : content.getBytes(UTF_8);
    onceSomethingIsDeleted(
            lists(),
            folder -> {
              server.objects().put(key, put);
              return false;
            })
        .answer(500);

    BackupResult result = backUp(true);

    assertThat(result.status()).isEqualTo(status);
    assertThat(server.objects().get(key).bytes()).isEqualTo(put);
  }

  /** What meets requests that come after the first deletion. */
  private FaultStage onceSomethingIsDeleted(Requests requests, Predicate<String> which) {
    AtomicBoolean deleted = new AtomicBoolean();
    server
        .faults()
        .on(
            delete()
                .matching(
                    key -> {
                      deleted.set(true);
                      return false;
                    }))
        .answer(500);
    return server.faults().on(requests.matching(key -> deleted.get() && which.test(key)));
  }

  @Test
  void aListThatIsALittleLateIsWaitedFor() throws IOException {
    backUp(true).orElseThrow();
    rename();
    server.faults().on(lists()).lagList(Duration.ofSeconds(20));

    BackupResult result = backUp(true);

    assertThat(result.status()).isEqualTo(TransferStatus.SUCCEEDED);
    assertThat(time.waits()).isNotEmpty();
    Backups.assertHolds(server, tree);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 60})
  void aListThatLagsByMinutesEndsTheRunAndDeletesNothing(int minutes) throws IOException {
    backUp(true).orElseThrow();
    List<String> before = server.objects().keys();
    rename();
    server.faults().on(lists()).lagList(Duration.ofMinutes(minutes));

    BackupResult result = backUp(true);

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage()).contains("does not list", "30 seconds", "new/a");
    assertThat(server.records()).last().matches(StoredRecord::failed);
    assertThat(server.objects().keys()).containsAll(before);
    assertThat(time.waits().stream().reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aListThatLagsIsWaitedForAsLongAsTheClientSays() {
    server.faults().on(lists()).lagList(Duration.ofMinutes(1));
    try (SpaceClient patient = waiting(Duration.ofMinutes(2));
        SpaceClient hasty = waiting(Duration.ZERO)) {
      Backups.incremental(patient, server).source(tree.root()).run().orElseThrow();
      assertThat(time.waits().stream().reduce(Duration.ZERO, Duration::plus))
          .isBetween(Duration.ofMinutes(1), Duration.ofMinutes(2));
      tree.file("new", 5, 5);

      BackupResult result = Backups.incremental(hasty, server).source(tree.root()).run();

      assertThat(result.statusMessage()).contains("does not list", "0 seconds", "new");
    }
  }

  private SpaceClient waiting(Duration lag) {
    return SpaceClient.builder()
        .endpoint(server.endpoint())
        .wallet(server.wallet())
        .clock(time)
        .listLag(lag)
        .build();
  }

  @Test
  void whoSendsNothingAsksForNoFurtherList() throws IOException {
    backUp(false).orElseThrow();
    int before = listsAsked();

    backUp(false).orElseThrow();

    assertThat(listsAsked() - before).isEqualTo(1);
    tree.file("new", 5, 5);
    backUp(false).orElseThrow();
    assertThat(listsAsked() - before).isEqualTo(3);
  }

  private int listsAsked() {
    return server.journal().entries(entry -> entry.target().contains("/lists/")).size();
  }

  private void rename() throws IOException {
    Files.move(tree.path("old"), tree.path("new"));
  }

  private void assertNoSuccess(BackupResult result) {
    assertThat(result.status()).isNotEqualTo(TransferStatus.SUCCEEDED);
    assertThat(server.records()).last().matches(StoredRecord::failed);
  }

  private BackupResult backUp(boolean strictSync) {
    return Backups.incremental(client, server)
        .source(tree.root())
        .strictSync(strictSync)
        .stateDirectory(temporary.resolve("state"))
        .run();
  }

  @Test
  void aSingleObjectThatTheSpaceForgetsWasNotPut() {
    SpaceObjects objects = client.objects();
    for (byte[] content : List.of(new byte[10], new byte[11])) {
      server.faults().on(put()).forget();

      assertThatThrownBy(() -> objects.put("notes/gone", content))
          .isInstanceOf(SpaceException.class)
          .hasMessageContainingAll("notes/gone", "does not show");

      server.faults().clear();
      objects.put("notes/gone", content);
    }
  }
}
