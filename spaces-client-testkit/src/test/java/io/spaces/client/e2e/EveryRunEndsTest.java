package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.any;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.BlockletRestore;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.ForAll;
import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.transfer.TransferResult;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.TransferTask;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a run waits for when it is cancelled: it ends, and leaves nothing. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "looks into /proc/self/fd")
class EveryRunEndsTest {
  private static final int RUNS = 100;
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Says nothing, and neither does what it has started. */
  private static final String SILENT = "sleep 86401 & wait";

  /** Does not end when it is told to. */
  private static final String STUBBORN = "trap '' TERM; sleep 86401 & wait";

  /** Says little, at any time. */
  private static final String TRICKLING = "while :; do echo and on; sleep 0.01; done";

  @TempDir Path temporary;
  private final Set<Long> processesBefore = processes();
  private final Set<String> threadsBefore = Leftovers.threads();
  private FileTree tree;
  private Path copies;
  private String snapshot = "";
  private volatile Runnable arrived = () -> {};

  @BeforeEach
  void makeFolders() throws IOException {
    tree = FileTree.in(temporary.resolve("data")).random(16, 20).file("large", 3_000_000, 17);
    copies = Files.createDirectory(temporary.resolve("copies"));
  }

  @Test
  void aHundredRunsCancelledAtRandomLeaveNoProcessThreadDescriptorFileOrPendingRecord()
      throws Exception {
    Set<String> systems = temporaryFiles();
    Set<String> descriptors = descriptors();
    try (SpaceServer server = SpaceServer.inMemory().start();
        ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      try (SpaceClient client = Backups.client(server)) {
        BackupResult first = Backups.full(client, server).source(tree.root()).snapshot(true).run();
        snapshot = requireNonNull(first.orElseThrow().snapshotId());
        Backups.full(client, server).source(tree.root()).run().orElseThrow();
        server
            .faults()
            .on(
                any()
                    .matching(
                        key -> {
                          arrived.run();
                          return false;
                        }))
            .answer(500);

        ForAll.seeds(RUNS, random -> cancelled(client, server, mute, random));

        assertThat(processes()).as("processes").isSubsetOf(processesBefore);
        assertThat(VaultBackups.heldLocks(server)).isEmpty();
      }
      assertThat(server.records().stream().filter(record -> !record.succeeded()))
          .as("records of runs that did not succeed")
          .isNotEmpty()
          .allMatch(StoredRecord::failed);
    }
    assertThat(Leftovers.threads()).as("threads").isSubsetOf(threadsBefore);
    assertThat(files(copies)).as("copies").isEmpty();
    assertThat(temporaryFiles()).as("the system's temporary files").isSubsetOf(systems);
    assertThat(descriptors()).as("descriptors").isSubsetOf(descriptors);
  }

  private void cancelled(
      SpaceClient client, SpaceServer server, ServerSocket mute, SeededRandom seeded)
      throws Exception {
    Random random = new Random(seeded.seed());
    AtomicInteger left = new AtomicInteger(1 + random.nextInt(12));
    CountDownLatch moment = new CountDownLatch(1);
    arrived =
        () -> {
          if (left.decrementAndGet() == 0) {
            moment.countDown();
          }
        };
    List<Socket> sockets = new ArrayList<>();
    TransferTask<?> task =
        random.nextInt(5) == 0
            ? restore(client, server, random)
                .target(Files.createTempDirectory(temporary, "restored"))
                .temporaryDirectory(copies)
                .stateDirectory(temporary.resolve("state"))
                .start()
            : Backups.full(client, server)
                .source(source(random, mute, sockets))
                .snapshot(random.nextBoolean())
                .concurrency(1 + random.nextInt(4))
                .temporaryDirectory(copies)
                .stateDirectory(temporary.resolve("state"))
                .start();
    // A run that waits for its source makes no further request.
    CompletableFuture<?> ended = task.completion().toCompletableFuture();
    if (random.nextInt(8) > 0) {
      boolean unused = moment.await(random.nextInt(300), TimeUnit.MILLISECONDS);
    }
    LockSupport.parkNanos(random.nextInt(5_000_000));

    task.cancel();

    TransferResult result = result(ended);
    assertThat(result.status())
        .as(result::statusMessage)
        .isIn(TransferStatus.CANCELLED, TransferStatus.SUCCEEDED);
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** By its id: some runs that end in time make snapshots of other sets. */
  private BlockletRestore restore(SpaceClient client, SpaceServer server, Random random) {
    BlockletRestore restore = Backups.restore(client, server);
    return random.nextBoolean() ? restore.snapshot(snapshot) : restore;
  }

  private static TransferResult result(CompletableFuture<?> ended)
      throws InterruptedException, ExecutionException, TimeoutException {
    return (TransferResult) ended.get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  private Source source(Random random, ServerSocket mute, List<Socket> sockets) throws IOException {
    Source files = Source.folder(tree.root());
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4 -> program(SILENT);
      case 5 -> program(STUBBORN);
      case 6, 7 -> program(TRICKLING);
      case 8, 9 -> Source.of(files, program("head -c 5000000 /dev/zero"));
      case 10, 11 -> Source.of(files, program(SILENT), Source.command("second", "sleep", "86401"));
      case 12 -> Source.objects(List.of(SourceObject.of("deaf", () -> mute(mute, sockets))));
      case 13 -> Source.objects(List.of(SourceObject.of("waits", EveryRunEndsTest::waiting)));
      default -> files;
    };
  }

  private static Source program(String script) {
    return Source.command("program", "sh", "-c", script);
  }

  /** Ends when it is closed only. */
  private static InputStream mute(ServerSocket server, List<Socket> sockets) throws IOException {
    Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
    sockets.add(socket);
    sockets.add(server.accept());
    return socket.getInputStream();
  }

  /** Ends when its thread is interrupted only. */
  private static InputStream waiting() throws IOException {
    try {
      new CountDownLatch(1).await();
      throw new AssertionError("nobody counts it down");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /** Of this process, and those that sleep as only these tests do, whoever has inherited them. */
  private static Set<Long> processes() {
    return Stream.concat(
            ProcessHandle.current().descendants(),
            ProcessHandle.allProcesses()
                .filter(each -> each.info().commandLine().orElse("").contains("sleep 86401")))
        .map(ProcessHandle::pid)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Files and pipes, by what the system calls them; of sockets, each end has two descriptors. */
  private static Set<String> descriptors() throws IOException {
    Set<String> open = new TreeSet<>();
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : (Iterable<Path>) all::iterator) {
        open.add(target(descriptor));
      }
    }
    open.remove("");
    return open;
  }

  private static String target(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.endsWith(".jar") || target.contains("/proc/") ? "" : target;
    } catch (IOException closed) {
      return "";
    }
  }

  private static Set<String> temporaryFiles() throws IOException {
    return files(Path.of(System.getProperty("java.io.tmpdir"))).stream()
        .filter(name -> name.startsWith("spaces"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
