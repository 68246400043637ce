package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.Snapshots;
import io.spaces.client.testkit.ForAll;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.DosFileAttributes;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot's file system keeps the rules of java.nio.file, as one that is read-only. */
class SnapshotPathsTest {
  private static final byte[] CONTENT = "one\ntwo\n".getBytes(StandardCharsets.UTF_8);

  @TempDir Path temporary;
  private VaultBackups vault;
  private Snapshots snapshots;
  private String id = "";
  private FileSystem view;
  private Path file;

  @BeforeEach
  void start() throws IOException {
    vault = new VaultBackups(temporary);
    vault
        .source
        .file("folder/file", CONTENT)
        .file("folder/b.txt", "b")
        .file("folder/a.txt", "a")
        .file("folder/a/x", "x")
        .file("folder/ä", "umlaut")
        .file(".hidden", "")
        .link("link", "folder/file");
    Files.createLink(vault.source.path("hard"), vault.source.path("folder/file"));
    Files.setPosixFilePermissions(
        vault.source.path("folder/b.txt"), PosixFilePermissions.fromString("rwxr-x---"));
    Files.setLastModifiedTime(
        vault.source.path("folder/b.txt"), FileTime.from(Instant.ofEpochSecond(1_000_000_007, 7)));
    id =
        Objects.requireNonNull(
            vault
                .of(Backups.full(vault.client, vault.server))
                .snapshot(true)
                .run()
                .orElseThrow()
                .snapshotId());
    snapshots =
        vault.client.snapshots(vault.server.appDid().toString()).stateDirectory(vault.state);
    view = snapshots.fileSystem(id);
    file = view.getPath("/folder/file");
  }

  @AfterEach
  void stop() throws IOException {
    view.close();
    snapshots.close();
    vault.close();
  }

  private Path path(String first, String... more) {
    return view.getPath(first, more);
  }

  @Test
  void pathsAreAsOnPosixSystems() {
    // Each line: what it is of a path, here, and on the system, which is the judge.
    for (String text :
        List.of(
            "/", "/a", "/a/b", "", "a", "a/b/c", ".", "..", "../a", "/..", "a/../b/.", "//a//b/")) {
      Path here = path(text);
      Path there = Path.of(text);
      assertThat(here).hasToString(there.toString());
      assertThat(here.isAbsolute()).isEqualTo(there.isAbsolute());
      assertThat("" + here.getRoot()).isEqualTo("" + there.getRoot());
      assertThat("" + here.getParent()).as(text).isEqualTo("" + there.getParent());
      assertThat("" + here.getFileName()).isEqualTo("" + there.getFileName());
      assertThat(here.getNameCount()).isEqualTo(there.getNameCount());
      assertThat(here.normalize()).as(text).hasToString(there.normalize().toString());
      List<String> names = new ArrayList<>();
      here.forEach(name -> names.add(name.toString()));
      List<String> expected = new ArrayList<>();
      there.forEach(name -> expected.add(name.toString()));
      assertThat(names).isEqualTo(expected);
    }
  }

  @Test
  void pathsObeyTheLawsOfTheirAlgebra() {
    List<String> texts =
        List.of("/", "/a", "/a/b", "/a/b/c", "/b", "", "a", "a/b", "b/c", "c", "a/c", "ab", "/ab");
    for (String one : texts) {
      for (String two : texts) {
        Path here = path(one);
        Path there = Path.of(one);
        String both = one + " and " + two;
        assertThat(here.resolve(two)).as(both).hasToString("" + there.resolve(two));
        assertThat(here.resolveSibling(two)).as(both).hasToString("" + there.resolveSibling(two));
        assertThat(here.startsWith(two)).as(both).isEqualTo(there.startsWith(two));
        assertThat(here.endsWith(two)).as(both).isEqualTo(there.endsWith(two));
        assertThat(here.equals(path(two))).as(both).isEqualTo(one.equals(two));
        assertThat(Integer.signum(here.compareTo(path(two))))
            .as(both)
            .isEqualTo(-Integer.signum(path(two).compareTo(here)));
        if (here.isAbsolute() == path(two).isAbsolute()) {
          Path way = here.relativize(path(two));
          assertThat(way).as(both).hasToString("" + there.relativize(Path.of(two)));
          assertThat(here.resolve(way).normalize()).isEqualTo(path(two));
        } else {
          assertThatThrownBy(() -> here.relativize(path(two)))
              .isInstanceOf(IllegalArgumentException.class);
        }
      }
    }
    assertThat(path("/a/b/c").subpath(1, 3)).hasToString("b/c");
    for (int[] wrong : new int[][] {{-1, 1}, {1, 1}, {0, 4}, {3, 3}}) {
      assertThatThrownBy(() -> path("/a/b/c").subpath(wrong[0], wrong[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(path("a", "", "b", "c/d")).hasToString("a/b/c/d");
  }

  @Test
  void pathsOfOthersAreRefused() {
    assertThat(file.startsWith(Path.of("/folder"))).isFalse();
    assertThat(file.endsWith(Path.of("file"))).isFalse();
    assertThat(file).isNotEqualTo(Path.of("/folder/file"));
    assertThatThrownBy(() -> file.resolve(Path.of("x")))
        .isInstanceOf(ProviderMismatchException.class);
    assertThatThrownBy(() -> file.compareTo(Path.of("x"))).isInstanceOf(ClassCastException.class);
    assertThatThrownBy(file::toFile).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> path("a\0b")).isInstanceOf(InvalidPathException.class);
  }

  @Test
  void aUriNamesAPathAsLongAsItsSnapshotIsOpen() throws IOException {
    Path odd = path("/folder/a b#c?%ä");
    var provider = view.provider();
    assertThat(odd.toUri().getScheme()).isEqualTo("spaces-snapshot");
    assertThat(provider.getPath(odd.toUri())).isEqualTo(odd);
    assertThat(path("folder").toUri()).isEqualTo(path("/folder").toUri());
    assertThat(provider.getFileSystem(file.toUri())).isSameAs(view);
    try (FileSystem again = snapshots.fileSystem(id)) {
      assertThat(again.getPath("/folder/file").toUri()).isNotEqualTo(file.toUri());
      assertThat(again.getPath("/folder/file")).isNotEqualTo(file);
    }
    var uri = file.toUri();
    view.close();
    assertThatThrownBy(() -> provider.getPath(uri)).isInstanceOf(FileSystemNotFoundException.class);
  }

  @Test
  void everyChangeIsRefused() {
    Path other = path("/other");
    List<ThrowingCallable> changes =
        List.of(
            () -> Files.createDirectory(other),
            () -> Files.createDirectories(path("/a/b")),
            () -> Files.createFile(other),
            () -> Files.createSymbolicLink(other, file),
            () -> Files.createLink(other, file),
            () -> Files.delete(file),
            () -> Files.deleteIfExists(other),
            () -> Files.move(file, other),
            () -> Files.move(file, other, StandardCopyOption.ATOMIC_MOVE),
            () -> Files.copy(file, other),
            () -> Files.copy(temporary.resolve("data/.hidden"), other),
            () -> Files.writeString(file, "x"),
            () -> Files.newOutputStream(file),
            () -> Files.newByteChannel(file, StandardOpenOption.WRITE),
            () -> Files.newByteChannel(file, StandardOpenOption.READ, StandardOpenOption.WRITE),
            () -> Files.newByteChannel(file, StandardOpenOption.APPEND),
            () -> Files.newByteChannel(file, StandardOpenOption.DELETE_ON_CLOSE),
            () -> FileChannel.open(other, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            () -> Files.setLastModifiedTime(file, FileTime.fromMillis(0)),
            () -> Files.setAttribute(file, "basic:size", 1L),
            () -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx")),
            () -> Files.setOwner(file, Files.getOwner(file)));
    for (int i = 0; i < changes.size(); i++) {
      assertThatThrownBy(changes.get(i))
          .as("change %s", i)
          .isInstanceOf(ReadOnlyFileSystemException.class);
    }
    assertThat(view.isReadOnly()).isTrue();
    assertThat(Files.isWritable(file)).isFalse();
    assertThat(Files.isReadable(file)).isTrue();
    assertThat(Files.isExecutable(file)).isFalse();
    assertThat(Files.isExecutable(path("/folder/b.txt"))).isTrue();
    assertThatThrownBy(() -> view.provider().checkAccess(file, AccessMode.WRITE))
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void aClosedFileSystemSaysSo() throws IOException {
    try (SeekableByteChannel open = Files.newByteChannel(file);
        DirectoryStream<Path> listing = Files.newDirectoryStream(path("/"))) {
      Iterator<Path> names = listing.iterator();
      view.close();
      view.close();

      List<ThrowingCallable> uses =
          List.of(
              () -> Files.readString(file),
              () -> Files.size(file),
              () -> Files.newDirectoryStream(file),
              () -> Files.createFile(file),
              () -> Files.delete(file),
              () -> file.toRealPath(),
              () -> view.getRootDirectories(),
              () -> view.getPathMatcher("glob:*"));
      for (ThrowingCallable use : uses) {
        assertThatThrownBy(use).isInstanceOf(ClosedFileSystemException.class);
      }
      assertThatThrownBy(names::next).isInstanceOf(RuntimeException.class);
      assertThatThrownBy(() -> open.read(ByteBuffer.allocate(1)))
          .isInstanceOf(ClosedChannelException.class);
      assertThat(view.isOpen()).isFalse();
      assertThat(file.resolve("x")).hasToString("/folder/file/x");
    }
  }

  @Test
  void aFolderIsListedInOrderByOneIterator() throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(path("folder"))) {
      Iterator<Path> names = all.iterator();
      assertThatThrownBy(all::iterator).isInstanceOf(IllegalStateException.class);
      List<String> shown = new ArrayList<>();
      names.forEachRemaining(name -> shown.add(name.toString()));
      assertThat(shown)
          .containsExactly("folder/a", "folder/a.txt", "folder/b.txt", "folder/file", "folder/ä");
      assertThatThrownBy(names::next).isInstanceOf(NoSuchElementException.class);
      assertThatThrownBy(names::remove).isInstanceOf(UnsupportedOperationException.class);
    }
    try (DirectoryStream<Path> some = Files.newDirectoryStream(path("/folder"), "*.{txt,md}")) {
      assertThat(some).extracting(Path::toString).containsExactly("/folder/a.txt", "/folder/b.txt");
    }
    try (DirectoryStream<Path> failing =
        Files.newDirectoryStream(
            path("folder"),
            each -> {
              throw new IOException("no");
            })) {
      Iterator<Path> names = failing.iterator();
      assertThatThrownBy(names::hasNext)
          .isInstanceOf(DirectoryIteratorException.class)
          .hasMessageContaining("no");
    }
    Iterator<Path> rest;
    try (DirectoryStream<Path> closed = Files.newDirectoryStream(path("folder"))) {
      rest = closed.iterator();
    }
    assertThat(rest.hasNext()).isFalse();
  }

  @Test
  void whatIsNoFolderIsNotListed() {
    assertThatThrownBy(() -> Files.newDirectoryStream(file))
        .isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> Files.newDirectoryStream(path("none")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> Files.readString(path("folder")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("directory");
    assertThatThrownBy(() -> Files.readSymbolicLink(file)).isInstanceOf(NotLinkException.class);
  }

  @Test
  void attributesAreFoundByTheirNames() throws IOException {
    Path b = path("folder/b.txt");
    assertThat(Files.readAttributes(b, "*")).containsEntry("size", 1L).hasSize(9);
    assertThat(Files.readAttributes(b, "basic:size,isDirectory"))
        .isEqualTo(Map.of("size", 1L, "isDirectory", false));
    assertThat(Files.getAttribute(b, "posix:permissions"))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
    assertThat(Files.readAttributes(b, "posix:*")).hasSize(12);
    assertThat(Files.getLastModifiedTime(b))
        .isEqualTo(FileTime.from(Instant.ofEpochSecond(1_000_000_007, 7)));
    assertThat(Files.getAttribute(path("link"), "isSymbolicLink")).isEqualTo(false);
    assertThat(Files.getAttribute(path("link"), "isSymbolicLink", LinkOption.NOFOLLOW_LINKS))
        .isEqualTo(true);
    vault.client.objects().put("copy", CONTENT);
    assertThat(Files.getAttribute(file, "spaces:hash"))
        .isEqualTo(vault.server.objects().get("copy").hash());
    assertThat(Files.getAttribute(path("folder"), "spaces:hash")).isNull();
    assertThat(view.supportedFileAttributeViews())
        .containsExactlyInAnyOrder("basic", "owner", "posix", "spaces");
    assertThat(Files.getFileStore(b).supportsFileAttributeView("spaces")).isTrue();
    assertThat(Files.getFileStore(b).isReadOnly()).isTrue();
    assertThat(
            Objects.requireNonNull(Files.getFileAttributeView(b, PosixFileAttributeView.class))
                .readAttributes()
                .permissions())
        .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
    assertThat(
            Objects.requireNonNull(Files.getFileAttributeView(b, BasicFileAttributeView.class))
                .name())
        .isEqualTo("basic");
    assertThat(
            Objects.requireNonNull(Files.getFileAttributeView(b, FileOwnerAttributeView.class))
                .getOwner()
                .getName())
        .isEqualTo("unknown");
    for (String wrong : List.of("basic:permissions", "nothing", "posix:", "spaces:size")) {
      assertThatThrownBy(() -> Files.readAttributes(b, wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Files.readAttributes(b, "unix:ino"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> Files.readAttributes(b, DosFileAttributes.class))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> Files.size(path("none"))).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void namesOfOneFileAreTheSameFile() throws IOException {
    assertThat(Files.isSameFile(path("hard"), file)).isTrue();
    assertThat(Files.isSameFile(path("link"), file)).isTrue();
    assertThat(Files.isSameFile(path("folder/../hard"), path("hard"))).isTrue();
    assertThat(Files.isSameFile(path("folder/a.txt"), file)).isFalse();
    assertThat(Files.isSameFile(file, temporary)).isFalse();
    assertThat(Files.readAllBytes(path("hard"))).isEqualTo(CONTENT);
    assertThat(Files.readAttributes(path("hard"), PosixFileAttributes.class).fileKey())
        .isEqualTo(Files.readAttributes(file, PosixFileAttributes.class).fileKey());
    assertThat(Files.mismatch(path("hard"), vault.source.path("hard"))).isEqualTo(-1);
    assertThat(Files.isHidden(path(".hidden"))).isTrue();
    assertThat(Files.isHidden(file)).isFalse();
  }

  @Test
  void patternsAreThoseOfTheSystem() {
    FileSystem system = temporary.getFileSystem();
    List<String> patterns =
        List.of(
            "*",
            "**",
            "*.txt",
            "**.txt",
            "**/*.txt",
            "a?c",
            "[abc].txt",
            "[!a].txt",
            "[a-c]*",
            "{a,b}.txt",
            "folder/{a,*.md}",
            "\\*",
            "a.c",
            "/folder/**",
            "x{,y}",
            "[*]",
            "a-b");
    List<String> paths =
        List.of(
            "a",
            "abc",
            "a.c",
            "a.txt",
            "b.txt",
            "d.txt",
            "folder/a",
            "folder/a.txt",
            "folder/x.md",
            "/folder/a/b.txt",
            "*",
            "x",
            "xy",
            "]",
            "a-b",
            "");
    for (String pattern : patterns) {
      for (String each : paths) {
        assertThat(view.getPathMatcher("glob:" + pattern).matches(path(each)))
            .as("%s on \"%s\"", pattern, each)
            .isEqualTo(system.getPathMatcher("glob:" + pattern).matches(Path.of(each)));
      }
    }
    assertThat(view.getPathMatcher("regex:/fold.*").matches(file)).isTrue();
    assertThat(view.getPathMatcher("GLOB:/folder/*").matches(file)).isTrue();
    for (String wrong :
        List.of("glob:[a", "glob:{a", "glob:{a{b}}", "glob:a\\", "glob:[z-a]", "regex:(")) {
      assertThatThrownBy(() -> view.getPathMatcher(wrong))
          .as(wrong)
          .isInstanceOf(PatternSyntaxException.class);
    }
    assertThatThrownBy(() -> view.getPathMatcher("*")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> view.getPathMatcher("git:*"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void filesAreWalkedFoundReadAndCopied() throws IOException {
    assertThat(Files.readAllLines(file)).containsExactly("one", "two");
    try (Stream<String> lines = Files.lines(file)) {
      assertThat(lines).hasSize(2);
    }
    try (Stream<Path> found =
        Files.find(path("/"), 9, (each, about) -> about.isRegularFile() && about.size() == 1)) {
      assertThat(found.map(Path::toString).collect(Collectors.toList()))
          .containsExactly("/folder/a/x", "/folder/a.txt", "/folder/b.txt");
    }
    Path copy = temporary.resolve("copy");
    Files.copy(path("folder/b.txt"), copy, StandardCopyOption.COPY_ATTRIBUTES);
    assertThat(copy).hasContent("b");
    assertThat(Files.getLastModifiedTime(copy))
        .isEqualTo(FileTime.from(Instant.ofEpochSecond(1_000_000_007, 7)));
    assertThat(view.getFileStores()).hasSize(1);
    assertThat(view.getRootDirectories()).containsExactly(path("/"));
    assertThat(Files.isDirectory(path("/"))).isTrue();
    assertThat(Files.isDirectory(path(""))).isTrue();
    assertThat(path("").toRealPath()).isEqualTo(path("/"));
  }

  @Test
  void aChannelKeepsItsContract() throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(file);
    ByteBuffer all = ByteBuffer.allocate(100);
    assertThat(channel.read(ByteBuffer.allocate(0))).isZero();
    assertThat(channel.read(all)).isEqualTo(8);
    assertThat(channel.position()).isEqualTo(8);
    assertThat(channel.read(all)).isEqualTo(-1);
    assertThat(channel.position(1000).position()).isEqualTo(1000);
    assertThat(channel.read(all)).isEqualTo(-1);
    assertThat(channel.size()).isEqualTo(8);
    assertThatThrownBy(() -> channel.position(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
        .isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(() -> channel.truncate(0)).isInstanceOf(NonWritableChannelException.class);
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1).asReadOnlyBuffer()))
        .isInstanceOf(IllegalArgumentException.class);
    channel.close();
    channel.close();
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            channel::position,
            channel::size,
            () -> channel.position(0),
            () -> channel.read(all),
            () -> channel.write(all))) {
      assertThatThrownBy(use)
          .isInstanceOf(ClosedChannelException.class)
          .isNotInstanceOf(AsynchronousCloseException.class);
    }
    try (FileChannel whole = FileChannel.open(file);
        FileChannel out =
            FileChannel.open(
                temporary.resolve("out"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(whole.transferTo(2, 100, out)).isEqualTo(6);
      ByteBuffer[] parts = {ByteBuffer.allocate(3), ByteBuffer.allocate(50)};
      assertThat(whole.read(parts)).isEqualTo(8);
      assertThat(whole.read(parts)).isEqualTo(-1);
    }
    assertThat(temporary.resolve("out")).hasContent("e\ntwo\n");
  }

  @Test
  void anInterruptedReaderIsToldSo() throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
          .isInstanceOf(AsynchronousCloseException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(channel.isOpen()).isFalse();
    }
  }

  @Test
  void anyPathOfNamesIsComparedAsItsFolderIsSorted() {
    ForAll.seeds(
        200,
        random -> {
          List<String> names = List.of("a", "a.b", "a b", "ä", "\uD83D\uDE00", "\uFFFD", "Z", "");
          String one = random.pick(names) + "/" + random.pick(names);
          String two = random.pick(names) + "/" + random.pick(names);
          int order = path(one).compareTo(path(two));
          assertThat(order == 0).isEqualTo(path(one).equals(path(two)));
          assertThat(Integer.signum(path(two).compareTo(path(one))))
              .isEqualTo(-Integer.signum(order));
        });
  }
}
