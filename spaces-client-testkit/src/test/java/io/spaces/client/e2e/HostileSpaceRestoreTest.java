package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.BlockletRestore;
import io.spaces.client.SpaceClient;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A space that names its objects to do harm, and a target in which others plant links. */
class HostileSpaceRestoreTest {
  private static final int GOOD = 300;

  /** Kinds of evil on every platform; the server lists each as it is. */
  private static final List<String> EVIL =
      List.of(
          "/etc/evil",
          "//evil",
          "..",
          "../evil",
          "../../evil",
          "../../../../../../../../../../tmp/evil",
          "../canary/evil",
          "./evil",
          ".",
          "a/..",
          "a/../evil",
          "a/../../evil",
          "a/../../canary/evil",
          "a/./evil",
          "a/.",
          "a//evil",
          "a///../evil",
          "evil/",
          "evil//",
          "\0",
          "evil\0",
          "evil\0.txt",
          "a\0/evil",
          "../evil\0",
          "a/\0/evil",
          "e".repeat(256),
          "a/" + "e".repeat(300) + "/evil",
          "\u00e9".repeat(200),
          "deep/".repeat(1000) + "evil",
          ".spaces-restore-evil",
          ".spaces-restore-evil/lock",
          ".SPACES-RESTORE-evil/1",
          "taken/by/a/file/evil",
          "link/evil",
          "link/d/evil",
          "uplink/evil",
          "real/link/evil");

  @TempDir Path temporary;
  private SpaceServer server;
  private SpaceClient client;
  private Path world;
  private Path target;

  @BeforeEach
  void start() throws IOException {
    server = SpaceServer.inMemory().start();
    client = Backups.client(server);
    world = temporary.resolve("world");
    target = Files.createDirectories(world.resolve("target"));
    FileTree.in(world)
        .file("canary/evil", "canary")
        .file("canary/d/evil", "canary")
        .file("evil", "canary")
        .link("target/link", "../canary")
        .link("target/uplink", "..")
        .folder("target/real")
        .link("target/real/link", world.resolve("canary").toString())
        .link("target/replaced", "../canary/evil");
    for (int i = 0; i < GOOD; i++) {
      put("good/" + i % 10 + "/f" + i, "good " + i);
    }
    put("replaced", "new");
    put("taken/by/a/file", "good");
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void evilNamesChangeNothingOutsideAreReportedAndTheGoodFilesArrive() throws IOException {
    EVIL.forEach(key -> put(key, "evil"));
    TreeSnapshot before = TreeSnapshot.of(world.resolve("canary"));

    RestoreResult result = restore().run();

    assertThat(TreeSnapshot.of(world.resolve("canary")).differences(before)).isEmpty();
    assertThat(world.resolve("evil")).hasContent("canary");
    try (var all = Files.list(world)) {
      assertThat(all.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("canary", "evil", "target");
    }
    assertThat(Path.of("/tmp/evil")).doesNotExist();
    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    Set<String> failed =
        result.failures().stream().map(ObjectFailure::key).collect(Collectors.toSet());
    Set<String> listed = Set.copyOf(EVIL.stream().filter(this::isListedAsItIs).toList());
    assertThat(listed).hasSizeGreaterThanOrEqualTo(30);
    assertThat(failed).hasSize(result.failures().size());
    for (String key : listed) {
      assertThat(failed).anyMatch(told -> isTold(told, key));
    }
    assertGoodFiles();
    assertThat(target.resolve("replaced")).hasContent("new").isRegularFile();
    assertThat(Files.isSymbolicLink(target.resolve("replaced"))).isFalse();
  }

  @Test
  void linksSwappedDuringTheRestoreLeadNowhere() throws Exception {
    TreeSnapshot before = TreeSnapshot.of(world.resolve("canary"));
    AtomicBoolean done = new AtomicBoolean();
    Thread swapper = new Thread(() -> swapUntil(done));
    swapper.start();
    RestoreResult result;
    try {
      result = restore().exclude("/replaced").run();
    } finally {
      done.set(true);
      swapper.join();
    }

    assertThat(TreeSnapshot.of(world.resolve("canary")).differences(before)).isEmpty();
    assertThat(result.count() + result.errorCount()).isEqualTo(GOOD + 1);
    assertThat(result.failures())
        .allSatisfy(failure -> assertThat(failure.key()).startsWith("good/3/"));
    assertThat(target.resolve("good/4/f4")).hasContent("good 4");
  }

  /** Puts a link to the canary into the place of one folder, again and again. */
  private void swapUntil(AtomicBoolean done) {
    Path folder = target.resolve("good/3");
    for (int i = 0; !done.get(); i++) {
      try {
        Files.move(folder, target.resolve("aside" + i), StandardCopyOption.ATOMIC_MOVE);
        Files.createSymbolicLink(folder, world.resolve("canary"));
        Files.delete(folder);
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void deletingExtraFilesFollowsNoLinks() throws IOException {
    TreeSnapshot before = TreeSnapshot.of(world.resolve("canary"));
    Files.writeString(target.resolve("extra"), "x");

    RestoreResult result = restore().deleteExtra(true).run().orElseThrow();

    assertThat(TreeSnapshot.of(world.resolve("canary")).differences(before)).isEmpty();
    assertThat(target.resolve("extra")).doesNotExist();
    assertThat(result.count()).isEqualTo(GOOD + 3);
  }

  private void assertGoodFiles() {
    for (int i = 0; i < GOOD; i++) {
      assertThat(target.resolve("good/" + i % 10 + "/f" + i)).hasContent("good " + i);
    }
  }

  /** Whether the server's own storage has kept the key, so that the test says something. */
  private boolean isListedAsItIs(String key) {
    return server.objects().find(Backups.folder(server) + key).isPresent();
  }

  /** The parser takes slashes in front away, and long keys are told in part. */
  private static boolean isTold(String told, String key) {
    String plain = key.replaceFirst("^/+", "");
    return told.equals(plain)
        || told.equals(key)
        || (told.endsWith("…") && key.startsWith(told.substring(0, told.length() - 1)));
  }

  private void put(String key, String content) {
    server.objects().put(Backups.folder(server) + key, content.getBytes(UTF_8));
  }

  private BlockletRestore restore() {
    return Backups.restore(client, server).target(target);
  }
}
