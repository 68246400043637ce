package io.spaces.client.e2e;

import static java.util.Objects.requireNonNull;

import io.spaces.client.BlockletBackup;
import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.Encryption;
import io.spaces.client.e2e.HostileFront.Accomplices;
import io.spaces.client.e2e.HostileProgram.Place;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredObject;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.testkit.Verification;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A machine that has backed up several times, its space behind a {@link HostileFront}, and the
 * spaces that a hostile one answers from. Everything can be put back to where it was.
 */
final class HostileWorld implements AutoCloseable {
  /** Older than what a pruning spares. */
  private static final Duration AGE = Duration.ofDays(3);

  final HostileFront front;
  final Place place;
  final Path temporary;

  /** What the last backup holds. */
  final TreeSnapshot backedUp;

  /** What there is to back up now. */
  final TreeSnapshot present;

  /** What the target holds before a restore. */
  final TreeSnapshot before;

  /** What earlier backups, and those of others, hold. */
  final List<TreeSnapshot> others = new ArrayList<>();

  /** The snapshots, newest first; none of a mirror. */
  final List<String> snapshots = new ArrayList<>();

  private final Path root;
  private final boolean vault;
  private final ShiftedClock clock = new ShiftedClock();
  private final FileTree source;
  private final Map<SpaceServer, SortedMap<String, StoredObject>> contents = new LinkedHashMap<>();

  HostileWorld(Path root, boolean vault) throws IOException {
    this.root = root;
    this.vault = vault;
    Path cell = Files.createDirectories(root.resolve("cell"));
    temporary = Files.createDirectories(cell.resolve("temporary"));
    Files.createDirectories(root.resolve("state"));
    source = FileTree.in(Files.createDirectories(root.resolve("source")));
    SpaceServer honest =
        SpaceServer.builder().clock(clock).verify(Verification.NONE).journal(0).start();
    place =
        new Place(
            honest.appDid().address(),
            source.root(),
            cell.resolve("state"),
            cell.resolve("target"));
    SpaceServer other = twin(honest);
    SpaceServer old = twin(honest);
    SpaceServer evil = twin(honest);
    SpaceServer elsewhere = SpaceServer.inMemory().start();
    clock.shift = AGE.negated();
    source.file("a.txt", "another's a").file("x/y.txt", "another's").file("z.bin", 90_000, 9);
    backUp(other, root.resolve("other"));
    others.add(source.snapshot());
    source.delete("x").delete("z.bin").file("a.txt", "first").file("sub/b.bin", 120_000, 1);
    if (vault) {
      backUp(honest, root.resolve("state"));
      source.file("sub/b.bin", 120_000, 2);
    }
    source.file("gone.txt", "to be gone").file("c.txt", "stays");
    backUp(honest, root.resolve("state"));
    others.add(source.snapshot());
    copy(honest, old);
    source.file("sub/b.bin", 130_000, 3).file("a.txt", "second");
    backUp(honest, root.resolve("state"));
    backedUp = source.snapshot();
    if (vault) {
      trashTheOldest(honest);
    }
    copy(honest, evil);
    for (String path : EvilWorld.PATHS) {
      evil.objects().put(Backups.folder(honest) + path, "evil");
      evil.objects().put(Backups.folder(honest) + ".vault/packs/" + path, "evil");
      evil.objects().put(Backups.folder(honest) + ".vault/snapshots/" + path, "evil");
      evil.objects().put(Backups.folder(honest) + ".vault/index/" + path, "evil");
    }
    clock.shift = Duration.ZERO;
    source.file("a.txt", "third").file("d.bin", 110_000, 4).delete("gone.txt");
    present = source.snapshot();
    SpaceServer sink = twin(honest);
    for (SpaceServer server : List.of(honest, old, other, evil, sink)) {
      SortedMap<String, StoredObject> kept = new TreeMap<>();
      server.objects().below("").forEach(object -> kept.put(object.key(), object));
      contents.put(server, kept);
    }
    before = fillTarget();
    front = new HostileFront(honest, new Accomplices(old, other, evil, sink, elsewhere));
    contents.keySet().forEach(server -> server.serviceEndpoint(front.endpoint()));
  }

  private SpaceServer twin(SpaceServer honest) {
    return SpaceServer.builder()
        .clock(clock)
        .verify(Verification.NONE)
        .journal(0)
        .space(honest.spaceDid())
        .app(honest.wallet())
        .start();
  }

  private void backUp(SpaceServer server, Path state) {
    try (SpaceClient client = Backups.client(server)) {
      BlockletBackup backup =
          Backups.full(client, server).source(source.root()).stateDirectory(state).concurrency(1);
      (vault ? backup.snapshot(true).key(VaultBackups.KEY) : backup).run().orElseThrow();
    }
  }

  /** Puts the oldest snapshot into the trash, so that a pruning has something to do. */
  private void trashTheOldest(SpaceServer server) {
    try (SpaceClient client = Backups.client(server);
        Snapshots vault =
            client
                .snapshots(place.app())
                .stateDirectory(root.resolve("state"))
                .encryption(Encryption.key(VaultBackups.KEY))) {
      vault.delete(vault.list().get(2).id());
      vault.list().forEach(snapshot -> snapshots.add(snapshot.id()));
    }
  }

  private static void copy(SpaceServer from, SpaceServer to) {
    from.objects().below("").forEach(o -> to.objects().put(o.key(), o.bytes()));
  }

  /** Everything is as it was before the first attack, but for the spaces' records. */
  void reset() throws IOException {
    front.attack(null);
    clock.shift = AGE.negated();
    contents.forEach(HostileWorld::reset);
    clock.shift = Duration.ZERO;
    for (String name : List.of("state", "target", "check")) {
      Path path = place.target().resolveSibling(name);
      if (Files.exists(path)) {
        Programs.deleteTree(path);
      }
    }
    copyTree(root.resolve("state"), place.state());
    fillTarget();
  }

  private TreeSnapshot fillTarget() throws IOException {
    return FileTree.in(Files.createDirectories(place.target()))
        .file("a.txt", "older")
        .file("own.txt", "nobody else's")
        .snapshot();
  }

  private static void reset(SpaceServer server, SortedMap<String, StoredObject> kept) {
    for (StoredObject object : server.objects().below("")) {
      if (!kept.containsKey(object.key())) {
        server.objects().delete(object.key());
      }
    }
    kept.values().stream()
        .filter(object -> !isThere(server, object))
        .forEach(object -> server.objects().put(object.key(), object.bytes()));
  }

  private static boolean isThere(SpaceServer server, StoredObject object) {
    return server
        .objects()
        .find(object.key())
        .filter(now -> Objects.equals(now.hash(), object.hash()))
        .isPresent();
  }

  /** Which objects below a folder of the space's own are not any more what they were. */
  List<String> lost(String prefix) {
    return requireNonNull(contents.get(front.honest())).values().stream()
        .filter(object -> object.key().contains(prefix) && !isThere(front.honest(), object))
        .map(StoredObject::key)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Files.copy(
            path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** How many bytes there are on the disk of what a run may write. */
  long bytesOnDisk() {
    return bytesBelow(place.state().getParent());
  }

  private static long bytesBelow(@Nullable Path folder) {
    long bytes = 0;
    File[] files = folder == null ? null : folder.toFile().listFiles();
    if (files != null) {
      for (File file : files) {
        bytes += file.isDirectory() ? bytesBelow(file.toPath()) : file.length();
      }
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    front.close();
    contents.keySet().forEach(SpaceServer::close);
    front.accomplices().elsewhere().close();
  }

  /** The system's clock, moved. */
  private static final class ShiftedClock extends Clock {
    private volatile Duration shift = Duration.ZERO;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(shift);
    }
  }
}
