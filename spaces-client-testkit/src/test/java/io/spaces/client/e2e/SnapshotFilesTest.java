package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.Snapshots;
import io.spaces.client.testkit.ForAll;
import io.spaces.client.testkit.JournalEntry;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.SeededRandom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot's file system shows what was backed up, byte for byte. */
class SnapshotFilesTest {
  @TempDir Path temporary;
  private VaultBackups vault;
  private Path scratch;

  @BeforeEach
  void start() throws IOException {
    vault = new VaultBackups(temporary);
    scratch = Files.createDirectory(temporary.resolve("scratch"));
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  private String backUp() {
    return Objects.requireNonNull(
        vault
            .of(Backups.full(vault.client, vault.server))
            .snapshot(true)
            .run()
            .orElseThrow()
            .snapshotId());
  }

  private Snapshots snapshots() {
    return vault
        .client
        .snapshots(vault.server.appDid().toString())
        .stateDirectory(vault.state)
        .temporaryDirectory(scratch);
  }

  @Test
  void aWalkShowsWhatWasBackedUp() {
    ForAll.seeds(
        1,
        random -> {
          vault.fill(random);
          String id = backUp();
          try (Snapshots snapshots = snapshots();
              FileSystem view = snapshots.fileSystem(id)) {
            Path root = view.getPath("/");
            List<String> shown = new ArrayList<>();
            try (Stream<Path> all = Files.walk(root)) {
              for (Path path : (Iterable<Path>) all.skip(1)::iterator) {
                String name = root.relativize(path).toString();
                shown.add(name);
                assertSame(path, vault.source.path(name));
              }
            }
            assertThat(new TreeSet<>(shown)).isEqualTo(namesBelow(vault.source.root()));
          }
        });
  }

  private static Set<String> namesBelow(Path root) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.skip(1).forEach(path -> names.add(root.relativize(path).toString()));
    }
    return names;
  }

  private static void assertSame(Path shown, Path original) throws IOException {
    PosixFileAttributes is =
        Files.readAttributes(shown, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    PosixFileAttributes was =
        Files.readAttributes(original, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    assertThat(is.isDirectory()).as("%s", shown).isEqualTo(was.isDirectory());
    assertThat(is.isSymbolicLink()).as("%s", shown).isEqualTo(was.isSymbolicLink());
    assertThat(is.isRegularFile()).as("%s", shown).isEqualTo(was.isRegularFile());
    assertThat(is.lastModifiedTime()).as("%s", shown).isEqualTo(was.lastModifiedTime());
    if (is.isSymbolicLink()) {
      assertThat(Files.readSymbolicLink(shown)).hasToString("" + Files.readSymbolicLink(original));
      return;
    }
    assertThat(is.permissions()).as("%s", shown).isEqualTo(was.permissions());
    if (is.isRegularFile()) {
      assertThat(is.size()).as("%s", shown).isEqualTo(was.size());
      assertThat(Files.readAllBytes(shown)).as("%s", shown).isEqualTo(Files.readAllBytes(original));
    }
  }

  @Test
  void readsAtRandomAreTheBytesThatWereThere() throws IOException {
    vault.source.file("noise", 5_000_000, 1).file("text", "to be or not\n".repeat(200_000));
    vault.source.file("empty", "").file("one", "1");
    String id = backUp();
    try (Snapshots snapshots = snapshots();
        FileSystem view = snapshots.fileSystem(id)) {
      ForAll.seeds(200, random -> readSomewhere(view, random));
    }
  }

  private void readSomewhere(FileSystem view, SeededRandom random) throws IOException {
    String name = random.pick(List.of("noise", "text", "empty", "one"));
    byte[] whole = Files.readAllBytes(vault.source.path(name));
    try (SeekableByteChannel channel = Files.newByteChannel(view.getPath(name))) {
      assertThat(channel.size()).isEqualTo(whole.length);
      for (int i = 0; i < 5; i++) {
        int position = random.nextInt(whole.length + 2);
        ByteBuffer target = ByteBuffer.allocate(random.nextInt(1_500_000));
        int read = channel.position(position).read(target);
        int expected = Math.min(target.capacity(), whole.length - position);
        assertThat(read).isEqualTo(position >= whole.length ? -1 : expected);
        byte[] right =
            Arrays.copyOfRange(
                whole, Math.min(position, whole.length), position + Math.max(0, read));
        assertThat(Arrays.copyOf(target.array(), Math.max(0, read)))
            .isEqualTo(read < 0 ? new byte[0] : right);
      }
    }
  }

  @Test
  void severalThreadsReadAtOnceAndFetchAPackOnce() throws Exception {
    vault.source.file("a", 3_000_000, 1).file("b", 3_000_000, 2);
    String id = backUp();
    try (Snapshots snapshots = snapshots();
        FileSystem view = snapshots.fileSystem(id);
        FileChannel shared = FileChannel.open(view.getPath("a"))) {
      vault.server.journal().clear();
      byte[] a = Files.readAllBytes(vault.source.path("a"));
      byte[] b = Files.readAllBytes(vault.source.path("b"));
      ExecutorService threads = Executors.newFixedThreadPool(4);
      try {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          int start = i * 600_001;
          all.add(
              threads.submit(
                  () -> {
                    ByteBuffer part = ByteBuffer.allocate(900_000);
                    assertThat(shared.read(part, start)).isEqualTo(900_000);
                    assertThat(part.array())
                        .isEqualTo(Arrays.copyOfRange(a, start, start + 900_000));
                    assertThat(Files.readAllBytes(view.getPath("/b"))).isEqualTo(b);
                    return null;
                  }));
        }
        for (Future<?> each : all) {
          each.get();
        }
      } finally {
        threads.shutdownNow();
      }
      assertThat(packsFetched()).doesNotHaveDuplicates();
    }
  }

  private List<String> packsFetched() {
    return vault.server.journal().entries("GET", Route.OBJECT).stream()
        .map(JournalEntry::key)
        .filter(key -> key.contains("/packs/"))
        .toList();
  }

  @Test
  void aSmallFileCostsOneIndexOneListOfEntriesAndOnePack() throws IOException {
    vault.source.file("small", 4096, 1);
    for (int i = 0; i < 6; i++) {
      vault.source.file("large-" + i, 10_000_000, 10 + i);
    }
    String id = backUp();
    try (Snapshots fresh =
        vault
            .client
            .snapshots(vault.server.appDid().toString())
            .stateDirectory(temporary.resolve("another machine"))
            .temporaryDirectory(scratch)) {
      vault.server.journal().clear();
      try (FileSystem view = fresh.fileSystem(id)) {
        assertThat(Files.readAllBytes(view.getPath("small")))
            .isEqualTo(Files.readAllBytes(vault.source.path("small")));
      }
    }
    List<String> fetched =
        vault.server.journal().entries("GET", Route.OBJECT).stream()
            .map(JournalEntry::key)
            .map(key -> key.replaceFirst(".*\\.vault/([a-z]+).*", "$1"))
            .toList();
    assertThat(Collections.frequency(fetched, "index")).isLessThanOrEqualTo(1);
    assertThat(Collections.frequency(fetched, "snapshots")).isEqualTo(1);
    assertThat(packsFetched()).hasSizeLessThanOrEqualTo(2).doesNotHaveDuplicates();
    long most = 2 * (19L << 20);
    assertThat(
            vault.server.journal().entries("GET", Route.OBJECT).stream()
                .mapToLong(JournalEntry::sent)
                .sum())
        .isLessThan(most);
  }

  @Test
  void aDamagedPackFailsItsFilesAndNoOther() throws IOException {
    vault.source.file("first", 3_000_000, 1);
    backUp();
    List<String> before = packs();
    vault.source.file("second", 3_000_000, 2);
    String id = backUp();
    String damaged = before.stream().filter(this::isLarge).findFirst().orElseThrow();
    byte[] bytes = vault.server.objects().get(damaged).bytes();
    for (int i = 100_000; i < bytes.length; i += 50_000) {
      bytes[i] ^= 1;
    }
    vault.server.objects().put(damaged, bytes);

    try (Snapshots snapshots = snapshots();
        FileSystem view = snapshots.fileSystem(id)) {
      assertThat(view.getPath("/first")).exists();
      assertThatThrownBy(() -> Files.readAllBytes(view.getPath("/first")))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("/first")
          .hasMessageContaining("damaged");
      assertThat(Files.readAllBytes(view.getPath("/second")))
          .isEqualTo(Files.readAllBytes(vault.source.path("second")));
    }
  }

  private boolean isLarge(String key) {
    return vault.server.objects().get(key).size() > 1_000_000;
  }

  private List<String> packs() {
    return vault.server.objects().keys().stream().filter(key -> key.contains("/packs/")).toList();
  }

  @Test
  void linksAreFollowedWithinTheSnapshotAndNeverOutOfIt() throws IOException {
    vault
        .source
        .file("folder/file", "content")
        .link("to-file", "folder/file")
        .link("to-folder", "folder")
        .link("folder/up", "../to-file")
        .link("loop", "pool")
        .link("pool", "loop")
        .link("out", "../../../../../../etc/passwd")
        .link("absolute", "/etc/passwd")
        .link("root-above", "folder/../../data/folder/file");
    String id = backUp();
    try (Snapshots snapshots = snapshots();
        FileSystem view = snapshots.fileSystem(id)) {
      for (String name :
          List.of("to-file", "to-folder/file", "to-folder/up", "folder/../to-file")) {
        assertThat(Files.readString(view.getPath(name))).isEqualTo("content");
        assertThat(view.getPath(name).toRealPath()).hasToString("/folder/file");
      }
      for (String name : List.of("loop", "out", "absolute", "root-above")) {
        assertThat(Files.exists(view.getPath(name))).as(name).isFalse();
        assertThat(Files.isSymbolicLink(view.getPath(name))).as(name).isTrue();
        assertThatThrownBy(() -> Files.readString(view.getPath(name)))
            .as(name)
            .isInstanceOf(FileSystemException.class);
      }
      assertThat(view.getPath("to-folder").toRealPath(LinkOption.NOFOLLOW_LINKS))
          .hasToString("/to-folder");
      assertThatThrownBy(() -> Files.readString(view.getPath("folder/file/below")))
          .isInstanceOf(NoSuchFileException.class);
      assertThat(Files.readString(view.getPath("/../../folder/file"))).isEqualTo("content");
    }
  }

  @Test
  void nothingIsLeftInTheTemporaryDirectory() throws IOException {
    vault.source.file("a", 300_000, 1);
    String id = backUp();
    FileSystem view;
    try (Snapshots snapshots = snapshots()) {
      view = snapshots.fileSystem(id);
      assertThat(Files.readAllBytes(view.getPath("a"))).hasSize(300_000);
    } // which closes the file system, too
    assertThat(view.isOpen()).isFalse();
    assertThat(scratch).isEmptyDirectory();
  }
}
