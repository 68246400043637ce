package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.BackupBuilder;
import io.spaces.client.BlockletRestore;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredObject;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.testkit.faults.Reply;
import io.spaces.client.testkit.faults.Requests;
import io.spaces.client.transfer.TransferStatus;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A space that cannot take a backup is found out before anything is sent to it. */
class PreflightTest extends SpaceTest {
  private FileTree tree;

  @BeforeEach
  void start() {
    tree = FileTree.in(temporary.resolve("data")).file("a", 700, 1).file("b", 300, 2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFullSpaceIsToldByItsNumbersAndGetsNoRecord(boolean vault) {
    server.fill();

    assertRefused(vault, "The space is full (0 bytes are free)");

    assertThat(server.records()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSpaceThatIsNotAvailableIsToldInItsOwnWordsAndGetsNoRecord(boolean vault) {
    server.unavailable("Closed for today.");

    assertRefused(vault, "not available", "Closed for today.");

    assertThat(server.records()).isEmpty();
  }

  @Test
  void aSpaceThatIsTooSmallIsToldByWhatIsNeededAndWhatIsFree() {
    server.capacity(999);

    assertRefused(false, "need 1000 bytes", "999 are free");

    assertThat(server.records()).singleElement().matches(StoredRecord::failed);
  }

  @Test
  void soIsOneThatIsTooSmallForObjectsInMemory() {
    server.capacity(99);

    BackupResult result =
        Backups.full(client, server).source(List.of(SourceObject.of("a", new byte[100]))).run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage()).contains("need 100 bytes", "99 are free");
    assertThat(server.journal().entries("PUT", Route.OBJECT)).isEmpty();
  }

  @Test
  void onlyWhatIsNewNeedsRoom() {
    server.capacity(1000);
    backup().run().orElseThrow();
    server.capacity(1001);

    assertThat(backup().run().orElseThrow().unchanged()).isEqualTo(2);
  }

  @Test
  void aSpaceThatSaysNothingOfItselfIsAllRight() {
    server.faults().on(status()).answer(200);

    assertThat(backup().run().orElseThrow().count()).isEqualTo(2);
  }

  @Test
  void aFullSpaceGivesBackAllTheSame() {
    backup().run().orElseThrow();
    server.fill();

    assertThat(restore().run().orElseThrow().count()).isEqualTo(2);
  }

  @Test
  void nothingIsRestoredFromASpaceThatIsNotAvailable() {
    backup().run().orElseThrow();
    server.unavailable("Closed for today.");

    RestoreResult result = restore().run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage()).contains("not available", "Closed for today.");
    assertThat(result.cause()).isInstanceOf(SpaceUnavailableException.class);
    assertThat(result.errorCount()).isEqualTo(-1);
    assertThat(result.count()).isEqualTo(-1);
    assertThat(result.size()).isEqualTo(-1);
    assertThat(result.duration()).isNegative();
    assertThat(result.recordId()).isNull();
    assertThat(server.records()).hasSize(1);
    assertThat(temporary.resolve("target")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", "later"})
  void aVaultWithoutRoomForItsPackIsToldAsFullBeforeThePackIsSent(String which) {
    if (which.equals("later")) {
      backup().snapshot(true).run().orElseThrow();
    }
    tree.file("large", 20_000, 3);
    server.capacity(held() + 5_000);

    BackupResult result = backup().snapshot(true).run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.cause()).isInstanceOf(SpaceUnavailableException.class);
    assertThat(result.statusMessage())
        .containsPattern("The space is full: a pack .*2\\d{4} bytes.* [1-5]\\d{0,3} are free")
        .doesNotContain("delegation");
    assertThat(packsBeyondTheRoom()).isZero();
    assertThat(server.records()).last().matches(StoredRecord::failed);

    server.capacity(1_000_000);
    backup().snapshot(true).run().orElseThrow();
  }

  @Test
  void aVaultWithNoByteLeftIsToldAsFullThoughTheSpaceSaysNoMoreThanThat() {
    backup().snapshot(true).run().orElseThrow();
    server.faults().on(status()).answer(Reply.status(200).header("x-space-free-capacity", "0"));
    long puts = server.journal().entries("PUT", Route.OBJECT).size();

    BackupResult result = backup().snapshot(true).run();

    assertThat(result.cause()).isInstanceOf(SpaceUnavailableException.class);
    assertThat(result.statusMessage()).contains("The space is full", "0 bytes are free");
    assertThat(server.journal().entries("PUT", Route.OBJECT)).hasSize((int) puts);
  }

  @Test
  void roomThatIsMadeWhileAVaultsRunGoesOnCounts() {
    server.capacity(held() + 5_000);
    tree.file("large", 20_000, 3);
    server.faults().on(Requests.put().matching(this::makesRoom)).answer(500);

    backup().snapshot(true).run().orElseThrow();
  }

  /** Whatever a space without numbers would have taken, one with them takes, too. */
  @Test
  void noVaultsRunIsRefusedThatWouldHaveFitted() {
    int fitted = 0;
    for (long room :
        new long[] {
          1, 200, 5_000, 19_900, 20_050, 20_100, 20_200, 20_300, 20_500, 20_900, 25_000
        }) {
      TransferStatus unsaid = twoRuns(room, false);
      TransferStatus said = twoRuns(room, true);

      assertThat(said).as("room of %d bytes", room).isEqualTo(unsaid);
      fitted += unsaid == TransferStatus.SUCCEEDED ? 1 : 0;
    }
    assertThat(fitted).isBetween(2, 9);
  }

  /** The second run of two into a vault: of some 20,000 bytes, with so much room. */
  private TransferStatus twoRuns(long room, boolean says) {
    FileTree source = FileTree.in(temporary.resolve("law" + room + says)).file("a", 300, 1);
    try (SpaceServer small = SpaceServer.builder().statusExtras(says).start();
        SpaceClient other = Backups.client(small)) {
      BackupBuilder<?> backup =
          Backups.full(other, small)
              .source(source.root())
              .snapshot(true)
              .stateDirectory(temporary.resolve("state" + room + says));
      backup.run().orElseThrow();
      source.file("b", 20_000, 2);
      small.capacity(held(small) + room);
      return backup.run().status();
    }
  }

  /** Fits no request, and is asked about each. */
  private boolean makesRoom(String key) {
    if (key.contains("/.vault/locks/")) {
      server.capacity(1_000_000);
    }
    return false;
  }

  /** Small files may lie in a pack of their own, which fits. */
  private long packsBeyondTheRoom() {
    return server.journal().entries("PUT", Route.OBJECT).stream()
        .filter(entry -> entry.key().contains("/.vault/packs/"))
        .filter(entry -> !entry.succeeded() || entry.received() > 5_000)
        .count();
  }

  private long held() {
    return held(server);
  }

  private static long held(SpaceServer server) {
    return server.objects().below("").stream().mapToLong(StoredObject::size).sum();
  }

  private BlockletRestore restore() {
    return Backups.restore(client, server).target(temporary.resolve("target"));
  }

  private BackupBuilder<?> backup() {
    return Backups.full(client, server)
        .source(tree.root())
        .stateDirectory(temporary.resolve("state"));
  }

  private void assertRefused(boolean vault, String... words) {
    BackupResult result = backup().snapshot(vault).run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage()).contains(words);
    assertThat(result.cause()).isInstanceOf(SpaceUnavailableException.class);
    assertThat(result.errorCount()).isEqualTo(-1);
    assertThat(result.count()).isEqualTo(-1);
    assertThat(result.size()).isEqualTo(-1);
    assertThat(result.duration()).isNegative();
    assertThat(server.journal().entries("PUT", Route.OBJECT)).isEmpty();
  }
}
