package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.backup.Trouble;
import io.spaces.client.backup.TroublePolicy;
import io.spaces.client.error.SpaceException;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.transfer.TransferStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a backup makes of what it finds: links, pipes, rules, streams. */
class SourcesTest extends SpaceTest {
  private FileTree tree;

  @BeforeEach
  void start() {
    tree = FileTree.in(temporary.resolve("data")).file("a.txt", "a").file("d/b.txt", "b");
  }

  @Test
  void symbolicLinksAreSkippedAndCountedByDefault() {
    tree.link("link.txt", "a.txt").link("loop", ".");

    BackupResult result = Backups.full(client, server).source(tree.root()).run().orElseThrow();

    assertThat(stored()).containsExactlyInAnyOrder("a.txt", "d/b.txt");
    assertThat(result.skippedCount()).isEqualTo(2);
  }

  @Test
  void symbolicLinksAreFollowedWhenAskedAndCyclesEnd() {
    tree.link("link.txt", "a.txt").link("loop", ".");

    Backups.full(client, server)
        .source(tree.root())
        .symbolicLinks(SymbolicLinks.FOLLOW)
        .run()
        .orElseThrow();

    assertThat(stored()).containsExactlyInAnyOrder("a.txt", "d/b.txt", "link.txt");
  }

  @Test
  void aPipeNeverHangsAndIsReportedByPolicy() throws Exception {
    makePipe(tree.path("pipe"));

    BackupResult reported = runInTime(TroublePolicy.REPORT);
    assertThat(reported.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(reported.failures()).extracting("key").containsExactly("pipe");
    assertThat(stored()).containsExactlyInAnyOrder("a.txt", "d/b.txt");

    BackupResult skipped = runInTime(TroublePolicy.SKIP);
    assertThat(skipped.status()).isEqualTo(TransferStatus.SUCCEEDED);
    assertThat(skipped.skippedCount()).isEqualTo(1);

    BackupResult failed = runInTime(TroublePolicy.FAIL);
    assertThat(failed.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(failed.statusMessage()).contains("pipe");
    assertThat(failed.count()).isEqualTo(-1);
    assertThat(failed.duration()).isNegative();
  }

  @Test
  void strictSyncDeletesNothingThatItDoesNotKnowTheSourceOf() throws Exception {
    String folder = Backups.folder(server);
    server.objects().put(folder + "gone.txt", "gone");
    server.objects().put(folder + "excluded/x.tmp", "excluded");
    server.objects().put(folder + "pipe", "once a file");
    server.objects().put(folder + "link/below", "once a folder");
    server.objects().put(folder + ".vault/config", "another layout");
    makePipe(tree.path("pipe"));
    tree.link("link", "d");

    BackupResult result =
        Backups.full(client, server)
            .source(tree.root())
            .exclude("*.tmp")
            .strictSync(true)
            .run()
            .orElseThrow();

    assertThat(result.count()).isEqualTo(3);
    assertThat(stored())
        .containsExactlyInAnyOrder(
            "a.txt", "d/b.txt", "excluded/x.tmp", "pipe", "link/below", ".vault/config");
  }

  @Test
  void strictSyncDeletesNothingWhenSomethingFailed() throws Exception {
    server.objects().put(Backups.folder(server) + "gone.txt", "gone");
    makePipe(tree.path("pipe"));

    BackupResult result =
        Backups.full(client, server)
            .source(tree.root())
            .onTrouble(Trouble.SPECIAL, TroublePolicy.REPORT)
            .strictSync(true)
            .run();

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(stored()).contains("gone.txt");
  }

  @Test
  void rulesLeaveOutWhatTheyName() {
    tree.file(".DS_Store", "x")
        .file("notes.txt~", "x")
        .file("build/out.bin", "x")
        .file("keep.log", "x")
        .file("drop.log", "x")
        .file("deep/secret/x", "x");

    Backups.full(client, server)
        .source(tree.root())
        .exclude("build/", "*.log", "!keep.log")
        .exclude(path -> path.endsWith("secret"))
        .filter(path -> !path.startsWith("d"))
        .run()
        .orElseThrow();

    assertThat(stored()).containsExactlyInAnyOrder("a.txt", "keep.log");
  }

  @Test
  void aFileInTheVaultsPlaceIsReportedAndTheOthersAreStored() {
    tree.file(".vault/config", "not a vault's");

    BackupResult result = Backups.full(client, server).source(tree.root()).run();

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures()).extracting("key").containsExactly(".vault/config");
    assertThat(stored()).containsExactlyInAnyOrder("a.txt", "d/b.txt");
  }

  @Test
  void objectsComeFromFilesBytesAndStreams() throws IOException {
    byte[] large = new byte[3_000_000];
    new java.util.Random(5).nextBytes(large);

    Backups.incremental(client, server)
        .source(
            List.of(
                SourceObject.of("from/file", tree.path("a.txt")),
                SourceObject.of("from/bytes", new byte[] {1, 2, 3}),
                SourceObject.of("from/stream", () -> new ByteArrayInputStream(large))))
        .temporaryDirectory(temporary)
        .run()
        .orElseThrow();

    String folder = Backups.folder(server);
    assertThat(server.objects().get(folder + "from/file").text()).isEqualTo("a");
    assertThat(server.objects().get(folder + "from/bytes").bytes()).containsExactly(1, 2, 3);
    assertThat(server.objects().get(folder + "from/stream").bytes()).isEqualTo(large);
    try (var left = Files.list(temporary)) {
      assertThat(left).containsExactly(tree.root());
    }
  }

  private BackupResult runInTime(TroublePolicy policy) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            Backups.full(client, server)
                .source(tree.root())
                .onTrouble(Trouble.SPECIAL, policy)
                .run());
  }

  private List<String> stored() {
    String folder = Backups.folder(server);
    return server.objects().below(folder).stream()
        .map(object -> object.key().substring(folder.length()))
        .toList();
  }

  private static void makePipe(Path path) throws IOException, InterruptedException {
    Process mkfifo = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
    assertThat(mkfifo.waitFor()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void twoFoldersThatMeetAreRefusedAndNeitherTakesTheOthersPlace(boolean snapshot) {
    FileTree.in(temporary.resolve("more")).file("b.txt", "another b");
    Source both =
        Source.of(Source.folder(tree.root()), Source.folder(temporary.resolve("more"), "d"));

    BackupResult result = Backups.full(client, server).source(both).snapshot(snapshot).run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage()).contains("two folders").contains("\"d/\"");
    assertThat(server.objects().count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void foldersInPlacesOfTheirOwnAreOneBackup(boolean snapshot) {
    FileTree.in(temporary.resolve("more")).file("b.txt", "another b");
    Source both =
        Source.of(
            Source.folder(tree.root()),
            Source.folder(temporary.resolve("more"), "more"),
            Source.folder(temporary.resolve("more"), "d/more"));

    BackupResult result =
        Backups.full(client, server).source(both).snapshot(snapshot).run().orElseThrow();

    assertThat(result.scanned()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anObjectMayTakeThePlaceOfAFileThatTheRulesLeaveOut(boolean snapshot) {
    Source both =
        Source.of(
            Source.folder(tree.root()),
            Source.objects(List.of(SourceObject.of("d/b.txt", new byte[] {'s', 'a', 'f', 'e'}))));

    BackupResult result =
        Backups.full(client, server)
            .source(both)
            .exclude("/d/b.txt")
            .snapshot(snapshot)
            .run()
            .orElseThrow();

    assertThat(result.scanned()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void memoryThatRunsOutIsAFailureOfTheRunAndNoErrorOfTheApplication(boolean snapshot) {
    SourceObject huge =
        SourceObject.of(
            "huge",
            () -> {
              throw new OutOfMemoryError("by the test");
            });

    BackupResult result =
        Backups.full(client, server).source(List.of(huge)).snapshot(snapshot).run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage()).contains("does not fit into memory", "-Xmx");
    assertThat(result.cause())
        .isInstanceOf(SpaceException.class)
        .hasRootCauseInstanceOf(OutOfMemoryError.class);
    assertThat(server.records()).singleElement().matches(StoredRecord::failed);
  }

  @Test
  void anObjectWhoseStreamFailsInAnUnheardOfWayFailsAlone() {
    SourceObject broken =
        SourceObject.of(
            "broken",
            () -> {
              throw new IllegalStateException("out of order");
            });

    BackupResult result =
        Backups.full(client, server)
            .source(List.of(broken, SourceObject.of("whole", new byte[1])))
            .run();

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures())
        .singleElement()
        .satisfies(failure -> assertThat(failure.key()).isEqualTo("broken"))
        .satisfies(failure -> assertThat(failure.message()).contains("out of order"));
    assertThat(stored()).containsExactly("whole");
  }

  @Test
  void strictSyncDeletesNothingOnAccountOfASourceThatHoldsNothing() throws Exception {
    Backups.full(client, server).source(tree.root()).run().orElseThrow();
    List<String> before = stored();
    Path unmounted = Files.createDirectories(tree.root().resolveSibling("unmounted"));
    for (boolean dryRun : new boolean[] {true, false}) {
      BackupResult result =
          Backups.full(client, server).source(unmounted).strictSync(true).dryRun(dryRun).run();

      assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
      assertThat(result.statusMessage()).contains("no file at all");
      assertThat(stored()).isEqualTo(before);
    }
    assertThat(Backups.full(client, server).source(unmounted).run().status())
        .isEqualTo(TransferStatus.SUCCEEDED);
  }

  @Test
  void norOnAccountOfOneFolderOfSeveralThatHoldsNothing() throws Exception {
    Path other = Files.createDirectories(tree.root().resolveSibling("other"));
    Path disk = Files.createDirectories(tree.root().resolveSibling("disk"));
    Files.writeString(other.resolve("goes"), "1");
    Files.writeString(other.resolve("stays"), "2");
    Path file = Files.writeString(disk.resolve("data"), "3");
    Source both = Source.of(Source.folder(other, "a"), Source.folder(disk, "b"));
    Backups.full(client, server).source(both).run().orElseThrow();
    Files.delete(file);
    Files.delete(other.resolve("goes"));

    BackupResult result = Backups.full(client, server).source(both).strictSync(true).run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage()).contains("\"b/data\"", "no file at all");
    assertThat(stored()).contains("b/data", "a/stays");
  }

  @Test
  void strictSyncNeverDeletesTheFolderThatItSyncs() {
    server.objects().put(Backups.folder(server), "listed as an object without a name");

    Backups.full(client, server).source(tree.root()).strictSync(true).run().orElseThrow();

    assertThat(server.journal().entries("DELETE", Route.OBJECT)).isEmpty();
    assertThat(stored()).contains("a.txt", "d/b.txt", "");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aHomeIsBackedUpWithoutTheStateThatBackupsKeepInIt(boolean snapshot) throws Exception {
    tree.file(".local/state/spaces-client/0123.stat", "s").file(".local/state/other", "o");
    Path output = temporary.resolve("output");

    int code = BackupProgram.startOfHome(server, tree.root(), snapshot, output).waitFor();

    assertThat(output).content().startsWith("SUCCEEDED 3 uploaded");
    assertThat(code).isZero();
  }
}
