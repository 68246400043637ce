package io.spaces.client.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.Encryption;
import io.spaces.client.identity.Wallet;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredObject;
import io.spaces.client.testkit.TreeSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A space with an encrypted vault and a machine that uses it. What is in the space can be taken
 * over into another world, to go different ways from the same point.
 */
final class VaultWorld implements AutoCloseable {
  private static final Encryption KEY = Encryption.key(VaultBackups.KEY);
  private static final Wallet APP = Wallet.random();

  final SpaceServer server;
  private final SpaceClient client;
  private final Path folder;
  private final Path state;

  /** A world whose space has these objects; what it needs on disk goes into a folder of its own. */
  VaultWorld(Map<String, byte[]> objects, Path temporary) throws IOException {
    folder = Files.createTempDirectory(temporary, "world");
    state = folder.resolve("state");
    server = SpaceServer.builder().app(APP).start();
    objects.forEach(server.objects()::put);
    client = Backups.client(server);
  }

  /** Makes a snapshot in this process, and returns its id. */
  String backUp(FileTree source) {
    return requireNonNull(
        Backups.full(client, server)
            .source(source.root())
            .stateDirectory(state)
            .snapshot(true)
            .encryption(KEY)
            .concurrency(1)
            .run()
            .orElseThrow()
            .snapshotId());
  }

  Snapshots snapshots() {
    return client.snapshots(server.appDid().address()).stateDirectory(state).encryption(KEY);
  }

  /** Lets a process of its own do some work until one of its requests. */
  void kill(VaultProgram.Work work, long request, SeededRandom random, Path where, int concurrency)
      throws Exception {
    KilledProcess.run(
        server,
        request,
        random,
        folder.resolve("output"),
        VaultProgram.of(work, server, where, state, concurrency));
  }

  /** The sizes of packs that are not among these objects. */
  List<Long> packsBeyond(Map<String, byte[]> objects) {
    return server.objects().below("").stream()
        .filter(object -> object.key().contains("/packs/") && !objects.containsKey(object.key()))
        .map(StoredObject::size)
        .toList();
  }

  /**
   * All snapshots of the history are there and hold what they held; others hold the present, and
   * none is a part of anything.
   */
  void assertHistory(
      Map<String, TreeSnapshot> history, @Nullable TreeSnapshot present, String context)
      throws IOException {
    Map<String, TreeSnapshot> expected = new TreeMap<>(history);
    try (Snapshots snapshots = snapshots()) {
      List<Snapshot> all = snapshots.list();
      assertThat(all).as(context).allMatch(Snapshot::complete);
      Set<String> ids = all.stream().map(Snapshot::id).collect(Collectors.toSet());
      assertThat(ids).as(context).containsAll(history.keySet());
      if (present != null) {
        ids.forEach(id -> expected.putIfAbsent(id, present));
      }
      assertThat(ids).as(context).isEqualTo(expected.keySet());
      for (Map.Entry<String, TreeSnapshot> snapshot : expected.entrySet()) {
        Path target = Files.createTempDirectory(folder, "restored");
        snapshots
            .restore(snapshot.getKey())
            .userDid(server.appDid().address())
            .referrer("https://my.app/settings/backup")
            .target(target)
            .run()
            .orElseThrow();
        assertThat(
                TreeSnapshot.of(target)
                    .differences(snapshot.getValue(), TreeSnapshot.Detail.values()))
            .as("%s, snapshot %s", context, snapshot.getKey())
            .isEmpty();
        FileTree.in(folder).delete(folder.relativize(target).toString());
      }
    }
  }

  /** All that snapshots need is there and is what it was. */
  void assertSound(String context) {
    try (Snapshots snapshots = snapshots()) {
      assertThat(snapshots.verify(true).problems()).as(context).isEmpty();
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
