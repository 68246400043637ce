package io.spaces.client.testkit.interop;

import static io.spaces.client.testkit.SpaceAssertions.assertThat;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.FolderListing;
import io.spaces.client.Snapshots;
import io.spaces.client.SpaceObject;
import io.spaces.client.SpaceObjects;
import io.spaces.client.SpaceStatus;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.error.SpaceException;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.TestWallets;
import io.spaces.client.testkit.TreeSnapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** All that the client does works on the official server's core, however its routes behave. */
@InteropTest
@ParameterizedClass(name = "{0}")
@EnumSource(Reading.class)
@SuppressWarnings("NullAway.Init") // it knows no method that runs before a parameterized class
class CoreReadingsTest {
  private static final byte[] TEXT = "All work and no play".getBytes(StandardCharsets.UTF_8);

  @Parameter Reading reading;
  @TempDir Path work;

  private CoreServer space;
  private OurClient program;
  private FileTree source;
  private String did;

  @BeforeParameterizedClassInvocation
  void open() {
    space = CoreServer.start(reading.options);
  }

  @AfterParameterizedClassInvocation
  void close() {
    space.close();
  }

  @BeforeEach
  void begin() throws IOException {
    program = OurClient.on(space, work.resolve("state"));
    source = FileTree.in(Files.createDirectories(work.resolve("data")));
    source.file("Notes/a.txt", "a").file("notes/A.txt", "b").file("no_es/a%.txt", "c");
    source.file("empty", "").file("large.bin", 600_000, 5).random(13, 5);
    did = TestWallets.random().address();
  }

  @AfterEach
  void end() {
    program.close();
    assertThat(space.rejections()).isEmpty();
  }

  @Test
  void aMirrorIsBackedUpSyncedAndRestored() {
    described(program.full(did, source.root()), source.files().size());
    source.delete("notes").delete("empty").file("new", "new");
    described(program.incremental(did, source.root(), true), 3);
    described(program.incremental(did, source.root(), true), 0);
    program.restore(did, work.resolve("restored"));

    assertThat(TreeSnapshot.of(work.resolve("restored"))).holdsTheSameAs(source.snapshot());
  }

  private static void described(PeerClient.Run run, long count) {
    assertThat(run.statusCode()).as(run.statusMessage()).isEqualTo(200);
    assertThat(run.errorCount()).isZero();
    assertThat(run.count()).isEqualTo(count);
  }

  @Test
  void aVaultIsBackedUpPrunedCollectedVerifiedAndRestored() {
    BackupResult first = snapshot().orElseThrow();
    source.delete("notes").delete("random").file("new.bin", 2_000_000, 6);
    snapshot().orElseThrow();
    try (Snapshots snapshots = snapshots()) {
      snapshots.delete(requireNonNull(first.snapshotId()));
      snapshots.prune(Duration.ZERO);
      space.collectGarbage();

      assertThat(snapshots.verify(true).problems()).isEmpty();
      assertThat(snapshots.list()).hasSize(1);
      Path target = work.resolve("restored");
      program.described(snapshots.restore()).target(target).run().orElseThrow();
      assertThat(TreeSnapshot.of(target)).holdsTheSameAs(source.snapshot());
    }
  }

  @Test
  void whatWasNeverBackedUpHasNoSnapshots() {
    try (Snapshots snapshots = snapshots()) {
      assertThat(snapshots.list()).isEmpty();
    }
  }

  @Test
  void theHistoryShowsABackupIntoAVaultAndARestoreAsSucceeded() {
    int before = program.history().size();
    snapshot().orElseThrow();
    program.restore(work.resolve("restored")).appPid(did).snapshot(true).run().orElseThrow();

    assertThat(program.history().size()).isGreaterThan(before);
    assertThat(program.history().subList(0, program.history().size() - before))
        .extracting(row -> row.kind() + " " + row.status())
        .contains("app-backup succeeded", "app-restore succeeded")
        .allMatch(row -> row.endsWith("succeeded"));
  }

  @Test
  void singleObjectsComeAndGo() throws IOException {
    SpaceObjects objects = program.client.objects();
    String key = did + "/notes.txt";
    assertThat(objects.head(key)).isEmpty();
    assertThatThrownBy(() -> objects.get(key).readAllBytes()).isInstanceOf(SpaceException.class);
    assertThat(objects.list(did + "/")).isEmpty();

    objects.put(key, TEXT);

    assertThat(objects.head(key)).hasValueSatisfying(o -> assertThat(o.size()).isEqualTo(20));
    assertThat(objects.get(key).readAllBytes()).isEqualTo(TEXT);
    assertThat(objects.list(did + "/")).extracting(SpaceObject::key).containsExactly("notes.txt");
    objects.delete(key);
    assertThat(objects.head(key)).isEmpty();
  }

  @Test
  void aFolderIsListedOneLevelAtATimeAndMetadataIsKept() {
    SpaceObjects objects = program.client.objects();
    objects.put(did + "/a.txt", TEXT, Map.of("author", "Zoë"));
    objects.put(did + "/deep/er/b.txt", TEXT);
    objects.put(did + "/a.txt", new ByteArrayInputStream(TEXT), TEXT.length, Map.of("state", "x"));

    FolderListing listing = objects.listFolder(did);

    assertThat(listing.folders()).containsExactly("deep/");
    assertThat(listing.objects()).extracting(SpaceObject::key).containsExactly("a.txt");
    assertThat(listing.objects()).extracting(SpaceObject::size).containsExactly(20L);
    assertThat(objects.listFolder("/").folders()).contains(did + "/");
    assertThat(objects.listFolder(did + "/none"))
        .isEqualTo(new FolderListing(List.of(), List.of()));
    assertThat(objects.head(did + "/a.txt").orElseThrow().metadata())
        .isEqualTo(Map.of("author", "Zoë", "state", "x"));
    try (Stream<SpaceObject> all = objects.stream(did)) {
      assertThat(all)
          .extracting(SpaceObject::key)
          .containsExactlyInAnyOrder("a.txt", "deep/er/b.txt");
    }
  }

  @Test
  void theStatusIsOfASpaceThatCanTakeABackup() {
    SpaceStatus status = program.client.status();

    assertThat(status.available()).isTrue();
    assertThat(status.full()).isFalse();
  }

  private BackupResult snapshot() {
    return program
        .described(
            program.client.incrementalBackup().blocklet().appPid(did).snapshot(true), source.root())
        .run();
  }

  private Snapshots snapshots() {
    return program.client.snapshots(did).stateDirectory(work.resolve("state"));
  }
}
