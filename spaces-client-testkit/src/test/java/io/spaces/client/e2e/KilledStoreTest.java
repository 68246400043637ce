package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.DataKind;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.MissedRuns;
import io.spaces.client.schedule.NotifyOn;
import io.spaces.client.schedule.Overlap;
import io.spaces.client.schedule.PlanSource;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two nodes whose store is killed at random moments, before, during and after runs: each due run
 * happens once or is told as made up for, and each start has one end, the same in the store, in the
 * space and for who is told.
 */
@Tag("databases")
class KilledStoreTest {
  private static final int PERIOD = 3;
  private static final int SLICE = 3;
  private static final int ALL = 20;

  private final SpaceServer space = SpaceServer.inMemory().start();
  private final List<BackupScheduler> nodes = new ArrayList<>();
  private final Queue<BackupJob> started = new ConcurrentLinkedQueue<>();
  private final Queue<BackupJob> ended = new ConcurrentLinkedQueue<>();
  private final Queue<BackupJob> notified = new ConcurrentLinkedQueue<>();
  private final List<Instant> kills = new ArrayList<>();

  private interface Step {
    void run() throws Exception;
  }

  @AfterEach
  void closeTheSpace() {
    nodes.forEach(BackupScheduler::close);
    space.close();
  }

  @Test
  void aKilledPostgresCostsNoRunAndNoEnd() throws Exception {
    onPostgres(SLICE);
  }

  @Test
  void aKilledMariaDbCostsNoRunAndNoEnd() throws Exception {
    onMariaDb(SLICE);
  }

  @Test
  @Tag("slow")
  void aPostgresKilledTwentyTimesCostsNoRunAndNoEnd() throws Exception {
    onPostgres(ALL);
  }

  @Test
  @Tag("slow")
  void aMariaDbKilledTwentyTimesCostsNoRunAndNoEnd() throws Exception {
    onMariaDb(ALL);
  }

  private void onPostgres(int times) throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      requireOneEndForEachStart(
          "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres?user=app&connectTimeout=5",
          PostgresServer.PASSWORD,
          times,
          server::kill,
          server::restart);
    }
  }

  private void onMariaDb(int times) throws Exception {
    try (MariaDbServer server = MariaDbServer.start()) {
      requireOneEndForEachStart(
          "jdbc:mariadb://127.0.0.1:" + server.port() + "/shop?user=app&connectTimeout=5000",
          MariaDbServer.PASSWORD,
          times,
          server::kill,
          server::restart);
    }
  }

  private void requireOneEndForEachStart(
      String url, String password, int times, Step kill, Step restart) throws Exception {
    long seed = Long.getLong("seed", new Random().nextLong());
    System.out.println("KilledStoreTest: -Dseed=" + seed);
    Random random = new Random(seed);
    for (String name : List.of("node-a", "node-b")) {
      nodes.add(node(url, password, name).start());
    }
    nodes.get(0).add(plan());
    awaitEnds(2);
    for (int i = 0; i < times; i++) {
      pass(Duration.ofMillis(random.nextInt(2 * PERIOD * 1_000)));
      kills.add(Instant.now());
      kill.run();
      pass(Duration.ofMillis(random.nextInt(2_000)));
      restart.run();
    }
    awaitEnds(ended.size() + 3);
    nodes.get(1).pause("often");
    nodes.forEach(BackupScheduler::close);
    try (BackupScheduler administration = node(url, password, "administration")) {
      List<BackupJob> jobs = administration.jobs(0, 100_000);
      assertThat(jobs).hasSizeGreaterThan(times);
      requireTheSameEverywhere(jobs);
      requireThatNothingDueIsMissing(jobs);
      long ran = jobs.stream().filter(job -> job.status() == JobStatus.SUCCEEDED).count();
      System.out.println(
          "KilledStoreTest: " + jobs.size() + " jobs, " + ran + " succeeded, kills at " + kills);
      assertThat(ran).isGreaterThan(times);
    }
  }

  private void requireTheSameEverywhere(List<BackupJob> jobs) {
    Map<String, JobStatus> stored =
        jobs.stream().collect(Collectors.toMap(BackupJob::id, BackupJob::status));
    assertThat(stored.values()).as("what is still under way").allMatch(JobStatus::isFinal);
    assertThat(ended.stream().map(BackupJob::id)).as("told twice").doesNotHaveDuplicates();
    assertThat(ended.stream().collect(Collectors.toMap(BackupJob::id, BackupJob::status)))
        .as("what listeners were told")
        .isEqualTo(stored);
    assertThat(started.stream().map(BackupJob::id)).as("run twice").doesNotHaveDuplicates();
    assertThat(stored.keySet()).containsAll(started.stream().map(BackupJob::id).toList());
    assertThat(notified.stream().map(BackupJob::id)).doesNotHaveDuplicates();
    Map<String, JobStatus> worthTelling =
        jobs.stream()
            .filter(job -> job.status() != JobStatus.SKIPPED)
            .collect(Collectors.toMap(BackupJob::id, BackupJob::status));
    assertThat(notified.stream().collect(Collectors.toMap(BackupJob::id, BackupJob::status)))
        .as("what notifiers were told")
        .isEqualTo(worthTelling);
    Map<String, BackupJob> recorded =
        jobs.stream()
            .filter(job -> job.recordId() != null)
            .collect(Collectors.toMap(BackupJob::recordId, Function.identity()));
    List<StoredRecord> backups =
        space.records().stream()
            .filter(record -> record.actionType().equals("app-backup"))
            .toList();
    assertThat(backups.stream().map(StoredRecord::id)).hasSameElementsAs(recorded.keySet());
    for (StoredRecord record : backups) {
      BackupJob job = Objects.requireNonNull(recorded.get(record.id()));
      assertThat(record.succeeded())
          .as("%s of %s", record, job)
          .isEqualTo(job.status() == JobStatus.SUCCEEDED);
      assertThat(record.succeeded() || record.failed()).as("%s is pending", record).isTrue();
    }
  }

  /** Each moment of the schedule has a job, or one that was due before it and started after it. */
  private static void requireThatNothingDueIsMissing(List<BackupJob> jobs) {
    List<Instant> due = jobs.stream().map(BackupJob::dueAt).sorted().toList();
    assertThat(due).as("due once").doesNotHaveDuplicates();
    Instant last = due.get(due.size() - 1);
    for (Instant moment = due.get(0); moment.isBefore(last); moment = moment.plusSeconds(PERIOD)) {
      Instant each = moment;
      assertThat(jobs)
          .as("the run that was due at %s", each)
          .anyMatch(
              job ->
                  job.dueAt().equals(each)
                      || (job.dueAt().isBefore(each)
                          && job.startedAt() != null
                          && !job.startedAt().isBefore(each)));
    }
  }

  private void awaitEnds(int count) throws InterruptedException {
    Instant deadline = Instant.now().plusSeconds(120);
    while (ended.size() < count) {
      assertThat(Instant.now()).as("%s ended of %s", ended, count).isBefore(deadline);
      pass(Duration.ofMillis(100));
    }
  }

  /** The moment at which a server is killed is what varies here. */
  private static void pass(Duration time) throws InterruptedException {
    boolean unused = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private BackupScheduler node(String url, String password, String name) throws Exception {
    return BackupScheduler.builder()
        .dataSource(ClusterNode.dataSource(url, password))
        .node(name)
        .checkInterval(Duration.ofSeconds(1))
        .secrets(SecretResolver.standard(Map.of("wallet", space.wallet().exportSecretKey())))
        .listener(
            new BackupJobListener() {
              @Override
              public void started(BackupPlan plan, BackupJob job) {
                started.add(job);
              }

              @Override
              public void ended(BackupPlan plan, BackupJob job) {
                ended.add(job);
              }
            })
        .notifier((plan, job) -> notified.add(job))
        .build();
  }

  private BackupPlan plan() {
    return BackupPlan.builder("often")
        .zone(ZoneOffset.UTC)
        .cron("*/" + PERIOD + " * * * * *")
        .overlap(Overlap.QUEUE)
        .missedRuns(MissedRuns.RUN_ONCE)
        .notifyOn(NotifyOn.ALWAYS)
        .source(
            PlanSource.command(
                DataKind.FILES, "x", List.of("sh", "-c", "sleep 1; date +%s%N"), Map.of()))
        .destination(
            Destination.builder(space.endpoint()).wallet(SecretRef.named("wallet")).build())
        .build();
  }
}
