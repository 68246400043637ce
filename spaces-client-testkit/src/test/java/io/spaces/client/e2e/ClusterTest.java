package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupPlanBuilder;
import io.spaces.client.schedule.BackupRun;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.Overlap;
import io.spaces.client.schedule.SecretRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Several JVMs that share plans: every run happens on exactly one of them, also when one dies. */
@Tag("databases")
class ClusterTest {
  private static final int PLANS = 20;
  private static final int FIRINGS = 200;

  private final List<Node> nodes = new ArrayList<>();
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final List<String> heard = new ArrayList<>();

  @AfterEach
  void endNodes() {
    nodes.forEach(Node::kill);
  }

  @Test
  void shareAnH2DatabaseAndRunEverythingOnce() throws Exception {
    Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
    try {
      String url = "jdbc:h2:tcp://localhost:%d/mem:plans;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=30000";
      requireOneRunForEachFiring(url.formatted(server.getPort()), "");
    } finally {
      server.stop();
    }
  }

  @Test
  void shareAPostgresDatabaseAndRunEverythingOnce() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      requireOneRunForEachFiring(
          "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres?user=app",
          PostgresServer.PASSWORD);
      endNodes();
    }
  }

  @Test
  void shareAMariaDbDatabaseAndRunEverythingOnce() throws Exception {
    try (MariaDbServer server = MariaDbServer.start()) {
      requireOneRunForEachFiring(
          "jdbc:mariadb://127.0.0.1:" + server.port() + "/shop?user=app", MariaDbServer.PASSWORD);
      endNodes();
    }
  }

  @Test
  void manyRunsCanBeTriggeredAtOnceInMariaDb() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try (MariaDbServer server = MariaDbServer.start();
        BackupScheduler scheduler =
            BackupScheduler.builder()
                .dataSource(
                    ClusterNode.dataSource(
                        "jdbc:mariadb://127.0.0.1:" + server.port() + "/shop?user=app",
                        MariaDbServer.PASSWORD))
                .triggerRate(1_000)
                .runner(ClusterTest::runsNothing)
                .build()) {
      scheduler.add(plan("yearly").cron("@yearly").build());
      List<Callable<BackupJob>> calls =
          Collections.nCopies(200, () -> scheduler.trigger("yearly", ""));
      for (Future<BackupJob> call : callers.invokeAll(calls)) {
        assertThat(call.get()).isNotNull();
      }
      assertThat(scheduler.jobs(0, 1_000)).hasSize(200);
    } finally {
      callers.shutdown();
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be stopped for a while")
  void aNodeThatWasStoppedForAWhileCancelsItsRunWhenItGoesOn() throws Exception {
    Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
    String url = "jdbc:h2:tcp://localhost:%d/mem:stopped;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=30000";
    String store = url.formatted(server.getPort());
    try (BackupScheduler administration = administration(ClusterNode.dataSource(store, ""))) {
      start(store, "", "node-a");
      start(store, "", "node-b");
      await("UP", null);
      await("UP", null);
      administration.add(plan("long").overlap(Overlap.QUEUE).build());
      String job = await("RUNS long", null).split(" ", -1)[2];
      String name = administration.job(job).orElseThrow().node();
      Node stopped =
          nodes.stream().filter(node -> node.name.equals(name)).findFirst().orElseThrow();

      stopped.signal("STOP");
      await("ENDED long " + job + " FAILED", null); // told by the other
      String next = await("RUNS long", job).split(" ", -1)[2];
      stopped.signal("CONT");
      await("ENDED long " + job + " FAILED", null); // it has cancelled its run, and knows why

      assertThat(administration.job(job).orElseThrow().message())
          .startsWith("The node " + name + " ended before the backup did, or was cut off");
      BackupJob running = administration.job(next).orElseThrow();
      assertThat(running.status()).isEqualTo(JobStatus.RUNNING);
      assertThat(running.node()).isNotEqualTo(name);
    } finally {
      endNodes();
      server.stop();
    }
  }

  private void requireOneRunForEachFiring(String url, String password) throws Exception {
    // Both make the tables, at once; a third comes later.
    start(url, password, "node-a");
    start(url, password, "node-b");
    await("UP", null);
    await("UP", null);
    try (BackupScheduler administration = administration(ClusterNode.dataSource(url, password))) {
      for (int i = 0; i < PLANS; i++) {
        administration.add(plan("plan-" + i).overlap(Overlap.QUEUE).build());
      }
      awaitEnded(FIRINGS / 2);
      start(url, password, "node-c");
      await("UP", null);
      awaitEnded(FIRINGS / 2);
      for (int i = 0; i < PLANS; i++) {
        administration.pause("plan-" + i);
      }
      requireEachOnce(administration);
      requireThatANodesDeathIsSurvived(administration);
    }
  }

  private void requireEachOnce(BackupScheduler administration) throws InterruptedException {
    List<BackupJob> jobs =
        administration.jobs(0, 100_000).stream().filter(job -> job.status().isFinal()).toList();
    assertThat(jobs).hasSizeGreaterThanOrEqualTo(FIRINGS);
    for (int i = 0; i < PLANS; i++) {
      String plan = "plan-" + i;
      List<Instant> due =
          jobs.stream()
              .filter(job -> job.plan().equals(plan))
              .map(BackupJob::dueAt)
              .sorted()
              .toList();
      for (int run = 1; run < due.size(); run++) {
        assertThat(due.get(run))
            .as("the run of %s after %s", plan, due.get(run - 1))
            .isEqualTo(due.get(run - 1).plusSeconds(1));
      }
    }
    Set<String> succeeded =
        jobs.stream()
            .filter(job -> job.status() == JobStatus.SUCCEEDED)
            .map(BackupJob::id)
            .collect(Collectors.toSet());
    // The database may know of runs whose nodes' words are still on their way.
    while (!ran().containsAll(succeeded)) {
      await("RUNS", null);
    }
    assertThat(ran()).doesNotHaveDuplicates();
    assertThat(jobs.stream().map(BackupJob::node).distinct().count()).isGreaterThan(1);
  }

  private List<String> ran() {
    return heard.stream()
        .filter(line -> line.startsWith("RUNS"))
        .map(line -> line.split(" ", -1)[2])
        .toList();
  }

  private void requireThatANodesDeathIsSurvived(BackupScheduler administration) throws Exception {
    administration.add(plan("long").build());
    String runs = await("RUNS long", null);
    String dying = runs.split(" ", -1)[2];
    BackupJob running = administration.job(dying).orElseThrow();
    assertThat(running.status()).isEqualTo(JobStatus.RUNNING);
    nodes.stream().filter(node -> node.name.equals(running.node())).forEach(Node::kill);

    await("ENDED long " + dying + " FAILED", null);
    String next = await("RUNS long", dying).split(" ", -1)[2];

    BackupJob failed = administration.job(dying).orElseThrow();
    assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
    assertThat(failed.message())
        .startsWith("The node " + running.node() + " ended before the backup did");
    assertThat(administration.job(next).orElseThrow().node()).isNotEqualTo(running.node());
  }

  private void awaitEnded(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      await("ENDED", null);
    }
  }

  /** Waits for a line that starts so; lines in between are kept in mind. */
  private String await(String start, @Nullable String without) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (true) {
      String line = said.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      assertThat(line).as("a line that starts with %s, after %s", start, heard).isNotNull();
      heard.add(line);
      if (line.startsWith(start) && (without == null || !line.contains(without))) {
        return line;
      }
    }
  }

  /** Adds and looks only; that the plans' secrets are nowhere is no matter to their runners. */
  private static BackupScheduler administration(DataSource store) {
    return BackupScheduler.builder().dataSource(store).runner(ClusterTest::runsNothing).build();
  }

  private static BackupResult runsNothing(BackupRun run) {
    throw new IllegalStateException("it was never started");
  }

  private static BackupPlanBuilder plan(String name) {
    return BackupPlan.builder(name)
        .zone(ZoneOffset.UTC)
        .cron("* * * * * *")
        .source(Path.of("data"))
        .destination(
            Destination.builder("https://space.example/api/space/default/app/default/")
                .wallet(SecretRef.named("nobody asks"))
                .build());
  }

  private void start(String url, String password, String name) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx96m",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            classPath,
            ClusterNode.class.getName(),
            url,
            password,
            name);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    nodes.add(new Node(name, process));
    Thread reader = new Thread(() -> read(process), "read-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  private void read(Process process) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        Stream<String> all = lines.lines()) {
      all.forEach(said::add);
    } catch (UncheckedIOException | IOException e) {
      // the node was killed
    }
  }

  private record Node(String name, Process process) {
    void signal(String signal) throws IOException, InterruptedException {
      String pid = Long.toString(process.pid());
      assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
    }

    void kill() {
      process.destroyForcibly();
      process.onExit().join();
    }
  }
}
