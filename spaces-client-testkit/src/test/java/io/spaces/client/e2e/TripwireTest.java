package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.IncrementalBlockletBackup;
import io.spaces.client.Snapshots;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Layout;
import io.spaces.client.error.SpaceException;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.ManualClock;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A source of which most is gone or encrypted is backed up, and nothing earlier is removed. */
class TripwireTest extends SpaceTest {
  private static final int FILES = 120;

  private final ManualClock clock = ManualClock.now();
  private FileTree tree;
  private Snapshots snapshots;
  private boolean zip = true;

  @Override
  Clock clock() {
    return clock;
  }

  @BeforeEach
  void start() {
    tree = FileTree.in(temporary.resolve("data"));
    write(i -> "file " + i + " says: all is well. ".repeat(40));
    snapshots =
        client.snapshots(server.appDid().address()).stateDirectory(temporary.resolve("state"));
  }

  @AfterEach
  void stop() {
    snapshots.close();
  }

  private void write(IntFunction<String> content) {
    for (int i = 0; i < FILES; i++) {
      tree.file(name(i), content.apply(i));
    }
  }

  private static String name(int i) {
    return "d" + i % 7 + "/" + i + ".txt";
  }

  private void encrypt(int files) {
    for (int i = 0; i < files; i++) {
      tree.file(name(i), 900, 1000 + i);
    }
  }

  private void delete(int files) throws IOException {
    for (int i = 0; i < files; i++) {
      Files.delete(tree.path(name(i)));
    }
  }

  private IncrementalBlockletBackup backup() {
    clock.advance(Duration.ofMinutes(1));
    return Backups.incremental(client, server)
        .source(tree.root())
        .stateDirectory(temporary.resolve("state"))
        .layout(Layout.VAULT)
        .set("files")
        .zip(zip);
  }

  private static String id(BackupResult result) {
    return Objects.requireNonNull(result.snapshotId());
  }

  private static void requireQuiet(BackupResult result) {
    assertThat(result.status()).isEqualTo(TransferStatus.SUCCEEDED);
    assertThat(result.warnings()).isEmpty();
  }

  private void requireHeld(BackupResult result, String... words) {
    assertThat(result.status()).isEqualTo(TransferStatus.SUCCEEDED);
    assertThat(result.warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.code()).isEqualTo(Warning.Code.SET_HELD);
              assertThat(warning.text()).contains("\"files\"", "Snapshots.confirm");
              assertThat(List.of(words)).allMatch(warning.text()::contains);
            });
  }

  @Test
  void aDeletedTreeHoldsTheSetUntilItIsConfirmedOnce() throws IOException {
    requireQuiet(backup().run());
    requireQuiet(backup().retention(Retention.files(2)).run());
    delete(61);

    BackupResult tripped = backup().retention(Retention.files(1)).run();

    requireHeld(tripped, id(tripped), "of 120 files 61 are gone");
    assertThat(snapshots.list()).hasSize(3);
    assertThat(snapshots.get(id(tripped)).suspicion()).contains("61 are gone");
    requireHeld(backup().retention(Retention.files(1)).run(), id(tripped));
    assertThat(snapshots.list()).hasSize(4);
    assertThatThrownBy(() -> snapshots.apply("files", Retention.files(1)))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("61 are gone");

    assertThat(snapshots.confirm("files")).extracting(Snapshot::id).containsExactly(id(tripped));

    requireQuiet(backup().retention(Retention.files(2)).run());
    assertThat(snapshots.list()).hasSize(2);
    assertThat(snapshots.confirm("files")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsEncryptedHoldsTheSetWhetherTheVaultCompressesOrNot(boolean compressed) {
    zip = compressed;
    requireQuiet(backup().snapshot(true).run());
    requireQuiet(backup().snapshot(true).run());
    encrypt(70);

    BackupResult tripped = backup().snapshot(true).retention(Retention.files(1)).run();

    requireHeld(tripped, "some 70 have become content that does not compress");
    assertThat(snapshots.list()).hasSize(3);
  }

  @Test
  void whatIsEncryptedUnderOtherNamesOrOnlyInPartIsSeenToo() throws IOException {
    requireQuiet(backup().run());
    delete(40);
    for (int i = 0; i < 40; i++) {
      tree.file(name(i) + ".locked", 900, i);
    }
    for (int i = 40; i < 70; i++) {
      tree.file(name(i), 900, 1000 + i);
    }

    requireHeld(backup().run(), "40 are gone, and some 30 have become");
  }

  @Test
  void aPruningRemovesNothingOfAHeldSetForGood() throws IOException {
    for (int i = 0; i < 3; i++) {
      backup().expiresAt(clock.instant().plus(Duration.ofDays(1))).run().orElseThrow();
    }
    snapshots.delete(snapshots.list().get(0).id());
    delete(100);
    requireHeld(backup().run());
    clock.advance(Duration.ofDays(30));

    assertThat(snapshots.prune(Duration.ZERO).removed()).isEmpty();

    assertThat(snapshots.prune(Duration.ZERO).warnings())
        .extracting(Warning::code)
        .containsExactly(Warning.Code.SET_HELD);
    assertThat(snapshots.list()).hasSize(3);
    assertThat(snapshots.deleted()).hasSize(1);
    snapshots.confirm("files");
    assertThat(snapshots.prune(Duration.ZERO).removed()).hasSize(3);
  }

  @Test
  void theSnapshotItselfCanBeDeletedWhichEndsTheHold() throws IOException {
    backup().run().orElseThrow();
    delete(100);
    BackupResult tripped = backup().run();
    snapshots.delete(id(tripped));
    write(i -> "file " + i + " says: all is well. ".repeat(40));

    requireQuiet(backup().retention(Retention.files(1)).run());

    assertThat(snapshots.list()).hasSize(1);
  }

  @Test
  void aRunThatIsToldThatItIsMeantHoldsNothingAndLetsGo() throws IOException {
    backup().run().orElseThrow();
    delete(61);
    requireHeld(backup().run());

    requireQuiet(backup().retention(Retention.files(1)).allowMassRemoval(true).run());

    assertThat(snapshots.list()).hasSize(1);
    write(i -> "other " + i);
    backup().run().orElseThrow();
    delete(100);
    requireQuiet(backup().allowMassRemoval(true).run());
    requireQuiet(backup().retention(Retention.files(1)).run());
  }

  @Test
  void filesThatMoveOrChangeAsFilesDoAreNothingSuspicious() throws IOException {
    backup().run().orElseThrow();
    Files.move(tree.path("d0"), tree.path("moved"));
    for (int i = 1; i < 7; i++) {
      Files.move(tree.path("d" + i), tree.path("moved" + i));
    }
    requireQuiet(backup().run());
    for (int i = 1; i < 7; i++) {
      Files.move(tree.path("moved" + i), tree.path("d" + i));
    }
    Files.move(tree.path("moved"), tree.path("d0"));
    requireQuiet(backup().run());
    write(i -> "file " + i + " was edited, and is well. ".repeat(30));
    requireQuiet(backup().run());
    delete(60);
    requireQuiet(backup().run());
  }

  @Test
  void whatRulesLeaveOutByNowIsNotGone() {
    backup().run().orElseThrow();

    requireQuiet(backup().exclude("d0/", "d1/", "d2/", "d3/", "d4/").run());
  }

  @Test
  void smallSourcesMayChangeAsTheyLike() throws IOException {
    delete(21);
    backup().run().orElseThrow();
    encrypt(120);

    requireQuiet(backup().run());
  }

  @Test
  void photosThatAllWereEditedDidNotCompressBefore() {
    encrypt(FILES);
    backup().run().orElseThrow();
    for (int i = 0; i < FILES; i++) {
      tree.file(name(i), 901, 5000 + i);
    }

    requireQuiet(backup().run());
  }

  @Test
  void aSetIsHeldForEveryMachineAndNoOtherSetIs() throws IOException {
    backup().run().orElseThrow();
    backup().set("other").run().orElseThrow();
    delete(100);
    requireHeld(backup().run());

    BackupResult elsewhere =
        backup().stateDirectory(temporary.resolve("else")).retention(Retention.files(1)).run();
    requireHeld(elsewhere);

    List<Snapshot> others = snapshots.list("other");
    requireQuiet(
        backup().set("other").exclude("d*").allowEmpty(true).retention(Retention.files(1)).run());
    assertThat(snapshots.list("other")).hasSize(1).doesNotContainAnyElementsOf(others);
  }

  private BackupResult mirror(boolean allowMassRemoval) {
    return mirror(allowMassRemoval, temporary.resolve("state"));
  }

  private BackupResult mirror(boolean allowMassRemoval, Path state) {
    return Backups.incremental(client, server)
        .source(tree.root())
        .stateDirectory(state)
        .strictSync(true)
        .allowMassRemoval(allowMassRemoval)
        .run();
  }

  @Test
  void nothingIsDeletedFromAMirrorOfWhichMostIsGoneUntilARunIsToldThatItIsMeant()
      throws IOException {
    requireQuiet(mirror(false));
    delete(61);
    for (int i = 0; i < 61; i++) {
      tree.file(name(i) + ".locked", 900, i);
    }

    for (int run = 0; run < 2; run++) {
      BackupResult tripped = mirror(false);
      assertThat(tripped.status()).isEqualTo(TransferStatus.SUCCEEDED);
      assertThat(tripped.warnings())
          .singleElement()
          .matches(warning -> warning.code() == Warning.Code.SET_HELD)
          .extracting(Warning::text)
          .asString()
          .contains("objects 61 are gone", "allowMassRemoval");
      assertThat(server.objects().count()).isEqualTo(181);
    }
    clock.advance(Duration.ofMinutes(1));

    requireQuiet(mirror(true));
    assertThat(server.objects().count()).isEqualTo(120);
  }

  @Test
  void aMirrorThatCannotRememberItsHoldSaysSo() throws IOException {
    Path nowhere = Files.writeString(temporary.resolve("file"), "in the way").resolve("state");
    assertThat(mirror(false, nowhere).warnings())
        .extracting(Warning::code)
        .containsExactly(Warning.Code.MEMORY_LOST);
    delete(61);

    assertThat(mirror(false, nowhere).warnings())
        .singleElement()
        .extracting(Warning::text)
        .asString()
        .contains("cannot keep that", "the next run may delete them");
    assertThat(mirror(false).warnings())
        .singleElement()
        .extracting(Warning::text)
        .asString()
        .doesNotContain("cannot keep that");
  }

  @Test
  void aMirrorFollowsWhatMovesAndTheDeletionOfHalf() throws IOException {
    requireQuiet(mirror(false));
    for (int i = 0; i < 7; i++) {
      Files.move(tree.path("d" + i), tree.path("moved" + i));
    }
    requireQuiet(mirror(false));
    assertThat(server.objects().count()).isEqualTo(FILES);
    for (int i = 0; i < 60; i++) {
      Files.delete(tree.path("moved" + i % 7 + "/" + i + ".txt"));
    }

    requireQuiet(mirror(false));

    assertThat(server.objects().count()).isEqualTo(60);
  }
}
