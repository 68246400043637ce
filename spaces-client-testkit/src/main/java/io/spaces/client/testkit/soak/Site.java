package io.spaces.client.testkit.soak;

import io.spaces.client.SpaceClient;
import io.spaces.client.identity.KeyType;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.JournalEntry;
import io.spaces.client.testkit.ManualClock;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredObject;
import io.spaces.client.testkit.TestWallets;
import io.spaces.client.testkit.faults.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Where a round takes place: a space on disk, a clock, folders. For one thread. */
final class Site implements AutoCloseable {
  /** No fault stalls; a busy machine may. */
  private static final Duration IDLE = Duration.ofMinutes(1);

  final SoakCounts tally;
  final ManualClock clock = ManualClock.now();
  final Job job;
  final ModelTree tree;
  private final Wallet wallet;
  private final Path work;
  private SpaceServer server;

  /** What the vault ever held, by key; the marks of who is at work change all the time. */
  private final SortedMap<String, byte[]> known = new TreeMap<>();

  /** Objects of snapshots that were deleted, and are there again, or there still. */
  private final Set<String> leftOut = new HashSet<>();

  private boolean stateLost;

  /** Objects of a mirror that were acknowledged and forgotten since the last look. */
  private final Set<String> forgotten = new HashSet<>();

  private int targets;

  Site(Path work, long seed, SoakCounts tally) throws IOException {
    this.work = Files.createDirectories(work);
    this.tally = tally;
    wallet = TestWallets.seeded(seed, KeyType.ED25519);
    server = open();
    Job.Kind[] kinds = Job.Kind.values();
    job = new Job(kinds[Math.floorMod(seed, kinds.length)], server.appDid().address(), this.work);
    Files.createDirectories(job.temporary());
    Files.createDirectories(job.unmounted());
    tree = new ModelTree(job.source());
    tree.edit(new Random(seed));
  }

  private SpaceServer open() {
    return SpaceServer.builder()
        .disk(work.resolve("space"))
        .app(wallet)
        .clock(clock)
        .journal(100_000)
        .start();
  }

  SpaceServer server() {
    return server;
  }

  SpaceClient client() {
    return SpaceClient.builder()
        .endpoint(server.endpoint())
        .wallet(wallet)
        .clock(clock)
        .idleTimeout(IDLE)
        .build();
  }

  /** The space ends, if it has not yet, and comes back with what it had stored. */
  void restart() {
    settle();
    tally.restarts++;
    server.close();
    server = open();
  }

  /** Does something when a certain request arrives, counted from now on. */
  void atRequest(int number, Runnable deed) {
    AtomicInteger arrived = new AtomicInteger();
    server
        .faults()
        .on(
            Requests.any()
                .matching(
                    key -> {
                      if (arrived.incrementAndGet() == number) {
                        deed.run();
                      }
                      return false;
                    }))
        .answer(500);
  }

  /** Lets nothing through any more from a certain request on. */
  void silenceFrom(int number) {
    tally.silenced++;
    server.faults().on(Requests.any()).from(number).cutBeforeBody();
  }

  /** Runs a child process and kills it when a certain request arrives, if it comes to that. */
  void killChild(int number, int keep, String set) throws IOException, InterruptedException {
    tally.killed++;
    CompletableFuture<Process> running = new CompletableFuture<>();
    atRequest(number, () -> running.join().destroyForcibly());
    Duration ahead = Duration.between(Instant.now(), clock.instant());
    Process process = Child.start(job, server.endpoint(), wallet, ahead, keep, set);
    running.complete(process);
    process.waitFor();
    settle();
    // The child's own clock went on meanwhile.
    clock.advance(Duration.ofMinutes(2));
  }

  /** Ends all faults, and waits until the space has dealt with what was on its way. */
  void settle() {
    server.faults().clear();
    while (server.requestsInFlight() > 0) {
      Thread.onSpinWait();
    }
    tally.troubled +=
        server.journal().entries(entry -> entry.status() >= 300 || isBroken(entry)).size();
    server
        .journal()
        .entries(entry -> String.valueOf(entry.note()).contains("forget"))
        .forEach(entry -> forgotten.add(entry.key()));
    server.journal().clear();
  }

  private static boolean isBroken(JournalEntry entry) {
    return entry.outcome() != JournalEntry.Outcome.ANSWERED;
  }

  /** Keeps what there is of a vault, so that it can be there again one day. */
  void remember() {
    if (job.isVault()) {
      server.objects().below(vault()).stream()
          .filter(object -> !object.key().startsWith(vault() + "locks/"))
          .forEach(object -> known.computeIfAbsent(object.key(), key -> object.bytes()));
    }
  }

  /** Some of what was deleted is there again. */
  void replay(Random random) {
    List<String> gone = new ArrayList<>(known.keySet());
    gone.removeAll(server.objects().keys());
    Collections.shuffle(gone, random);
    for (String key : gone.subList(0, Math.min(gone.size(), 1 + random.nextInt(6)))) {
      tally.replayed++;
      server.objects().put(key, known.getOrDefault(key, new byte[0]));
      if (key.startsWith(vault() + "snapshots/")) {
        leftOut.add(key);
      }
    }
  }

  /** A snapshot counts as deleted, although its deletion was broken off before it was gone. */
  void leaveOut(String id) {
    stored("snapshots/").stream()
        .map(StoredObject::key)
        .filter(key -> key.contains("-" + id + "."))
        .forEach(leftOut::add);
  }

  /** Who has seen nothing cannot tell that a space replays: of snapshots it does no more. */
  void loseState() throws IOException {
    leftOut.forEach(server.objects()::delete);
    leftOut.clear();
    known.keySet().retainAll(server.objects().keys());
    deleteFolder(job.state());
    stateLost = true;
  }

  /** Whether {@link #loseState} was ever called. */
  boolean hasLostState() {
    return stateLost;
  }

  /** What the space holds of a mirror, by path. */
  SortedMap<String, byte[]> mirrored() {
    return job.isVault() ? new TreeMap<>() : server.objects().contents(folder());
  }

  /** What the space no longer holds by a fault of its own, of what it held of a mirror before. */
  void takeOutForgotten(SortedMap<String, byte[]> before, SortedMap<String, byte[]> after) {
    for (String key : forgotten) {
      String path = key.substring(Math.min(key.length(), folder().length()));
      if (!after.containsKey(path)) {
        before.remove(path);
      }
    }
    forgotten.clear();
  }

  /**
   * The names of the snapshots that the space holds, by their ids; without those that were deleted.
   */
  SortedMap<String, String> storedSnapshots() {
    SortedMap<String, String> names = new TreeMap<>();
    String prefix = vault() + "snapshots/";
    for (StoredObject object : server.objects().below(prefix)) {
      if (leftOut.contains(object.key())) {
        continue;
      }
      String name = object.key().substring(prefix.length());
      names.put(name.substring(name.indexOf('-') + 1, name.indexOf('.')), name);
    }
    return names;
  }

  List<StoredObject> stored(String folderOfVault) {
    return server.objects().below(vault() + folderOfVault);
  }

  private String vault() {
    return folder() + ".vault/";
  }

  private String folder() {
    return ".did-objects/" + job.app() + "/";
  }

  Path freshTarget() {
    return work.resolve("target-" + ++targets);
  }

  void checkLeftovers() throws IOException, InterruptedException {
    try (var left = Files.list(job.temporary())) {
      List<Path> files = left.toList();
      Checker.require(files.isEmpty(), "temporary files are left: " + files);
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("spaces-")) {
        // One that is past its work may still be about to end.
        thread.join(2000);
        Checker.require(!thread.isAlive(), "a thread is left: " + thread.getName());
      }
    }
  }

  static void deleteFolder(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    deleteFolder(work);
  }
}
