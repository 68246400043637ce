package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.restore.RestoreResult;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.transfer.ObjectFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A target with links that lead out of it, a canary beside it that nothing may touch, and what a
 * backup must be called to try.
 */
final class EvilWorld {
  /** Kinds of evil on every platform. */
  static final List<String> PATHS =
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
          ".spaces-restore-9b2f0a4e-6f0c-4d1b-8f3a-0123456789ab/lock",
          ".SPACES-RESTORE-9b2f0a4e-6f0c-4d1b-8f3a-0123456789ab/evil",
          "taken/by/a/file/evil",
          "link/evil",
          "link/d/evil",
          "uplink/evil",
          "real/link/evil");

  private static final int GOOD = 300;
  private static final String SWAPPED = "good/3";

  final Path root;
  final Path target;

  EvilWorld(Path root) throws IOException {
    this.root = root;
    target = Files.createDirectories(root.resolve("target"));
    FileTree.in(root)
        .file("canary/evil", "canary")
        .file("canary/d/evil", "canary")
        .file("evil", "canary")
        .link("target/link", "../canary")
        .link("target/uplink", "..")
        .folder("target/real")
        .link("target/real/link", root.resolve("canary").toString())
        .link("target/replaced", "../canary/evil");
  }

  /** What a backup holds beside the evil, by its path. */
  static Map<String, String> good() {
    Map<String, String> good = new TreeMap<>();
    for (int i = 0; i < GOOD; i++) {
      good.put("good/" + i % 10 + "/f" + i, "good " + i);
    }
    good.put("replaced", "new");
    good.put("taken/by/a/file", "good");
    return good;
  }

  /** Restores, and makes sure that nothing outside the target has changed. */
  RestoreResult restore(Callable<RestoreResult> restore) throws Exception {
    TreeSnapshot before = TreeSnapshot.of(root.resolve("canary"));

    RestoreResult result = restore.call();

    assertThat(TreeSnapshot.of(root.resolve("canary")).differences(before)).isEmpty();
    assertThat(root.resolve("evil")).hasContent("canary");
    try (Stream<Path> all = Files.list(root)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("canary", "evil", "target");
    }
    assertThat(Path.of("/tmp/evil")).doesNotExist();
    assertThat(Path.of("/etc/evil")).doesNotExist();
    return result;
  }

  /** The same while another thread puts a link to the canary into the place of one folder. */
  RestoreResult restoreWhileLinksAreSwapped(Callable<RestoreResult> restore) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Thread swapper = new Thread(() -> swapUntil(done));
    swapper.start();
    RestoreResult result;
    try {
      result = restore(restore);
    } finally {
      done.set(true);
      swapper.join();
    }
    assertThat(result.failures())
        .allSatisfy(failure -> assertThat(failure.key()).startsWith(SWAPPED));
    assertThat(target.resolve("good/4/f4")).hasContent("good 4");
    return result;
  }

  private void swapUntil(AtomicBoolean done) {
    Path folder = target.resolve(SWAPPED);
    for (int i = 0; !done.get(); i++) {
      try {
        Files.move(folder, target.resolve("aside" + i), StandardCopyOption.ATOMIC_MOVE);
        Files.createSymbolicLink(folder, root.resolve("canary"));
        Files.delete(folder);
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
  }

  void assertGoodFilesArrived() {
    good().forEach((path, content) -> assertThat(target.resolve(path)).hasContent(content));
    assertThat(Files.isSymbolicLink(target.resolve("replaced"))).isFalse();
  }

  /** Every path is among the failures, whole or, when it is long, its beginning. */
  static void assertTold(RestoreResult result, List<String> paths) {
    Set<String> told =
        result.failures().stream().map(ObjectFailure::key).collect(Collectors.toSet());
    assertThat(told).hasSize(result.failures().size());
    for (String path : paths) {
      assertThat(told).anyMatch(key -> isTold(key, path));
    }
  }

  /** A list's keys come without slashes in front. */
  private static boolean isTold(String told, String path) {
    return told.equals(path)
        || told.equals(path.replaceFirst("^/+", ""))
        || (told.endsWith("…") && path.startsWith(told.substring(0, told.length() - 1)));
  }
}
