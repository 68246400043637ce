package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.spaces.client.BlockletBackup;
import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.Source;
import io.spaces.client.testkit.ManualClock;
import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.testkit.SpaceServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A space and two machines that share a vault in it; each of the three has a clock of its own. */
final class DeletionWorld implements AutoCloseable {
  private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
  private static final Encryption KEY = Encryption.key("ab".repeat(32));

  /** A client with a clock and a memory of its own. */
  record Machine(ManualClock clock, SpaceClient client, Snapshots snapshots, Path state) {}

  private final Path work;
  private final boolean encrypted;
  private final ManualClock spaceTime = ManualClock.at(START);
  private final SpaceServer server;
  private final List<Machine> machines = new ArrayList<>();
  private int targets;

  DeletionWorld(Path work, SeededRandom random) throws IOException {
    this.work = work;
    encrypted = random.nextBoolean();
    // Tokens are of the machines' times; what the space stores is of its own.
    server = SpaceServer.builder().clock(spaceTime).verification(false).start();
    Files.createDirectories(work.resolve("empty"));
    for (int i = 0; i < 2; i++) {
      ManualClock clock = ManualClock.at(START.plus(Duration.ofHours(random.nextInt(60) - 30)));
      SpaceClient client =
          SpaceClient.builder()
              .endpoint(server.endpoint())
              .wallet(server.wallet())
              .clock(clock)
              .build();
      Path state = work.resolve("state-" + i);
      Snapshots snapshots = client.snapshots(server.appDid().address()).stateDirectory(state);
      machines.add(
          new Machine(clock, client, encrypted ? snapshots.encryption(KEY) : snapshots, state));
    }
  }

  ManualClock spaceTime() {
    return spaceTime;
  }

  List<Machine> machines() {
    return machines;
  }

  Source emptyFolder() {
    return Source.folder(work.resolve("empty"));
  }

  BlockletBackup backup(Machine machine) {
    BlockletBackup backup =
        Backups.full(machine.client, server).stateDirectory(machine.state).snapshot(true);
    return encrypted ? backup.encryption(KEY) : backup;
  }

  /** The files of a snapshot, by their names. */
  Map<String, String> restored(Machine machine, String id) throws IOException {
    Path target = work.resolve("target-" + targets++);
    machine
        .snapshots
        .restore(id)
        .userDid(server.appDid().address())
        .referrer("https://my.app/settings/backup")
        .target(target)
        .run()
        .orElseThrow();
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(target)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        files.put(String.valueOf(file.getFileName()), Files.readString(file, ISO_8859_1));
      }
    }
    return files;
  }

  @Override
  public void close() {
    for (Machine each : machines) {
      each.snapshots.close();
      each.client.close();
    }
    server.close();
  }
}
