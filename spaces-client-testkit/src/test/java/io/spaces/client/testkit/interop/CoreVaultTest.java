package io.spaces.client.testkit.interop;

import static io.spaces.client.testkit.SpaceAssertions.assertThat;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.BackupBuilder;
import io.spaces.client.Snapshots;
import io.spaces.client.SpaceObject;
import io.spaces.client.SpaceObjects;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Encryption;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.TestWallets;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vault's life on the official server's core, its garbage collector included. */
@InteropTest
class CoreVaultTest {
  private static final String KEY = "4f".repeat(32);

  @TempDir Path work;

  private CoreServer space;
  private OurClient program;
  private FileTree source;
  private String did;

  @BeforeAll
  void open() {
    space = CoreServer.start();
  }

  @AfterAll
  void close() {
    space.close();
  }

  @BeforeEach
  void begin() throws IOException {
    program = OurClient.on(space, work.resolve("state"));
    source = FileTree.in(Files.createDirectories(work.resolve("data")));
    source.oddNames().boundarySizes().random(13, 20);
    did = TestWallets.random().address();
  }

  @AfterEach
  void end() {
    program.close();
  }

  @Test
  void anEncryptedVaultIsBackedUpVerifiedAndRestored() {
    backup(builder().key(KEY)).orElseThrow();

    try (Snapshots snapshots = snapshots().encryption(Encryption.key(KEY))) {
      assertThat(snapshots.verify(true).problems()).isEmpty();
      assertRestores(snapshots);
    }
  }

  @Test
  void aSecondSnapshotOfTheSameSendsNoContent() {
    backup(builder()).orElseThrow();

    BackupResult second = backup(builder());

    assertThat(second.orElseThrow().size()).isZero();
    try (Snapshots snapshots = snapshots()) {
      assertThat(snapshots.list()).hasSize(2);
    }
  }

  @Test
  void whatTheGarbageCollectorTakesAfterAPruningIsNotMissed() {
    BackupResult first = backup(builder()).orElseThrow();
    source.delete("random").file("new.bin", 3_000_000, 7);
    backup(builder()).orElseThrow();
    try (Snapshots snapshots = snapshots()) {
      snapshots.delete(requireNonNull(first.snapshotId()));
      snapshots.prune(Duration.ZERO);

      assertThat(space.collectGarbage()).isPositive();

      assertThat(snapshots.verify(true).problems()).isEmpty();
      assertRestores(snapshots);
    }
  }

  @Test
  void whatTheGarbageCollectorTakesAfterAStrictSyncIsNotMissed() {
    program.incremental(did, source.root(), true);
    source.file("copy.bin", 262_145, 262_145).delete("sizes"); // the copy's content is in the space
    program.incremental(did, source.root(), true);

    assertThat(space.collectGarbage()).isPositive();

    program.restore(did, work.resolve("restored"));
    assertThat(TreeSnapshot.of(work.resolve("restored"))).holdsTheSameAs(source.snapshot());
  }

  @Test
  void packsThatTheServerLosesBehindItsListAreToldAndOnceDeletedSentAgain() {
    backup(builder()).orElseThrow();
    assertThat(space.forget(did + "/.vault/packs/")).isPositive();
    try (Snapshots snapshots = snapshots()) {
      assertThat(snapshots.verify(true).problems())
          .isNotEmpty()
          .allMatch(problem -> problem.contains("delete this object"));
      SpaceObjects objects = program.client.objects();
      String packs = ".did-objects/" + did + "/.vault/packs/";
      for (SpaceObject pack : objects.list(packs)) {
        objects.delete(packs + pack.key());
      }
      backup(builder()).orElseThrow();
      space.collectGarbage();

      assertThat(snapshots.verify(true).problems()).isEmpty();
      assertRestores(snapshots);
    }
  }

  @Test
  void aMirrorsLostContentIsToldByARestore() {
    program.incremental(did, source.root(), false);
    assertThat(space.forget(did + "/sizes/262145.bin")).isPositive();

    var restored = program.restore(work.resolve("restored")).appPid(did).run();

    assertThat(restored.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(restored.failures()).extracting("key").containsExactly("sizes/262145.bin");
  }

  private BackupBuilder<?> builder() {
    return program.described(
        program.client.incrementalBackup().blocklet().appPid(did).snapshot(true), source.root());
  }

  private static BackupResult backup(BackupBuilder<?> backup) {
    return backup.run();
  }

  private Snapshots snapshots() {
    return program.client.snapshots(did).stateDirectory(work.resolve("state"));
  }

  private void assertRestores(Snapshots snapshots) {
    Path target = work.resolve("restored");
    program.described(snapshots.restore()).target(target).run().orElseThrow();
    assertThat(TreeSnapshot.of(target)).holdsTheSameAs(source.snapshot());
  }
}
