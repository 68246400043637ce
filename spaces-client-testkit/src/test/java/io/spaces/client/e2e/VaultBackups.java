package io.spaces.client.e2e;

import static java.util.Objects.requireNonNull;

import io.spaces.client.BackupBuilder;
import io.spaces.client.BlockletRestore;
import io.spaces.client.SpaceClient;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredObject;
import io.spaces.client.testkit.TreeSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A server, a client, and a source with all that a vault keeps; state on disk stays in the test.
 */
final class VaultBackups implements AutoCloseable {
  static final String KEY = "4f".repeat(32);
  static final String IV = "a5".repeat(12);

  private static final List<String> PERMISSIONS =
      List.of("rw-r--r--", "rwxr-x---", "r--------", "rw-rw-rw-", "rwxrwxrwx");

  final SpaceServer server;
  final SpaceClient client;
  final Path temporary;
  final Path state;
  final FileTree source;

  VaultBackups(Path temporary) throws IOException {
    this.temporary = temporary;
    state = temporary.resolve("state");
    source = FileTree.in(Files.createDirectories(temporary.resolve("data")));
    server = SpaceServer.inMemory().start();
    client = Backups.client(server);
  }

  /** A full backup of the source, not yet one into a vault. */
  <B extends BackupBuilder<B>> B of(B backup) {
    return backup.source(source.root()).stateDirectory(state);
  }

  BlockletRestore restore(Path target) {
    return Backups.restore(client, server).stateDirectory(state).target(target);
  }

  /** The locks that somebody holds: those left behind for others have no content. */
  static List<String> heldLocks(SpaceServer server) {
    return server.objects().below("").stream()
        .filter(object -> object.key().contains("/.vault/locks/") && object.size() > 48)
        .map(StoredObject::key)
        .toList();
  }

  /** Where the vault's objects are in the server. */
  String folder() {
    return Backups.folder(server) + ".vault/";
  }

  /** Fills the source with a bit of everything. */
  void fill(SeededRandom random) throws IOException {
    source
        .oddNames()
        .boundarySizes()
        .random(random.seed(), 60)
        .file("big/noise.bin", random.bytes(5_000_000))
        .file("big/text.txt", "All work and no play makes a dull backup.\n".repeat(60_000))
        .file("big/copy.txt", "All work and no play makes a dull backup.\n".repeat(60_000))
        .folder("empty/inside/another")
        .link("links/file", "../big/text.txt")
        .link("links/folder", "../big")
        .link("links/nowhere", "/no/such/file");
    Files.getFileAttributeView(
            source.path("links/nowhere"), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(FileTime.from(Instant.ofEpochSecond(1_000_000_008, 8_000)), null, null);
    Files.createLink(source.path("links/hard"), source.path("big/noise.bin"));
    Files.createLink(source.path("a-hard"), source.path("big/text.txt"));
    for (String file : source.files()) {
      if (random.nextInt(3) == 0) {
        Files.setPosixFilePermissions(
            source.path(file), PosixFilePermissions.fromString(random.pick(PERMISSIONS)));
        long nanos = random.nextInt(1_000_000_000);
        Instant time = Instant.ofEpochSecond(random.nextInt(2_000_000_000), nanos);
        Files.setLastModifiedTime(source.path(file), FileTime.from(time));
      }
    }
    Files.setPosixFilePermissions(
        source.path("empty/inside"), PosixFilePermissions.fromString("r-xr-x---"));
    Files.setLastModifiedTime(
        source.path("empty/inside"), FileTime.from(Instant.ofEpochSecond(1_000_000_007, 7)));
  }

  /** Changes, adds, removes and renames some files. */
  void edit(SeededRandom random) throws IOException {
    List<String> files = source.files();
    for (String file : files) {
      if (Files.getAttribute(source.path(file), "unix:nlink").equals(1)) {
        switch (random.nextInt(12)) {
          // Deleted first: who is not root may not write to all of them.
          case 0 -> source.delete(file).file(file, random.bytes(random.nextInt(100_000)));
          case 1 -> source.delete(file);
          case 2 -> Files.move(source.path(file), source.path("moved" + random.nextInt(1 << 30)));
          default -> {}
        }
      }
    }
    source.file("added/" + random.nextInt(), random.bytes(70_000));
  }

  /** What must be the same in two trees beside what {@link TreeSnapshot} compares. */
  static Map<String, String> details(Path root) throws IOException {
    Map<Object, String> firstNames =
        new TreeMap<>(java.util.Comparator.comparing(Object::toString));
    Map<String, String> details = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : (Iterable<Path>) all.sorted()::iterator) {
        Map<String, Object> about =
            Files.readAttributes(path, "unix:ino,mode,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        String name = root.relativize(path).toString();
        if (name.isEmpty()) {
          continue;
        }
        if (Files.isSymbolicLink(path)) {
          // JDK 17 sets the times of links to the microsecond.
          FileTime time = (FileTime) requireNonNull(about.get("lastModifiedTime"));
          details.put(name, "link of " + time.toInstant().truncatedTo(ChronoUnit.MICROS));
          continue;
        }
        String first = firstNames.computeIfAbsent(about.get("ino"), inode -> name);
        details.put(name, about.get("mode") + " " + about.get("lastModifiedTime") + " " + first);
      }
    }
    return details;
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
