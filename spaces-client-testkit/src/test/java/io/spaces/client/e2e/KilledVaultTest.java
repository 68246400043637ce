package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.Snapshots;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.ForAll;
import io.spaces.client.testkit.JournalEntry;
import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.testkit.TreeSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Processes at work on a vault that get a SIGKILL at random moments. */
class KilledVaultTest {
  private static final int FILE_SIZE = 1_800_000;

  @TempDir Path temporary;
  private FileTree source;

  /** What is in the space before anybody is killed. */
  private Map<String, byte[]> objects = Map.of();

  private final Map<String, TreeSnapshot> history = new TreeMap<>();

  @BeforeEach
  void begin() {
    source = FileTree.in(temporary.resolve("data"));
  }

  @Test
  void aKilledBackupHarmsNothingAndTheNextGoesOnFromThere(TestReporter reporter) throws Exception {
    ForAll.seeds(1, random -> killBackups(4, 20, random, reporter));
  }

  @Test
  @Tag("slow")
  void fiftyKilledBackupsHarmNothing(TestReporter reporter) throws Exception {
    ForAll.seeds(1, random -> killBackups(50, 40, random, reporter));
  }

  @Test
  void aKilledPruningLosesNothingThatASnapshotNeeds(TestReporter reporter) throws Exception {
    ForAll.seeds(1, random -> killPrunings(2, random, reporter));
  }

  @Test
  @Tag("slow")
  void twentyKilledPruningsLoseNothing(TestReporter reporter) throws Exception {
    ForAll.seeds(1, random -> killPrunings(20, random, reporter));
  }

  private void killBackups(int kills, int files, SeededRandom random, TestReporter reporter)
      throws Exception {
    source.random(1, 40).file("large", 3_000_000, 2);
    try (VaultWorld world = new VaultWorld(Map.of(), temporary)) {
      history.put(world.backUp(source), source.snapshot());
      source.delete("large").file("other", 2_000_000, 3);
      history.put(world.backUp(source), source.snapshot());
      objects = world.server.objects().contents("");
    }
    for (int i = 0; i < files; i++) {
      source.file("added/" + i, FILE_SIZE, 100 + i);
    }
    TreeSnapshot present = source.snapshot();
    List<JournalEntry> requests;
    try (VaultWorld world = new VaultWorld(objects, temporary)) {
      world.server.journal().clear();
      world.backUp(source);
      requests = world.server.journal().entries();
    }
    List<String> reruns = new ArrayList<>();
    for (int kill = 0; kill < kills; kill++) {
      long request = momentOfBackup(kill, kills, requests, random);
      int concurrency = 1 + random.nextInt(2);
      String context =
          "killed at request %d of %d, concurrency %d"
              .formatted(request, requests.size(), concurrency);
      try (VaultWorld world = new VaultWorld(objects, temporary)) {
        world.kill(VaultProgram.Work.BACKUP, request, random, source.root(), concurrency);
        long stored = world.packsBeyond(objects).stream().mapToLong(x -> x).sum();
        world.assertHistory(history, present, context);
        long sent = assertRerunSendsLittle(world, (long) files * FILE_SIZE, concurrency, context);
        world.assertHistory(history, present, context);
        world.assertSound(context);
        reruns.add(request + ": " + (stored >> 10) + " + " + (sent >> 10));
      }
    }
    reporter.publishEntry("requests", Integer.toString(requests.size()));
    reporter.publishEntry("KiB of packs stored when killed, and sent by the rerun", "" + reruns);
  }

  /** One in each part of the run, and every other one while packs are sent. */
  private static long momentOfBackup(
      int kill, int kills, List<JournalEntry> requests, SeededRandom random) {
    double moment = (kill + random.nextDouble()) / kills;
    if (kill % 2 == 0) {
      return 1 + (long) (moment * (requests.size() - 2));
    }
    int first = 1;
    while (!isPack(requests.get(first - 1))) {
      first++;
    }
    int last = requests.size();
    while (!isPack(requests.get(last - 1))) {
      last--;
    }
    return first + (long) (moment * (last - first + 1));
  }

  private static boolean isPack(JournalEntry request) {
    return request.method().equals("PUT") && request.key().contains("/packs/");
  }

  /**
   * What the space has acknowledged is not sent again, but for the last pack of each of those that
   * send at the same time: the process may have been killed before it took note of that.
   */
  private long assertRerunSendsLittle(
      VaultWorld world, long added, int concurrency, String context) {
    List<Long> stored = world.packsBeyond(objects);
    long unnoted =
        stored.stream()
            .sorted(Comparator.reverseOrder())
            .limit(concurrency)
            .mapToLong(size -> size)
            .sum();
    long safe = stored.stream().mapToLong(size -> size).sum() - unnoted;
    long overhead = added / 500 + 100_000 + added / 32; // and padding
    world.server.journal().clear();

    world.backUp(source);

    long sent =
        world.server.journal().entries(KilledVaultTest::isPack).stream()
            .mapToLong(JournalEntry::received)
            .sum();
    assertThat(sent).as(context).isLessThanOrEqualTo(Math.max(0, added - safe) + overhead);
    return sent;
  }

  private void killPrunings(int kills, SeededRandom random, TestReporter reporter)
      throws Exception {
    try (VaultWorld world = new VaultWorld(Map.of(), temporary)) {
      for (int i = 0; i < 6; i++) {
        source.file("gone" + i, 300_000, i).file("kept" + i, 50_000, i);
        history.put(world.backUp(source), source.snapshot());
        source.delete("gone" + i);
      }
      try (Snapshots snapshots = world.snapshots()) {
        List<Snapshot> all = snapshots.list();
        for (Snapshot gone : List.of(all.get(1), all.get(3), all.get(4))) {
          snapshots.delete(gone.id());
          history.remove(gone.id());
        }
      }
      objects = world.server.objects().contents("");
    }
    long requests;
    try (VaultWorld world = new VaultWorld(objects, temporary);
        Snapshots snapshots = world.snapshots()) {
      snapshots.list();
      world.server.journal().clear();
      assertThat(snapshots.prune(Duration.ZERO).packsWritten()).isPositive();
      requests = world.server.journal().entries().size();
    }
    for (int kill = 0; kill < kills; kill++) {
      double moment = (kill + random.nextDouble()) / kills;
      long request = 1 + (long) (moment * (requests - 1));
      String context = "killed at request %d of %d".formatted(request, requests);
      try (VaultWorld world = new VaultWorld(objects, temporary)) {
        world.kill(VaultProgram.Work.PRUNE, request, random, source.root(), 1);
        world.assertHistory(history, null, context);
        world.assertSound(context);
        try (Snapshots snapshots = world.snapshots()) {
          snapshots.prune(Duration.ZERO);
          assertThat(snapshots.prune(Duration.ZERO).packsDeleted()).as(context).isZero();
        }
        world.assertHistory(history, null, context);
        world.assertSound(context);
      }
    }
    reporter.publishEntry("requests", Long.toString(requests));
  }
}
