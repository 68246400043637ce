package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.spaces.client.SpaceClient;
import io.spaces.client.identity.Wallet;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.transfer.TransferStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore that is killed, or runs out of disk, does no harm, and the next one goes on. */
class InterruptedRestoreTest {
  private static final long SEED = 20_261_122L;

  @TempDir Path temporary;
  private SpaceServer server;
  private SpaceClient client;
  private FileTree source;
  private Path target;

  @BeforeEach
  void start() {
    server = SpaceServer.inMemory().start();
    client = Backups.client(server);
    source = FileTree.in(temporary.resolve("data"));
    target = temporary.resolve("target");
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void afterAKillTheNextRunFetchesOnlyWhatIsMissingAndCleansUp() throws Exception {
    source.random(3, 400);
    Backups.full(client, server).source(source.root()).run().orElseThrow();
    Random random = new Random(SEED);
    for (int kill = 0; kill < 3; kill++) {
      killAfter(random.nextInt(100));
      assertEveryFileIsWhole("seed %d, kill %d".formatted(SEED, kill));
    }
    long there = Files.exists(target) ? restoredFiles() : 0;
    server.journal().clear();

    Backups.restore(client, server).target(target).run().orElseThrow();

    assertThat(TreeSnapshot.of(target).differences(TreeSnapshot.of(source.root()))).isEmpty();
    assertThat(server.journal().entries("GET", Route.OBJECT))
        .hasSize((int) (source.files().size() - there));
  }

  private void killAfter(int objects) throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                classPath,
                KilledRestore.class.getName(),
                server.endpoint(),
                server.wallet().exportSecretKey(),
                server.appDid().address(),
                target.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (int i = 0; i <= objects; i++) {
        assertThat(out.readLine()).isNotNull();
      }
    }
    process.destroyForcibly().waitFor();
  }

  /** A restore that says so for each object that is in its place, into an empty target. */
  static final class KilledRestore {
    private KilledRestore() {}

    public static void main(String[] args) {
      try (SpaceClient client =
          SpaceClient.builder().endpoint(args[0]).wallet(Wallet.fromSecretKey(args[1])).build()) {
        client
            .restore()
            .blocklet()
            .appPid(args[2])
            .userDid(args[2])
            .referrer("https://my.app/settings/backup")
            .target(Path.of(args[3]))
            .overwrite(io.spaces.client.restore.OverwritePolicy.ALWAYS)
            .onObjectRestored(System.out::println)
            .run();
      }
    }
  }

  private void assertEveryFileIsWhole(String when) throws IOException {
    try (var all = Files.walk(target)) {
      for (Path path : (Iterable<Path>) all.filter(this::isRestored)::iterator) {
        assertThat(path)
            .as(when)
            .hasSameBinaryContentAs(source.path(target.relativize(path).toString()));
      }
    }
  }

  private long restoredFiles() throws IOException {
    try (var all = Files.walk(target)) {
      return all.filter(this::isRestored).count();
    }
  }

  private boolean isRestored(Path path) {
    return Files.isRegularFile(path)
        && !target.relativize(path).toString().startsWith(".spaces-restore-");
  }

  @Test
  void onAFullDiskOldFilesStayAndRoomLetsTheNextRunGoOn() throws Exception {
    Files.createDirectories(target);
    assumeThat(mount("mount", "-t", "tmpfs", "-o", "size=2m", "none", target.toString()))
        .as("exit code of mount: this test needs the right to mount a tmpfs")
        .isZero();
    try {
      source.file("first", 300_000, 1).file("second", 1_500_000, 2).file("third", 10_000, 3);
      Backups.full(client, server).source(source.root()).run().orElseThrow();
      Files.write(target.resolve("second"), new byte[1_000_000]);

      RestoreResult full = Backups.restore(client, server).concurrency(1).target(target).run();

      assertThat(full.status()).isEqualTo(TransferStatus.FAILED);
      assertThat(full.statusMessage()).contains("is full");
      assertThat(full.failures())
          .singleElement()
          .satisfies(failure -> assertThat(failure.key()).isEqualTo("second"));
      assertThat(target.resolve("second")).hasBinaryContent(new byte[1_000_000]);
      try (var all = Files.list(target)) {
        assertThat(all.filter(p -> !isRestored(p))).isEmpty();
      }

      Files.delete(target.resolve("second"));
      Backups.restore(client, server).target(target).run().orElseThrow();
      assertThat(TreeSnapshot.of(target).differences(TreeSnapshot.of(source.root()))).isEmpty();
    } finally {
      mount("umount", "-l", target.toString());
    }
  }

  private static int mount(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      return -1;
    }
  }
}
