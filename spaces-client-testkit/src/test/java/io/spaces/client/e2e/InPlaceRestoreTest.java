package io.spaces.client.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spaces.client.BlockletRestore;
import io.spaces.client.e2e.SmallDisk.Kind;
import io.spaces.client.restore.OverwritePolicy;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.StoredObject;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder that lives gets a part of itself back, and keeps what it was not asked for. */
@EnabledOnOs(OS.LINUX)
class InPlaceRestoreTest {
  private static final FileTime THEN = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

  @TempDir Path temporary;
  private VaultBackups vault;
  private FileTree target;

  @BeforeEach
  void start() throws IOException {
    vault = new VaultBackups(temporary);
    target = FileTree.in(Files.createDirectories(temporary.resolve("target")));
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void filesBelowAMountPointAreRestored(boolean snapshot) throws Exception {
    assumeTrue(SmallDisk.kinds().anyMatch(Kind.TMPFS::equals), "takes the right to mount");
    vault.source.file("data/f", "f").file("data/sub/g", "g").file("etc/e", "e");
    backUp(snapshot);
    Path volume = Files.createDirectories(target.path("data"));
    Path other = Files.createDirectories(temporary.resolve("other"));
    for (List<String> mount :
        List.of(
            List.of("mount", "-t", "tmpfs", "none", volume.toString()),
            List.of("mount", "--bind", other.toString(), volume.toString()))) {
      run(mount);
      try {
        restore(snapshot).run().orElseThrow();

        assertThat(volume.resolve("f")).hasContent("f");
        assertThat(volume.resolve("sub/g")).hasContent("g");
        target.file("data/f", "damaged").file("data/extra", "x");
        exact(snapshot).run().orElseThrow();
        assertThat(volume.resolve("f")).hasContent("f");
        assertThat(names(volume)).containsExactlyInAnyOrder("f", "sub");
      } finally {
        run(List.of("umount", volume.toString()));
      }
    }
  }

  @Test
  void foldersAboveWhatIsAskedForStayAsTheyAre() throws Exception {
    vault.source.file("tmp/x/f", "1").file("shared/f", "2");
    backUp(true);
    target.folder("tmp/x").folder("shared");
    run(List.of("chmod", "1777", target.path("tmp").toString()));
    run(List.of("chmod", "2775", target.path("shared").toString()));
    Files.setLastModifiedTime(target.path("tmp"), THEN);

    restore(true).include("/tmp/x/f", "/shared/f").run().orElseThrow();

    assertThat(mode(target.path("tmp"))).isEqualTo(01777);
    assertThat(mode(target.path("shared"))).isEqualTo(02775);
    assertThat(Files.getLastModifiedTime(target.path("tmp"))).isEqualTo(THEN);
  }

  @Test
  void aFolderGetsItsPermissionsBackAndKeepsItsSpecialBits() throws Exception {
    vault.source.file("shared/f", "2");
    run(List.of("chmod", "770", vault.source.path("shared").toString()));
    backUp(true);
    target.folder("shared");
    run(List.of("chmod", "2755", target.path("shared").toString()));

    restore(true).run().orElseThrow();

    assertThat(mode(target.path("shared"))).isEqualTo(02770);
  }

  @Test
  void whatIsRightIsNotSetAgain() throws Exception {
    vault.source.file("folder/f", "f");
    backUp(true);
    restore(true).run().orElseThrow();
    Object folder = Files.getAttribute(target.path("folder"), "unix:ctime");
    Object file = Files.getAttribute(target.path("folder/f"), "unix:ctime");

    restore(true).run().orElseThrow();

    assertThat(Files.getAttribute(target.path("folder"), "unix:ctime")).isEqualTo(folder);
    assertThat(Files.getAttribute(target.path("folder/f"), "unix:ctime")).isEqualTo(file);
  }

  @Test
  void aFileThatHasAnotherNameElsewhereIsReplacedAndTheOtherStays() throws Exception {
    vault.source.file("a", "same").file("b", "same");
    Files.setLastModifiedTime(vault.source.path("a"), THEN);
    Files.setPosixFilePermissions(
        vault.source.path("a"), PosixFilePermissions.fromString("rw-------"));
    backUp(true);
    target.file("a", "same");
    Files.createLink(target.path("b"), target.path("a"));
    FileTree archive = FileTree.in(Files.createDirectories(temporary.resolve("archive")));
    archive.file("keep", "same");
    int keptMode = mode(archive.path("keep"));
    FileTime keptTime = Files.getLastModifiedTime(archive.path("keep"));
    Path other = Files.createDirectories(temporary.resolve("second"));
    Files.createLink(other.resolve("a"), archive.path("keep"));

    restore(true).run().orElseThrow();
    vault.restore(other).snapshot(true).run().orElseThrow();

    for (Path restored : List.of(target.root(), other)) {
      for (String name : List.of("a", "b")) {
        assertThat(mode(restored.resolve(name))).isEqualTo(mode(vault.source.path(name)));
        assertThat(Files.getLastModifiedTime(restored.resolve(name)))
            .isEqualTo(Files.getLastModifiedTime(vault.source.path(name)));
      }
    }
    assertThat(mode(archive.path("keep"))).isEqualTo(keptMode);
    assertThat(Files.getLastModifiedTime(archive.path("keep"))).isEqualTo(keptTime);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileWhereAFolderStoodAndBackAreRestoredWhereBothAreAskedFor(boolean snapshot)
      throws Exception {
    vault.source.file("x", "file").file("y/z/deep", "z");
    backUp(snapshot);
    target.file("x/sub/one", "1").file("x/two", "2").file("y", "file");

    RestoreResult refused = restore(snapshot).overwrite(OverwritePolicy.ALWAYS).run();
    assertThat(refused.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(target.path("x/sub/one")).hasContent("1");
    assertThat(target.path("y")).hasContent("file");

    RestoreResult dry = exact(snapshot).dryRun(true).run().orElseThrow();
    assertThat(target.path("x/sub/one")).hasContent("1");
    RestoreResult result = exact(snapshot).run().orElseThrow();

    assertThat(target.path("x")).hasContent("file");
    assertThat(target.path("y/z/deep")).hasContent("z");
    assertThat(result.deleted()).isEqualTo(2).isEqualTo(dry.deleted());
    assertThat(names(target.root())).containsExactlyInAnyOrder("x", "y");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFolderInTheWayStaysWithWhatTheRulesLeaveOut(boolean snapshot) throws Exception {
    vault.source.file("x", "file").file("other", "o");
    backUp(snapshot);
    target.file("x/precious.key", "1").file("x/two", "2");

    RestoreResult result = exact(snapshot).exclude("*.key").run();

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures().get(0).message()).contains("precious.key");
    assertThat(target.path("x/precious.key")).hasContent("1");
    assertThat(target.path("x/two")).hasContent("2");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileInTheWayStaysUntilWhatReplacesItIsThere(boolean snapshot) throws Exception {
    vault.source.file("y/z", 3_000_000, 1).file("other", "o");
    backUp(snapshot);
    target.file("y", "file");
    StoredObject largest =
        vault.server.objects().below("").stream()
            .max(Comparator.comparingLong(StoredObject::size))
            .orElseThrow();
    byte[] damaged = largest.bytes();
    damaged[damaged.length / 2] ^= 1;
    vault.server.objects().put(largest.key(), damaged, requireNonNull(largest.hash()));

    RestoreResult result = exact(snapshot).run();

    assertThat(result.status()).isNotEqualTo(TransferStatus.SUCCEEDED);
    assertThat(target.path("y")).hasContent("file");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileThatIsReplacedKeepsItsOwner(boolean snapshot) throws Exception {
    assumeTrue(Programs.isRoot(), "only root gives files away");
    vault.source.file("db/table", "data");
    backUp(snapshot);
    target.file("db/table", "damaged");
    run(List.of("chown", "-R", "999:998", target.path("db").toString()));

    restore(snapshot).run().orElseThrow();

    assertThat(target.path("db/table")).hasContent("data");
    for (String name : List.of("db", "db/table")) {
      assertThat(Files.getAttribute(target.path(name), "unix:uid")).isEqualTo(999);
      assertThat(Files.getAttribute(target.path(name), "unix:gid")).isEqualTo(998);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void runsOfZerosTakeNoRoom(boolean snapshot) throws Exception {
    try (RandomAccessFile disk =
        new RandomAccessFile(vault.source.path("disk.img").toFile(), "rw")) {
      disk.write("head".getBytes(StandardCharsets.UTF_8));
      disk.seek(20_000_001);
      disk.write("middle".getBytes(StandardCharsets.UTF_8));
      disk.setLength(64_000_003);
    }
    backUp(snapshot);

    restore(snapshot).run().orElseThrow();

    assertThat(target.path("disk.img")).hasSameBinaryContentAs(vault.source.path("disk.img"));
    Process blocks =
        new ProcessBuilder("stat", "-c", "%b", target.path("disk.img").toString()).start();
    assertThat(Long.parseLong(blocks.inputReader().readLine())).isLessThan(2048);
  }

  private void backUp(boolean snapshot) {
    vault
        .of(Backups.incremental(vault.client, vault.server))
        .snapshot(snapshot)
        .run()
        .orElseThrow();
  }

  private BlockletRestore restore(boolean snapshot) {
    return vault.restore(target.root()).snapshot(snapshot);
  }

  private BlockletRestore exact(boolean snapshot) {
    BlockletRestore exact = restore(snapshot).overwrite(OverwritePolicy.ALWAYS).deleteExtra(true);
    return snapshot ? exact.set(vault.source.root().toString()) : exact;
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
  }

  private static List<String> names(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static void run(List<String> command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
