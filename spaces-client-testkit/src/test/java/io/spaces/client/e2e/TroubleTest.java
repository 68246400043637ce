package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.spaces.client.BlockletBackup;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.transfer.SkippedEntry;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.Warning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries that cannot be backed up: what is a failure, and what is only counted and named. */
class TroubleTest extends SpaceTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private FileTree tree;

  @BeforeEach
  void start() {
    // The first to be read, at a mirror.
    tree = FileTree.in(temporary.resolve("data")).file("0", "first").file("d/b.txt", "b");
  }

  interface Change {
    void make() throws Exception;
  }

  /** All was found, and nothing was read but one file: the mirror's first, or none in a vault. */
  private void whenAllWasFound(Change change) {
    AtomicBoolean made = new AtomicBoolean();
    server
        .faults()
        .on(
            put()
                .matching(
                    key -> {
                      boolean now = key.endsWith("/0") || key.matches(".*/locks/[0-9a-f]{32}");
                      if (now && made.compareAndSet(false, true)) {
                        try {
                          change.make();
                        } catch (IOException e) {
                          throw new UncheckedIOException(e);
                        } catch (Exception e) {
                          throw new IllegalStateException(e);
                        }
                      }
                      return false;
                    }))
        .answer(500);
  }

  private BlockletBackup backup(boolean vault) {
    return Backups.full(client, server)
        .source(tree.root())
        .stateDirectory(temporary.resolve("state"))
        .concurrency(1)
        .snapshot(vault);
  }

  private static BackupResult run(BlockletBackup backup) {
    return assertTimeoutPreemptively(LONG, backup::run);
  }

  private static void makePipe(Path path) throws IOException, InterruptedException {
    Process mkfifo = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
    assertThat(mkfifo.waitFor()).isZero();
  }

  private static void assertSucceededWithout(String key, String reason, BackupResult result) {
    assertThat(result.status()).as(result.statusMessage()).isEqualTo(TransferStatus.SUCCEEDED);
    assertThat(result.failures()).isEmpty();
    assertThat(result.skippedCount()).isEqualTo(1);
    assertThat(result.skipped()).extracting(SkippedEntry::key).containsExactly(key);
    assertThat(result.skipped().get(0).reason()).contains(reason);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPipeIsNamedAndIsNoFailure(boolean vault) throws Exception {
    makePipe(tree.path("pipe"));

    assertSucceededWithout("pipe", "a pipe, a socket or a device", run(backup(vault)));
  }

  @Test
  void aMirrorNamesTheEmptyFoldersThatItCannotHold() {
    tree.folder("cache/empty");

    assertSucceededWithout("cache/empty", "empty folder", run(backup(false)));
    assertThat(run(backup(true)).skipped()).isEmpty();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
  void aMirrorWarnsOnceOfFilesThatWereOnlyForTheirOwner() throws IOException {
    tree.file("key", "secret");
    Files.setPosixFilePermissions(tree.path("key"), PosixFilePermissions.fromString("rw-------"));

    assertThat(run(backup(false)).warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.code()).isEqualTo(Warning.Code.PERMISSIONS_NOT_KEPT);
              assertThat(warning.text()).contains("\"key\"", "vault");
            });
    assertThat(run(backup(false)).warnings()).isEmpty();
    assertThat(run(backup(true)).warnings()).isEmpty();
  }

  @Test
  void aPipeHoldsUpNoRetentionAndLeavesEverySnapshotComplete() throws Exception {
    makePipe(tree.path("pipe"));
    for (int day = 1; day <= 3; day++) {
      tree.file("day", "day " + day);
      run(backup(true).retention(Retention.files(2))).orElseThrow();
    }

    List<Snapshot> left = client.snapshots(server.appDid().address()).list();
    assertThat(left).hasSize(2).allMatch(Snapshot::complete);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPipeThatTakesTheFilesPlaceIsLikeOneThatWasThere(boolean vault) throws Exception {
    tree.file("x", "x");
    whenAllWasFound(
        () -> {
          Files.delete(tree.path("x"));
          makePipe(tree.path("x"));
        });

    assertSucceededWithout("x", "a pipe, a socket or a device", run(backup(vault)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFileThatVanishesBeforeItIsReadIsCountedAndIsNoFailure(boolean vault) {
    tree.file("x", "x");
    whenAllWasFound(() -> Files.delete(tree.path("x")));

    assertSucceededWithout("x", "does not exist", run(backup(vault)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void soIsALargeFileThatVanishesBetweenItsHashingAndItsSending(boolean vault) {
    tree.file("x", new byte[5_000_000]);
    RecordedEvents events = new RecordedEvents();
    AtomicBoolean first = new AtomicBoolean(true);
    server
        .faults()
        .on(
            put()
                .matching(
                    key -> {
                      tree.path("x").toFile().delete();
                      return key.endsWith("/x") && first.getAndSet(false);
                    }))
        .answer(503);

    BackupResult result = run(backup(vault).listener(events));

    assertSucceededWithout("x", "does not exist", result);
    List<String> ends = new ArrayList<>(events.keys("objectSucceeded"));
    ends.addAll(events.keys("objectSkipped"));
    assertThat(ends).containsAll(events.keys("objectStarted")).doesNotHaveDuplicates();
    assertThat(events.keys("objectStarted").contains("x")).isEqualTo(!vault);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFolderThatVanishesTakesNoFailureAlong(boolean vault) {
    tree.file("gone/x", "x").file("gone/deep/y", "y");
    whenAllWasFound(() -> tree.delete("gone"));

    BackupResult result = run(backup(vault));

    assertThat(result.status()).as(result.statusMessage()).isEqualTo(TransferStatus.SUCCEEDED);
    assertThat(result.skipped())
        .extracting(SkippedEntry::key)
        .containsExactlyInAnyOrder("gone/x", "gone/deep/y");
  }

  /** What was below it is gone, and what took its place comes with the next backup. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFolderInWhosePlaceIsAFileVanishes(boolean vault) {
    tree.file("gone/deep/y", "y");
    whenAllWasFound(
        () -> {
          tree.delete("gone");
          tree.file("gone", "now a file");
        });

    BackupResult result = run(backup(vault));

    assertThat(result.status()).as(result.statusMessage()).isEqualTo(TransferStatus.SUCCEEDED);
    assertThat(result.skipped()).extracting(SkippedEntry::key).containsExactly("gone/deep/y");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSourceThatIsGoneAltogetherIsAFailureForEachOfItsFiles(boolean vault) {
    whenAllWasFound(() -> Files.move(tree.root(), temporary.resolve("elsewhere")));

    BackupResult result = run(backup(vault));

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures()).extracting("key").contains("d/b.txt");
    assertThat(result.statusMessage()).contains(tree.root() + " is not there any more");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFollowedLinkThatLeadsNowhereIsAFailure(boolean vault) {
    tree.link("link", "/no/such/disk/file");

    BackupResult result = run(backup(vault).symbolicLinks(SymbolicLinks.FOLLOW));

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures()).extracting("key").containsExactly("link");
    assertThat(result.statusMessage()).contains("a link that leads nowhere");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsGivenByNameAndIsNotThereIsAFailure(boolean vault) throws Exception {
    makePipe(tree.path("pipe"));
    Source given =
        Source.objects(
            List.of(
                SourceObject.of("a", tree.path("no such file")),
                SourceObject.of("b", tree.path("pipe")),
                SourceObject.of("c", tree.path("d")),
                SourceObject.of(
                    "d",
                    () -> {
                      throw new NoSuchFileException("what the stream reads");
                    })));

    BackupResult result = run(backup(vault).source(given));

    assertThat(result.failures()).extracting("key").containsExactlyInAnyOrder("a", "b", "c", "d");
  }
}
