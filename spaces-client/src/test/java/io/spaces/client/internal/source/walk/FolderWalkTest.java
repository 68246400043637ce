package io.spaces.client.internal.source.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.backup.Trouble;
import io.spaces.client.error.CancelledException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.PosixTools;
import io.spaces.client.internal.source.RecordingVisitor;
import io.spaces.client.internal.source.SourceProblem;
import io.spaces.client.internal.source.Stamps;
import io.spaces.client.internal.source.rules.FileRules;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FolderWalkTest {
  @TempDir Path root;

  private final RecordingVisitor found = new RecordingVisitor();

  private void walk(FileRules rules, SymbolicLinks links) {
    new FolderWalk(root, rules, links).walk(found, new Cancellation());
  }

  private List<String> calls() {
    walk(FileRules.DEFAULTS, SymbolicLinks.SKIP);
    return found.calls;
  }

  private Path write(String key) throws IOException {
    Path file = root.resolve(key);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, key);
  }

  @Test
  void tellsFoldersFirstAndNamesInTheOrderOfTheirBytes() throws IOException {
    // U+FF5E sorts behind U+1F600 in UTF-16, before it in UTF-8.
    for (String key : List.of("b", "a/z", "a/b/c", "a.txt", "B", "～", "😀", "é")) {
      write(key);
    }
    Files.createDirectory(root.resolve("empty"));

    assertThat(calls())
        .containsExactly(
            "file B",
            "folder a",
            "folder a/b",
            "file a/b/c",
            "file a/z",
            "file a.txt",
            "file b",
            "empty empty",
            "file é",
            "file ～",
            "file 😀");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void takesSizesTimesAndIdentitiesFromOneLook() throws IOException {
    Path file = write("a");
    Files.createLink(root.resolve("b"), file);
    Instant time = Instant.parse("2020-02-03T04:05:06.123456789Z");
    Files.setLastModifiedTime(file, FileTime.from(time));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-x--x"));

    calls();

    FileStamp stamp = found.stamp("a");
    assertThat(stamp).isEqualTo(found.files.get("b"));
    assertThat(stamp.size()).isEqualTo(1);
    assertThat(stamp.modified()).isEqualTo(Stamps.nanos(time));
    assertThat(stamp.changed()).isGreaterThan(stamp.modified());
    assertThat(stamp.inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
    assertThat(stamp.permissions()).isEqualTo(0651);
    assertThat(stamp.links()).isEqualTo(2);
    assertThat(stamp.isFile()).isTrue();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void leavesLinksAloneUnlessTold() throws IOException {
    write("folder/a");
    Files.createSymbolicLink(root.resolve("to-file"), Path.of("folder/a"));
    Files.createSymbolicLink(root.resolve("to-folder"), Path.of("folder"));
    Files.createSymbolicLink(root.resolve("to-nothing"), Path.of("/no/where"));

    assertThat(calls())
        .containsExactly(
            "folder folder",
            "file folder/a",
            "link to-file -> folder/a",
            "link to-folder -> folder",
            "link to-nothing -> /no/where");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void followsLinksAlsoOutOfTheSourceAndNeverInCircles(@TempDir Path outside) throws IOException {
    Files.writeString(outside.resolve("x"), "outside");
    write("folder/a");
    Files.createSymbolicLink(root.resolve("folder/self"), Path.of("."));
    Files.createSymbolicLink(root.resolve("folder/up"), Path.of(".."));
    Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(root.resolve("out"), outside);
    Files.createSymbolicLink(root.resolve("twin"), Path.of("folder"));
    Files.createSymbolicLink(root.resolve("void"), Path.of("no-where"));

    walk(FileRules.DEFAULTS, SymbolicLinks.FOLLOW);

    assertThat(found.calls)
        .containsExactly(
            "folder folder",
            "file folder/a",
            "skipped folder/self LINK_CYCLE",
            "skipped folder/up LINK_CYCLE",
            "problem loop UNREADABLE",
            "folder out",
            "file out/x",
            "folder twin",
            "file twin/a",
            "skipped twin/self LINK_CYCLE",
            "skipped twin/up LINK_CYCLE",
            "problem void UNREADABLE");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void walksARootThatIsALink(@TempDir Path elsewhere) throws IOException {
    write("a");
    Path link = Files.createSymbolicLink(elsewhere.resolve("link"), root);

    new FolderWalk(link, FileRules.DEFAULTS, SymbolicLinks.SKIP).walk(found, new Cancellation());

    assertThat(found.calls).containsExactly("file a");
    Files.delete(link); // or JUnit warns that it leads out of the folder that it cleans
  }

  @Test
  void doesNotDescendIntoExcludedFolders() throws IOException {
    write("cache/deep/x");
    write("a.tmp");
    write("b");
    write(".DS_Store");

    walk(FileRules.builder().exclude(List.of("cache/", "*.tmp")).build(), SymbolicLinks.SKIP);

    assertThat(found.calls)
        .containsExactly(
            "skipped .DS_Store RULE", "skipped a.tmp RULE", "file b", "skipped cache RULE");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void reportsSpecialFilesWithoutOpeningThem() throws Exception {
    PosixTools.makePipe(root.resolve("pipe"));
    write("z");

    assertThat(calls()).containsExactly("problem pipe SPECIAL", "file z");
    assertThat(found.problems.get(0).message())
        .isEqualTo("\"pipe\" is neither a file nor a folder but a pipe, a socket or a device");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void reportsAFolderThatMayNotBeListedAndGoesOn() throws Exception {
    write("locked/x");
    write("z");
    Path locked = root.resolve("locked");
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
    try {
      Process process =
          PosixTools.javaBoundByPermissions(WalkInLocale.class, root.toUri().toString());
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(output.lines()).containsExactly("problem UNREADABLE", "file z z");
    } finally {
      Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void reportsNamesThatAreNoText() throws IOException {
    write("good/ü");
    Path bad = Path.of(URI.create(root.resolve("good").toUri() + "bad-%FF"));
    Files.createFile(bad);
    Files.createFile(root.resolve("good/honest-\uFFFD"));

    assertThat(calls())
        .containsExactly(
            "problem good/bad-\uFFFD UNSTORABLE",
            "folder good",
            "file good/honest-\uFFFD",
            "file good/ü");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void keepsOddNamesAsTheyAre() throws IOException {
    List<String> names =
        List.of("\n", " ", "#x", "%41", "?", "a\\b", "c:d", "e".repeat(200), "~x", "😀 e\u0301");
    for (String name : names) {
      write("odd/" + name);
    }

    calls();

    assertThat(found.files.keySet())
        .containsExactlyElementsOf(names.stream().map("odd/"::concat).toList());
  }

  /** In the locale C the platform shows such names as question marks. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void findsAndReadsTheSameNamesInEveryLocale() throws Exception {
    write("süß/😀.txt");
    Files.createSymbolicLink(root.resolve("verknüpft"), Path.of("süß/😀.txt"));
    Path bad = Path.of(URI.create(root.toUri() + "%C3%28"));
    Files.createFile(bad);

    Process process =
        PosixTools.java(Map.of("LC_ALL", "C"), WalkInLocale.class, root.toUri().toString());
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

    assertThat(output.lines())
        .containsExactlyInAnyOrder(
            "problem UNSTORABLE",
            "file s\\u00fc\\u00df/\\ud83d\\ude00.txt s\\u00fc\\u00df/\\ud83d\\ude00.txt",
            "link verkn\\u00fcpft s\\u00fc\\u00df/\\ud83d\\ude00.txt");
  }

  @Test
  void refusesARootThatIsNoFolder() throws IOException {
    Path file = write("a");

    assertThatThrownBy(
            () ->
                new FolderWalk(file, FileRules.DEFAULTS, SymbolicLinks.SKIP)
                    .walk(found, new Cancellation()))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessage("source is \"" + file + "\"; expected a folder");
    assertThatThrownBy(
            () ->
                new FolderWalk(root.resolve("none"), FileRules.DEFAULTS, SymbolicLinks.SKIP)
                    .walk(found, new Cancellation()))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessage(
            "source is \"" + root.resolve("none") + "\", which does not exist; expected a folder");
  }

  @Test
  void stopsWhenCancelled() throws IOException {
    write("a");
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    FolderWalk walk = new FolderWalk(root, FileRules.DEFAULTS, SymbolicLinks.SKIP);

    assertThatThrownBy(() -> walk.walk(found, cancellation)).isInstanceOf(CancelledException.class);
    assertThat(found.calls).isEmpty();
  }

  @Test
  void passesOverAFileThatVanishesDuringTheWalk() throws IOException {
    write("a");
    Path b = write("b");
    RecordingVisitor deleting = new RecordingVisitor();
    WalkVisitor visitor =
        new WalkVisitor() {
          @Override
          public void file(String key, FileStamp stamp) {
            deleting.file(key, stamp);
            PosixTools.delete(b);
          }

          @Override
          public void problem(SourceProblem problem) {
            deleting.problem(problem);
          }
        };

    new FolderWalk(root, FileRules.DEFAULTS, SymbolicLinks.SKIP).walk(visitor, new Cancellation());

    assertThat(deleting.calls).containsExactly("file a", "problem b VANISHED");
    assertThat(deleting.problems.get(0).kind()).isEqualTo(Trouble.VANISHED);
    assertThat(deleting.problems.get(0).message()).isEqualTo("\"b\" does not exist");
  }

  @Test
  void walksFileSystemsWithoutUnixAttributes(@TempDir Path directory) throws IOException {
    URI zip = URI.create("jar:" + directory.resolve("x.zip").toUri());
    try (FileSystem fileSystem = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path top = fileSystem.getPath("/top");
      Files.createDirectories(top.resolve("folder"));
      Files.writeString(top.resolve("folder/ä"), "12345");

      new FolderWalk(top, FileRules.DEFAULTS, SymbolicLinks.FOLLOW).walk(found, new Cancellation());

      assertThat(found.calls).containsExactly("folder folder", "file folder/ä");
      FileStamp stamp = found.stamp("folder/ä");
      assertThat(stamp.size()).isEqualTo(5);
      assertThat(stamp.isPosix()).isFalse();
    }
  }

  @Test
  void goesDeeperThanAThreadsStackReaches() throws Exception {
    String deep = "d/".repeat(500) + "f";
    write(deep);
    List<Throwable> thrown = new ArrayList<>();
    Runnable walk = () -> walk(FileRules.DEFAULTS, SymbolicLinks.SKIP);
    Thread thread = new Thread(null, walk, "a-small-stack", 160 * 1024);
    thread.setUncaughtExceptionHandler((t, e) -> thrown.add(e));
    thread.start();
    thread.join();

    assertThat(thrown).isEmpty();
    assertThat(found.calls).contains("file " + deep);
  }
}
