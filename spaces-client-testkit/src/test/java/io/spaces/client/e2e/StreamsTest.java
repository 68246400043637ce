package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.put;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.spaces.client.BlockletBackup;
import io.spaces.client.Snapshots;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.CancelledException;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotEntry;
import io.spaces.client.testkit.ManualClock;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferStatus;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams and the output of programs: a vault takes them as they come, a mirror stages them. */
class StreamsTest extends SpaceTest {
  private static final int LARGE = 24_000_000;

  private final ManualClock time = ManualClock.now();
  private final AtomicInteger opened = new AtomicInteger();
  private final byte[] content = new byte[LARGE];
  private Path staging;

  @Override
  Clock clock() {
    return time;
  }

  @BeforeEach
  void start() throws IOException {
    new Random(16).nextBytes(content);
    staging = Files.createDirectory(temporary.resolve("staging"));
  }

  private BlockletBackup backup(SourceObject... objects) {
    return Backups.full(client, server)
        .source(List.of(objects))
        .temporaryDirectory(staging)
        .stateDirectory(temporary.resolve("state"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void thatAnotherRunWasCancelledIsTheStreamsOwnFailure(boolean snapshot) {
    SourceObject broken =
        SourceObject.of(
            "broken",
            () -> {
              throw new CancelledException("Another client was closed.", null);
            });
    SourceObject cutOff =
        SourceObject.of(
            "cut-off",
            () ->
                new InputStream() {
                  @Override
                  public int read() {
                    throw new CancelledException("Another client was closed.", null);
                  }

                  @Override
                  public int read(byte[] buffer, int offset, int length) {
                    return read();
                  }
                });
    BackupResult result = backup(large("a"), broken, cutOff).snapshot(snapshot).run();

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures())
        .extracting(ObjectFailure::key)
        .containsExactlyInAnyOrder("broken", "cut-off");
    assertThat(result.failures())
        .allMatch(failure -> failure.message().contains("Another client was closed."));
  }

  private BackupResult vault(SourceObject... objects) {
    return backup(objects).snapshot(true).run();
  }

  private SourceObject large(String key) {
    return SourceObject.of(key, this::open);
  }

  private InputStream open() {
    opened.incrementAndGet();
    return new ByteArrayInputStream(content);
  }

  /** From when it is opened, no temporary file can be made. */
  private SourceObject largeWithoutRoom(String key) {
    return SourceObject.of(
        key,
        () -> {
          Files.deleteIfExists(staging);
          Files.createFile(staging);
          return open();
        });
  }

  /** All of the content, and then a failure. */
  private SourceObject failing(String key, RuntimeException failure) {
    return SourceObject.of(
        key,
        () ->
            new SequenceInputStream(
                open(),
                new InputStream() {
                  @Override
                  public int read() throws IOException {
                    if (failure instanceof UncheckedIOException io) {
                      throw io.getCause();
                    }
                    throw failure;
                  }

                  @Override
                  public int read(byte[] bytes, int offset, int length) throws IOException {
                    return read();
                  }
                }));
  }

  private static SourceObject small() {
    return SourceObject.of("small", new byte[] {1, 2, 3});
  }

  private Snapshots snapshots() {
    return client
        .snapshots(server.appDid().address())
        .stateDirectory(temporary.resolve("state"))
        .temporaryDirectory(temporary);
  }

  private Path restored(BackupResult result) throws IOException {
    Path target = Files.createTempDirectory(temporary, "target");
    try (Snapshots snapshots = snapshots()) {
      String id = requireNonNull(result.orElseThrow().snapshotId());
      TreeSnapshot unused = Backups.restored(snapshots, server, id, target);
    }
    return target;
  }

  private static List<String> paths(Snapshots snapshots, Snapshot snapshot) {
    try (Stream<SnapshotEntry> entries = snapshots.entries(snapshot.id())) {
      return entries.map(SnapshotEntry::path).toList();
    }
  }

  private long packs() {
    return server.objects().below(Backups.folder(server) + ".vault/packs/").stream()
        .mapToLong(pack -> pack.size())
        .sum();
  }

  @Test
  void aVaultKeepsNoCopyOfAStream() throws IOException {
    BackupResult result = vault(largeWithoutRoom("dump"), small());

    assertThat(result.status()).as(result.statusMessage()).isEqualTo(TransferStatus.SUCCEEDED);
    assertThat(restored(result).resolve("dump")).hasBinaryContent(content);
    assertThat(opened).hasValue(1);
  }

  @Test
  void aMirrorStagesAStream() {
    BackupResult result = backup(largeWithoutRoom("dump"), small()).run();

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures()).extracting("key").containsExactly("dump");
    assertThat(server.objects().keys()).containsExactly(Backups.folder(server) + "small");
  }

  @Test
  void aStreamThatFailsAtItsEndIsInNoSnapshotAndIsPruned() {
    BackupResult failed =
        vault(
            failing("io", new UncheckedIOException(new IOException("out of order"))),
            failing("unheard", new IllegalStateException("of")),
            failing("gone", new UncheckedIOException(new NoSuchFileException("pipe"))),
            small());

    assertThat(failed.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(failed.failures())
        .extracting("key")
        .containsExactlyInAnyOrder("io", "unheard", "gone");
    assertThat(failed.failures())
        .anySatisfy(failure -> assertThat(failure.message()).contains("out of order"));
    assertThat(server.records()).singleElement().matches(StoredRecord::failed);
    assertThat(packs()).as("what was stored before it failed").isGreaterThan(LARGE / 2);
    try (Snapshots snapshots = snapshots()) {
      Snapshot made = snapshots.list().get(0);
      assertThat(made.complete()).isFalse();
      assertThat(paths(snapshots, made)).containsExactly("small");

      time.advance(Duration.ofHours(25));
      snapshots.prune();
      assertThat(packs()).isLessThan(100_000);
      assertThat(snapshots.verify(true).isSound()).isTrue();
    }
  }

  @Test
  void theNextBackupSendsOnlyWhatIsMissingOfAStreamThatFailed() throws IOException {
    BackupResult failed =
        vault(failing("dump", new UncheckedIOException(new IOException("out of order"))));
    assertThat(failed.status()).isNotEqualTo(TransferStatus.SUCCEEDED);
    long before = packs();

    BackupResult result = vault(large("dump"));

    assertThat(restored(result).resolve("dump")).hasBinaryContent(content);
    assertThat(packs() - before).isLessThan(LARGE / 2);
  }

  @Test
  void aStreamThatCannotBeClosedIsInNoSnapshot() {
    BackupResult failed =
        vault(
            SourceObject.of(
                "dump",
                () ->
                    new FilterInputStream(open()) {
                      @Override
                      public void close() throws IOException {
                        throw new IOException("out of order");
                      }
                    }),
            small());

    assertThat(failed.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(failed.failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.message()).contains("out of order"));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no sh")
  void aProgramThatFailsAfterAllItsOutputHasFailed() {
    BackupResult failed =
        Backups.full(client, server)
            .source(
                Source.of(
                    Source.command("dump", "sh", "-c", "seq 3000000; echo no more >&2; exit 7"),
                    Source.objects(List.of(small()))))
            .stateDirectory(temporary.resolve("state"))
            .snapshot(true)
            .run();

    assertThat(failed.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(failed.failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.message()).contains("ended with 7", "no more"));
    try (Snapshots snapshots = snapshots()) {
      assertThat(paths(snapshots, snapshots.list().get(0))).containsExactly("small");
    }
  }

  @Test
  void aPackIsSentAgainFromMemoryAndTheStreamIsReadOnce() throws IOException {
    server.faults().on(put().matching("**/packs/**")).every(2).answer(503);

    BackupResult result = vault(large("dump"));

    assertThat(restored(result).resolve("dump")).hasBinaryContent(content);
    assertThat(opened).hasValue(1);
  }

  @Test
  void aStreamOfWhichThePacksAreRefusedFailsWithoutBeingReadAgain() {
    server.faults().on(put().matching("**/packs/**")).nth(1).answer(403);

    BackupResult failed = vault(large("dump"));

    assertThat(failed.status()).isNotEqualTo(TransferStatus.SUCCEEDED);
    assertThat(failed.failures()).extracting("key").containsExactly("dump");
    assertThat(opened).hasValue(1);
  }

  @Test
  void aRunEndsThoughAStreamOfWhatTheVaultHasDoesNot() throws IOException {
    CompletableFuture<BackupTask> running = new CompletableFuture<>();
    InputStream endless =
        new InputStream() {
          private long count;

          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            count += length;
            if (count > LARGE) {
              running.join().cancel();
            }
            return length;
          }
        };

    running.complete(
        backup(SourceObject.of("zeros", () -> endless)).snapshot(true).retries(0).start());

    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(60), () -> running.join().await()))
        .extracting(BackupResult::status)
        .isEqualTo(TransferStatus.CANCELLED);
    assertThat(VaultBackups.heldLocks(server)).isEmpty();
    assertThat(staging).isEmptyDirectory();
  }
}
