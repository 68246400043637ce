package io.spaces.client.internal.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing outside of the target changes: a tree around it is compared before and after. */
class HostileTargetTest {
  private static final long MTIME = 1_600_000_000_000_000_001L;

  @TempDir Path world;
  private Path canary;
  private Path target;

  @BeforeEach
  void plant() throws IOException {
    canary = Files.createDirectories(world.resolve("canary"));
    target = Files.createDirectories(world.resolve("home/target"));
    Files.writeString(canary.resolve("f"), "canary");
    Files.createDirectories(canary.resolve("d/e"));
    Files.writeString(canary.resolve("d/f"), "canary");
    Files.writeString(world.resolve("home/f"), "canary");
  }

  @Test
  void evilKeysWriteNothingOutsideAndTheGoodFilesArrive() throws IOException {
    Map<String, String> before = outside();
    try (SafeTarget safe = SafeTarget.open(target)) {
      for (int i = 0; i < EvilKeys.EVERYWHERE.size(); i++) {
        String key = EvilKeys.EVERYWHERE.get(i);
        assertThatThrownBy(() -> write(safe, key)).isInstanceOf(RefusedEntryException.class);
        write(safe, "good/f" + i);
      }
      for (int i = 0; i < EvilKeys.ON_WINDOWS.size(); i++) {
        write(safe, "w" + i + "/" + EvilKeys.ON_WINDOWS.get(i));
      }
    }
    assertThat(outside()).isEqualTo(before);
    for (int i = 0; i < EvilKeys.ON_WINDOWS.size(); i++) {
      String key = "w" + i + "/" + EvilKeys.ON_WINDOWS.get(i);
      assertThat(target.resolve(key)).hasContent(key);
    }
    try (Stream<Path> good = Files.list(target.resolve("good"))) {
      assertThat(good).hasSize(EvilKeys.EVERYWHERE.size());
    }
  }

  @Test
  void plantedLinksLeadNowhere() throws IOException {
    Files.createSymbolicLink(target.resolve("absolute"), canary);
    Files.createSymbolicLink(target.resolve("relative"), Path.of("../../canary/d"));
    Files.createSymbolicLink(target.resolve("up"), Path.of(".."));
    Files.createSymbolicLink(target.resolve("self"), Path.of("."));
    Files.createSymbolicLink(target.resolve("dangling"), canary.resolve("new"));
    Files.createSymbolicLink(target.resolve("file"), canary.resolve("f"));
    Files.createDirectory(target.resolve("real"));
    Files.createSymbolicLink(target.resolve("real/link"), canary);
    Map<String, String> before = outside();
    try (SafeTarget safe = SafeTarget.open(target)) {
      for (String folder : new String[] {"absolute", "relative", "up", "self", "real/link"}) {
        for (String below : new String[] {"/f", "/d/f", "/new/f"}) {
          String key = folder + below;
          assertThatThrownBy(() -> write(safe, key)).isInstanceOf(RefusedEntryException.class);
          assertThatThrownBy(() -> safe.delete(safe.path(key)))
              .isInstanceOf(RefusedEntryException.class);
          assertThatThrownBy(() -> safe.openFile(safe.path(key)))
              .isInstanceOf(RefusedEntryException.class);
          assertThatThrownBy(() -> safe.hardLink(safe.path("copy"), safe.path(key)))
              .isInstanceOf(RefusedEntryException.class);
          assertThatThrownBy(() -> safe.updateFile(safe.path(key), MTIME, 0777))
              .isInstanceOf(RefusedEntryException.class);
        }
      }
      assertThatThrownBy(() -> safe.updateFile(safe.path("file"), MTIME, 0777))
          .isInstanceOf(RefusedEntryException.class);
      assertThatThrownBy(() -> safe.openFile(safe.path("file")))
          .isInstanceOf(RefusedEntryException.class);
      write(safe, "file");
      write(safe, "dangling");
      write(safe, "real/f");
      safe.walk((path, entry) -> safe.delete(path));
    }
    assertThat(outside()).isEqualTo(before);
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void aLinkFromTheBackupIsNotAWayOutEither() throws IOException {
    Map<String, String> before = outside();
    try (SafeTarget safe = SafeTarget.open(target)) {
      safe.symbolicLink(safe.path("exit"), canary.toString(), SafeTarget.NO_TIME);
      assertThatThrownBy(() -> write(safe, "exit/f")).isInstanceOf(RefusedEntryException.class);
      write(safe, "exit");
    }
    assertThat(outside()).isEqualTo(before);
    assertThat(target.resolve("exit")).hasContent("exit");
  }

  @Test
  void foldersSwappedForLinksDuringTheRestoreLeadNowhere() throws Exception {
    Map<String, String> before = outside();
    Path folder = target.resolve("swapped");
    AtomicBoolean done = new AtomicBoolean();
    Thread swapper = new Thread(() -> swapUntil(done, folder));
    int arrived = 0;
    int refused = 0;
    try (SafeTarget safe = SafeTarget.open(target)) {
      write(safe, "swapped/d/first");
      swapper.start();
      for (int i = 0; i < 500; i++) {
        try {
          write(safe, "swapped/d/f" + i % 50);
          safe.createDirectory(safe.path("swapped/new" + i % 50));
          safe.symbolicLink(safe.path("swapped/link" + i % 50), "x", SafeTarget.NO_TIME);
          safe.hardLink(safe.path("swapped/hard" + i % 50), safe.path("swapped/d/f" + i % 50));
          safe.delete(safe.path("swapped/d/f" + i % 50));
          safe.finishDirectory(safe.path("swapped/d"), MTIME, 0755);
          arrived++;
        } catch (IOException e) {
          refused++;
        }
        write(safe, "good/f" + i % 50);
      }
      done.set(true);
      swapper.join();
    }
    assertThat(outside()).isEqualTo(before);
    try (Stream<Path> good = Files.list(target.resolve("good"))) {
      assertThat(good).hasSize(50);
    }
    assertThat(arrived).as("attempts that succeeded").isPositive();
    assertThat(refused).as("attempts that met the link").isPositive();
  }

  private void swapUntil(AtomicBoolean done, Path folder) {
    for (int i = 0; !done.get(); i++) {
      try {
        Files.move(folder, target.resolve("aside" + i), StandardCopyOption.ATOMIC_MOVE);
        Files.createSymbolicLink(folder, canary);
        Files.delete(folder);
      } catch (IOException e) {
        // The restore has not made the folder again yet, or was quicker than the link.
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void thePrivateFolderSwappedForALinkLeadsNowhere() throws IOException {
    Map<String, String> before = outside();
    SafeTarget safe = SafeTarget.open(target);
    Path staging;
    try (Stream<Path> all = Files.list(target)) {
      staging = all.findFirst().orElseThrow();
    }
    Files.move(staging, world.resolve("home/target/moved"));
    Files.createSymbolicLink(staging, canary);
    write(safe, "d/f");
    safe.symbolicLink(safe.path("l"), "x", SafeTarget.NO_TIME);
    safe.hardLink(safe.path("h"), safe.path("d/f"));
    assertThatThrownBy(safe::close).isInstanceOf(IOException.class);
    assertThat(outside()).isEqualTo(before);
    assertThat(target.resolve("d/f")).hasContent("d/f");
  }

  private static void write(SafeTarget safe, String key) throws IOException {
    byte[] content = key.getBytes(UTF_8);
    try (PendingFile file = safe.begin(safe.path(key), content.length)) {
      file.write(content);
      file.commit(MTIME, 0666);
    }
  }

  /** Every entry outside of the target, with all that could have been changed about it. */
  private Map<String, String> outside() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(world)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        if (!path.startsWith(target)) {
          BasicFileAttributes attributes =
              Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
          found.put(
              world.relativize(path).toString(),
              attributes.fileKey()
                  + " "
                  + attributes.lastModifiedTime()
                  + " "
                  + Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS)
                  + " "
                  + Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
                  + (attributes.isRegularFile() ? Files.readString(path) : ""));
        }
      }
    }
    return found;
  }
}
