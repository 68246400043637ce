package io.spaces.client.internal.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SafeTargetTest {
  private static final long MTIME = 1_700_000_000_123_456_789L;

  @TempDir Path folder;

  SafeTarget open(Path target) throws IOException {
    return SafeTarget.open(target);
  }

  @Test
  void aCommittedFileHasItsContentTimeAndPermissions() throws IOException {
    try (SafeTarget target = open(folder)) {
      write(target, "a/b/c.txt", "hello", MTIME, 0640);
    }
    Path file = folder.resolve("a/b/c.txt");
    assertThat(file).hasContent("hello");
    assertThat(Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS)).isEqualTo(MTIME);
    assertThat(modeOf(file)).isEqualTo("rw-r-----");
    assertThat(entries()).containsExactly("a/b/c.txt", "a/b", "a");
  }

  @Test
  void makesTheTargetWhenItDoesNotExist() throws IOException {
    try (SafeTarget target = open(folder.resolve("new/target"))) {
      write(target, "f", "x", SafeTarget.NO_TIME, SafeTarget.NO_MODE);
    }
    assertThat(folder.resolve("new/target/f")).hasContent("x");
  }

  @Test
  void anOldFileStaysUntilTheNewOneIsCommitted() throws IOException {
    Files.writeString(folder.resolve("f"), "old");
    try (SafeTarget target = open(folder);
        PendingFile file = target.begin(target.path("f"), -1)) {
      file.write("new".getBytes(UTF_8));
      assertThat(folder.resolve("f")).hasContent("old");
      file.commit(SafeTarget.NO_TIME, SafeTarget.NO_MODE);
      assertThat(folder.resolve("f")).hasContent("new");
    }
  }

  @Test
  void aFileThatIsNotCommittedLeavesNothing() throws IOException {
    try (SafeTarget target = open(folder)) {
      try (PendingFile file = target.begin(target.path("x/f"), -1)) {
        file.write("new".getBytes(UTF_8));
      }
    }
    assertThat(entries()).isEmpty();
  }

  @Test
  void aFileOfTheWrongLengthIsNotCommitted() throws IOException {
    try (SafeTarget target = open(folder);
        PendingFile file = target.begin(target.path("f"), 4)) {
      file.write("new".getBytes(UTF_8));
      assertThatThrownBy(() -> file.commit(SafeTarget.NO_TIME, SafeTarget.NO_MODE))
          .hasMessageContaining("Only 3 of the 4 bytes of f");
      assertThatThrownBy(() -> file.write("er".getBytes(UTF_8)))
          .hasMessageContaining("More than the 4 bytes");
    }
    assertThat(entries()).isEmpty();
  }

  @Test
  void permissionsThatAreNotKnownStayThoseOfTheOldFile() throws IOException {
    Path old = Files.writeString(folder.resolve("f"), "old");
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-------"));
    try (SafeTarget target = open(folder)) {
      write(target, "f", "new", SafeTarget.NO_TIME, SafeTarget.NO_MODE);
      write(target, "g", "new", SafeTarget.NO_TIME, SafeTarget.NO_MODE);
    }
    assertThat(modeOf(old)).isEqualTo("rw-------");
    assertThat(modeOf(folder.resolve("g")))
        .isEqualTo(modeOf(Files.createFile(folder.resolve("h"))));
  }

  @Test
  void setuidSetgidAndStickyAreNeverSet() throws IOException {
    try (SafeTarget target = open(folder)) {
      write(target, "f", "x", MTIME, 07755);
      target.createDirectory(target.path("d"));
      target.finishDirectory(target.path("d"), MTIME, 07755);
    }
    assertThat((Integer) Files.getAttribute(folder.resolve("f"), "unix:mode") & 07777)
        .isEqualTo(0755);
    assertThat((Integer) Files.getAttribute(folder.resolve("d"), "unix:mode") & 07777)
        .isEqualTo(0755);
  }

  @Test
  void aFolderGetsItsTimeToTheNanosecond() throws IOException {
    try (SafeTarget target = open(folder)) {
      target.createDirectory(target.path("d/e"));
      target.finishDirectory(target.path("d/e"), MTIME, 0500);
    }
    Path made = folder.resolve("d/e");
    assertThat(Files.getLastModifiedTime(made).to(TimeUnit.NANOSECONDS)).isEqualTo(MTIME);
    assertThat(modeOf(made)).isEqualTo("r-x------");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void timesBefore1970KeepTheirSecond() throws IOException {
    Instant old = Instant.parse("1965-05-05T10:00:00.123456789Z");
    long mtime = TimeUnit.SECONDS.toNanos(old.getEpochSecond()) + old.getNano();
    try (SafeTarget target = open(folder)) {
      write(target, "file", "x", mtime, SafeTarget.NO_MODE);
      target.createDirectory(target.path("folder"));
      target.finishDirectory(target.path("folder"), mtime, 0700);
      target.symbolicLink(target.path("link"), "file", mtime);
    }
    for (String name : new String[] {"file", "folder", "link"}) {
      assertThat(linkTime(name).toInstant().truncatedTo(ChronoUnit.SECONDS))
          .as(name)
          .isEqualTo(old.truncatedTo(ChronoUnit.SECONDS));
    }
  }

  @Test
  void aSymbolicLinkInTheTargetIsReplacedItself() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "outside");
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Files.createSymbolicLink(inner.resolve("f"), outside);
    try (SafeTarget target = open(inner)) {
      write(target, "f", "new", SafeTarget.NO_TIME, SafeTarget.NO_MODE);
    }
    assertThat(outside).hasContent("outside");
    assertThat(inner.resolve("f")).isRegularFile().hasContent("new");
    assertThat(Files.isSymbolicLink(inner.resolve("f"))).isFalse();
  }

  @Test
  void nothingIsWrittenThroughALinkOnTheWay() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Files.createSymbolicLink(inner.resolve("d"), outside);
    try (SafeTarget target = open(inner)) {
      assertThatThrownBy(() -> write(target, "d/f", "x", MTIME, 0644))
          .isInstanceOf(RefusedEntryException.class)
          .hasMessageContaining("d is a symbolic link");
      assertThatThrownBy(() -> target.createDirectory(target.path("d/e")))
          .isInstanceOf(RefusedEntryException.class);
      assertThatThrownBy(() -> target.stat(target.path("d/f")))
          .isInstanceOf(RefusedEntryException.class);
      assertThatThrownBy(() -> target.delete(target.path("d/f")))
          .isInstanceOf(RefusedEntryException.class);
      assertThatThrownBy(() -> target.symbolicLink(target.path("d/l"), "x", SafeTarget.NO_TIME))
          .isInstanceOf(RefusedEntryException.class);
      assertThatThrownBy(() -> target.finishDirectory(target.path("d"), MTIME, 0777))
          .isInstanceOf(RefusedEntryException.class);
    }
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aFullFolderInThePlaceOfAFileIsReported() throws IOException {
    Files.createDirectories(folder.resolve("f/sub"));
    try (SafeTarget target = open(folder)) {
      assertThatThrownBy(() -> write(target, "f", "x", MTIME, 0644))
          .isInstanceOf(RefusedEntryException.class)
          .hasMessageContaining("not empty");
      target.delete(target.path("f/sub"));
      write(target, "f", "x", MTIME, 0644);
    }
    assertThat(folder.resolve("f")).hasContent("x");
  }

  @Test
  void aFileInThePlaceOfAFolderIsReported() throws IOException {
    Files.writeString(folder.resolve("d"), "file");
    try (SafeTarget target = open(folder)) {
      assertThatThrownBy(() -> write(target, "d/f", "x", MTIME, 0644))
          .isInstanceOf(RefusedEntryException.class)
          .hasMessageContaining("d is a file");
    }
    assertThat(folder.resolve("d")).hasContent("file");
  }

  @Test
  void aPipeInThePlaceOfAFileOrFolderIsReportedAndNeverWaitedFor() throws Exception {
    new ProcessBuilder("mkfifo", folder.resolve("p").toString()).start().waitFor();
    try (SafeTarget target = open(folder)) {
      assertThatThrownBy(() -> write(target, "p", "x", MTIME, 0644))
          .isInstanceOf(RefusedEntryException.class);
      assertThatThrownBy(() -> write(target, "p/f", "x", MTIME, 0644))
          .isInstanceOf(RefusedEntryException.class);
      assertThatThrownBy(() -> target.openFile(target.path("p")))
          .isInstanceOf(RefusedEntryException.class);
    }
  }

  @Test
  void linksAreMadeAndReplaced() throws IOException {
    Files.writeString(folder.resolve("l"), "file");
    try (SafeTarget target = open(folder)) {
      target.symbolicLink(target.path("l"), "../some where", SafeTarget.NO_TIME);
      target.symbolicLink(target.path("m"), "/etc/passwd", SafeTarget.NO_TIME);
      target.symbolicLink(target.path("m"), "n", MTIME);
      assertThat(target.linkTarget(target.path("l"))).isEqualTo("../some where");
    }
    assertThat(Files.readSymbolicLink(folder.resolve("l"))).hasToString("../some where");
    assertThat(Files.readSymbolicLink(folder.resolve("m"))).hasToString("n");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void linksHaveTimesOfTheirOwn() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    FileTime before = Files.getLastModifiedTime(file);
    long micros = MTIME / 1000;
    try (SafeTarget target = open(folder)) {
      target.symbolicLink(target.path("l"), "file", MTIME);
      assertThat(linkTime("l").to(TimeUnit.MICROSECONDS)).isEqualTo(micros);

      target.updateLink(target.path("l"), MTIME + 5_000_000);
      target.updateLink(target.path("file"), MTIME);
    }
    assertThat(linkTime("l").to(TimeUnit.MICROSECONDS)).isEqualTo(micros + 5000);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
  }

  private FileTime linkTime(String name) throws IOException {
    return Files.getLastModifiedTime(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void aHardLinkIsTheSameFileAndMayBeMadeTwice() throws IOException {
    try (SafeTarget target = open(folder)) {
      write(target, "a/f", "x", MTIME, 0644);
      target.hardLink(target.path("b/g"), target.path("a/f"));
      target.hardLink(target.path("b/g"), target.path("a/f"));
      assertThatThrownBy(() -> target.hardLink(target.path("h"), target.path("a/none")))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> target.hardLink(target.path("h"), target.path("a")))
          .isInstanceOf(IOException.class);
    }
    assertThat(Files.isSameFile(folder.resolve("a/f"), folder.resolve("b/g"))).isTrue();
    assertThat(entries()).containsExactlyInAnyOrder("a/f", "b/g", "a", "b");
  }

  @Test
  void walksFilesBeforeTheirFoldersAndDeletesOnTheWay() throws IOException {
    Files.createDirectories(folder.resolve("d/e"));
    Files.writeString(folder.resolve("d/e/f"), "x");
    Files.writeString(folder.resolve("g"), "x");
    Files.createSymbolicLink(folder.resolve("l"), Path.of("d"));
    List<String> seen = new ArrayList<>();
    try (SafeTarget target = open(folder)) {
      target.walk(
          (path, entry) -> {
            seen.add(path + " " + entry.kind());
            assertThat(target.delete(path)).isTrue();
          });
      assertThat(target.delete(target.path("d/e/f"))).isFalse();
    }
    assertThat(seen)
        .containsExactlyInAnyOrder("d/e/f FILE", "d/e DIRECTORY", "d DIRECTORY", "g FILE", "l LINK")
        .containsSubsequence("d/e/f FILE", "d/e DIRECTORY", "d DIRECTORY");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void deletesNoFolderThatIsNotEmpty() throws IOException {
    Files.createDirectories(folder.resolve("d/e"));
    try (SafeTarget target = open(folder)) {
      assertThatThrownBy(() -> target.delete(target.path("d")))
          .isInstanceOf(DirectoryNotEmptyException.class);
    }
  }

  @Test
  void aFileIsUpdatedWithoutBeingWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "x");
    Object identity = Files.getAttribute(file, "unix:ino");
    try (SafeTarget target = open(folder)) {
      target.updateFile(target.path("f"), MTIME, 0600);
    }
    assertThat(Files.getLastModifiedTime(file))
        .isEqualTo(FileTime.from(Instant.ofEpochSecond(0, MTIME)));
    assertThat(modeOf(file)).isEqualTo("rw-------");
    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(identity);
  }

  @Test
  void aReadOnlyTargetIsNotTouched() throws IOException {
    Files.writeString(folder.resolve("f"), "x");
    FileTime before = Files.getLastModifiedTime(folder);
    try (SafeTarget target = SafeTarget.openReadOnly(folder)) {
      assertThat(target.stat(target.path("f")))
          .isNotNull()
          .extracting(TargetEntry::size)
          .isEqualTo(1L);
      assertThat(target.stat(target.path("none/f"))).isNull();
      assertThatThrownBy(() -> target.begin(target.path("g"), 1))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(Files.getLastModifiedTime(folder)).isEqualTo(before);
  }

  @Test
  void aFolderThatIsReplacedByAnotherIsOpenedAnew() throws IOException {
    try (SafeTarget target = open(folder)) {
      write(target, "d/f", "1", MTIME, 0644);
      Files.move(folder.resolve("d"), folder.resolve("old"));
      write(target, "d/g", "2", MTIME, 0644);
    }
    assertThat(entries()).containsExactlyInAnyOrder("old/f", "old", "d/g", "d");
  }

  @Test
  void whatIsReplacedFarAboveADeepFolderIsNoticed() throws IOException {
    String deep = "x/".repeat(400);
    try (SafeTarget target = open(folder)) {
      write(target, deep + "f", "1", MTIME, 0644);
      write(target, deep + "g", "2", MTIME, 0644);
      Files.move(folder.resolve("x/x"), folder.resolve("old"));
      write(target, deep + "h", "3", MTIME, 0644);
      assertThat(folder.resolve(deep).toFile().list()).containsExactly("h");

      Files.move(folder.resolve("x/x"), folder.resolve("older"));
      Files.createSymbolicLink(folder.resolve("x/x"), folder.resolve("old"));
      assertThatThrownBy(() -> write(target, deep + "i", "4", MTIME, 0644))
          .isInstanceOf(RefusedEntryException.class);
    }
    Path first = folder.resolve("old").resolve("x/".repeat(398));
    assertThat(first.toFile().list()).containsExactlyInAnyOrder("f", "g");
  }

  @Test
  void keepsFewFoldersOpenHoweverManyThereAre() throws IOException {
    try (SafeTarget target = open(folder)) {
      for (int i = 0; i < 300; i++) {
        write(target, "d" + i + "/e/f", "x", MTIME, 0644);
      }
      String deep = "x/".repeat(500) + "f";
      write(target, deep, "x", MTIME, 0644);
      assertThat(target.stat(target.path(deep))).isNotNull();
      try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
        assertThat(descriptors.filter(SafeTargetTest::leadsToATemporaryFolder).count())
            .isLessThan(2 * SafeTarget.OPEN_FOLDERS + 10);
      }
    }
  }

  private static boolean leadsToATemporaryFolder(Path descriptor) {
    try {
      return Files.isDirectory(descriptor)
          && Files.readSymbolicLink(descriptor).toString().contains("junit");
    } catch (IOException e) {
      return false;
    }
  }

  static void write(SafeTarget target, String key, String content, long mtimeNs, int mode)
      throws IOException {
    byte[] bytes = content.getBytes(UTF_8);
    try (PendingFile file = target.begin(target.path(key), bytes.length)) {
      file.write(bytes);
      file.commit(mtimeNs, mode);
    }
  }

  private static String modeOf(Path file) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
  }

  private List<String> entries() throws IOException {
    List<String> found = new ArrayList<>();
    try (SafeTarget target = SafeTarget.openReadOnly(folder)) {
      target.walk((path, entry) -> found.add(path.key()));
    }
    try (var names = Files.list(folder)) {
      assertThat(names.filter(p -> p.getFileName().toString().startsWith(Staging.PREFIX)))
          .isEmpty();
    }
    return found;
  }
}
