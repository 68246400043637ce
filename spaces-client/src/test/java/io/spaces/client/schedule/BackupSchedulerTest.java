package io.spaces.client.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.RateLimitException;
import io.spaces.client.history.Strategy;
import io.spaces.client.internal.schedule.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass(name = "kept in a database: {0}")
@ValueSource(booleans = {false, true})
class BackupSchedulerTest {
  private final @Nullable DataSource dataSource;
  private final BlockingQueue<BackupJob> ended = new LinkedBlockingQueue<>();
  private final BlockingQueue<BackupJob> retrying = new LinkedBlockingQueue<>();
  private final BlockingQueue<Instant> succeeded = new LinkedBlockingQueue<>();
  private final BlockingQueue<BackupRun> started = new LinkedBlockingQueue<>();
  private volatile BackupRunner then = run -> Results.succeeded();
  private BackupScheduler scheduler;

  BackupSchedulerTest(boolean database) {
    dataSource = database ? h2() : null;
    scheduler = open();
  }

  @AfterEach
  void close() {
    scheduler.close();
  }

  @Test
  void runsAPlanEverySecondThatItsScheduleNames() throws InterruptedException {
    scheduler.start();
    scheduler.add(Plans.plan("secondly", "* * * * * *").build());

    BackupJob first = ended();
    BackupJob second = ended();
    assertThat(first.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(first.strategy()).isEqualTo(Strategy.AUTOMATIC);
    assertThat(second.dueAt()).isEqualTo(first.dueAt().plusSeconds(1));
    assertThat(second.startedAt()).isAfterOrEqualTo(second.dueAt());
    assertThat(scheduler.job(first.id())).contains(first);
  }

  @Test
  void listsPlansWithTheirNextRunAndTheirLastJob() throws InterruptedException {
    BackupPlan yearly = Plans.plan("yearly", "@yearly").build();
    BackupPlan off = Plans.plan("off", "@yearly").enabled(false).build();
    scheduler.start();
    scheduler.add(yearly);
    scheduler.add(off);

    assertThat(scheduler.list())
        .containsExactly(
            new PlanState(off, null, null), new PlanState(yearly, nextNewYear(), null));
    BackupJob job = scheduler.trigger("off", "before the move");
    assertThat(job.status()).isEqualTo(JobStatus.WAITING);
    BackupJob done = ended();
    assertThat(done.id()).isEqualTo(job.id());
    assertThat(done.strategy()).isEqualTo(Strategy.MANUAL);
    assertThat(done.description()).isEqualTo("before the move");
    assertThat(scheduler.list()).first().isEqualTo(new PlanState(off, null, done));
    assertThat(scheduler.jobs("off", 0, 10)).containsExactly(done);
    assertThat(scheduler.jobs(0, 10)).containsExactly(done);
    assertThat(scheduler.jobs(1, 10)).isEmpty();
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> scheduler.jobs(-1, 10))
        .withMessageContaining("offset is -1");
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> scheduler.jobs("off", 0, -1))
        .withMessageContaining("limit is -1");
  }

  @Test
  void updatesPausesResumesAndRemovesPlans() {
    BackupPlan plan = Plans.plan("a", "@yearly").build();
    scheduler.add(plan);
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> scheduler.add(plan))
        .withMessageContaining("\"a\" is there already");

    scheduler.update(plan.toBuilder().cron("0 0 29 2 *").build());
    assertThat(String.valueOf(scheduler.list().get(0).nextRun())).endsWith("02-29T00:00:00Z");

    scheduler.pause("a");
    assertThat(scheduler.plan("a").enabled()).isFalse();
    assertThat(scheduler.list().get(0).nextRun()).isNull();

    scheduler.resume("a");
    assertThat(String.valueOf(scheduler.list().get(0).nextRun())).endsWith("02-29T00:00:00Z");

    scheduler.remove("a");
    assertThat(scheduler.list()).isEmpty();
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> scheduler.remove("a"))
        .withMessageContaining("\"a\" is not known");
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> scheduler.trigger("a", ""));
  }

  @Test
  void doesNotFireAPausedPlan() throws InterruptedException {
    scheduler.start();
    scheduler.add(Plans.plan("paused", "* * * * * *").enabled(false).build());
    scheduler.add(Plans.plan("other", "* * * * * *").build());

    for (int i = 0; i < 3; i++) {
      assertThat(ended().plan()).isEqualTo("other");
    }
    assertThat(scheduler.jobs("paused", 0, 10)).isEmpty();
  }

  @Test
  void makesUpForRunsMissedDuringAPauseOnceOrLeavesThemOut() throws InterruptedException {
    scheduler.close();
    scheduler = builder().grace(Duration.ofMillis(500)).threads(4).build().start();
    scheduler.add(Plans.plan("once", "* * * * * *").missedRuns(MissedRuns.RUN_ONCE).build());
    scheduler.add(Plans.plan("skip", "* * * * * *").missedRuns(MissedRuns.SKIP).build());
    scheduler.add(Plans.plan("other", "* * * * * *").build());
    Instant lastOnce = endedOf("once", Instant.EPOCH).dueAt();
    endedOf("skip", Instant.EPOCH);
    scheduler.pause("once");
    scheduler.pause("skip");
    Instant paused = Instant.now();
    endedOf("other", paused.plusSeconds(3));
    for (BackupJob job : scheduler.jobs("once", 0, 10)) {
      lastOnce = job.dueAt().isAfter(lastOnce) ? job.dueAt() : lastOnce;
    }

    Instant resumed = Instant.now();
    scheduler.resume("once");
    scheduler.resume("skip");

    BackupJob madeUp = endedOf("once", lastOnce);
    assertThat(madeUp.dueAt()).isEqualTo(lastOnce.plusSeconds(1)).isBefore(resumed);
    assertThat(endedOf("once", madeUp.dueAt()).dueAt()).isAfter(resumed);
    assertThat(scheduler.jobs("skip", 0, 100))
        .noneMatch(
            job ->
                job.dueAt().isAfter(paused.plusSeconds(1))
                    && job.dueAt().isBefore(resumed.minusMillis(500)));
    while (scheduler.jobs("skip", 0, 1).get(0).dueAt().isBefore(resumed)) {
      endedOf("other", resumed);
    }
  }

  /** The next job of a plan that was due after a moment. */
  private BackupJob endedOf(String plan, Instant after) throws InterruptedException {
    BackupJob job = ended();
    while (!job.plan().equals(plan) || !job.dueAt().isAfter(after)) {
      job = ended();
    }
    return job;
  }

  @Test
  void refusesToBeTriggeredMoreThanFiveTimesAMinute() {
    scheduler.add(Plans.plan("a", "@yearly").build());
    for (int i = 0; i < 5; i++) {
      scheduler.trigger("a", "number " + i);
    }

    assertThatExceptionOfType(RateLimitException.class)
        .isThrownBy(() -> scheduler.trigger("a", "once too often"))
        .withMessage(
            "The plan a was not run: no more than 5 runs a minute may be triggered; try again in"
                + " a minute");
    assertThat(scheduler.jobs("a", 0, 10)).hasSize(5);
  }

  @Test
  void takesOnlyWhatWasAskedFor() throws InterruptedException {
    scheduler.start();
    scheduler.add(Plans.everything());
    scheduler.trigger("nightly", "", Set.of(DataKind.USER_DATA));

    assertThat(started().selection()).containsExactly(DataKind.USER_DATA);
    scheduler.add(Plans.plan("files", "@yearly").build());
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> scheduler.trigger("files", "", Set.of(DataKind.DATABASE)))
        .withMessageContaining("nothing of that kind");
  }

  @Test
  void takesAPartOfItsSourcesOrSourcesOfTheMomentAndStaysAsItIs() throws InterruptedException {
    BackupPlan plan = Plans.everything();
    scheduler.add(plan);
    scheduler.start();
    PlanSource moment = PlanSource.sqlite("db/copy.sqlite", Path.of("/srv/copy.sqlite"));
    for (List<PlanSource> part :
        List.of(plan.sources().subList(2, 4), List.of(plan.sources().get(5), moment))) {
      BackupJob asked = scheduler.trigger("nightly", "a part", part);

      BackupRun run = started();
      assertThat(run.sources()).isEqualTo(part);
      assertThat(run.selection())
          .isEqualTo(part.stream().map(PlanSource::kind).collect(Collectors.toSet()));
      BackupJob done = ended();
      assertThat(done.id()).isEqualTo(asked.id());
      assertThat(done.plan()).isEqualTo("nightly");
      assertThat(done.set()).isEqualTo(plan.set(part)).startsWith("nightly/database");
    }
    assertThat(scheduler.list()).extracting(PlanState::plan).containsExactly(plan);
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> scheduler.trigger("nightly", "", List.<PlanSource>of()))
        .withMessageContaining("sources are missing");
    assertThatExceptionOfType(InvalidParameterException.class)
        .isThrownBy(() -> scheduler.trigger("nightly", "", List.of(moment, moment)))
        .withMessageContaining("sources has the key");
  }

  @Test
  void cancelsWhatRunsWhenItIsClosed() throws InterruptedException {
    CountDownLatch cancelled = new CountDownLatch(1);
    then =
        run -> {
          run.onCancel(cancelled::countDown);
          cancelled.await();
          return Results.cancelled();
        };
    scheduler.start();
    scheduler.add(Plans.plan("long", "@yearly").build());
    scheduler.trigger("long", "");
    started();

    scheduler.close();

    assertThat(ended().status()).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  void queuesOneRunBehindAnother() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    then =
        run -> {
          go.await();
          return Results.succeeded();
        };
    scheduler.start();
    scheduler.add(Plans.plan("queue", "@yearly").overlap(Overlap.QUEUE).build());
    scheduler.add(Plans.plan("skip", "@yearly").overlap(Overlap.SKIP).build());
    scheduler.trigger("queue", "first");
    scheduler.trigger("skip", "first");
    started();
    started();
    BackupJob queued = scheduler.trigger("queue", "second");
    BackupJob skipped = scheduler.trigger("skip", "second");
    while (!Instant.now().truncatedTo(ChronoUnit.MILLIS).isAfter(skipped.dueAt())) {
      Thread.onSpinWait(); // what is asked for in the millisecond of an end came after it
    }
    go.countDown();
    for (int i = 0; i < 4; i++) {
      ended();
    }

    assertThat(scheduler.job(queued.id()).orElseThrow().status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(scheduler.job(skipped.id()).orElseThrow().status()).isEqualTo(JobStatus.SKIPPED);
  }

  @Test
  void keepsPlansAndJobsInTheDatabaseAndNoSecrets() throws Exception {
    if (dataSource == null) {
      return;
    }
    scheduler.start();
    scheduler.add(Plans.everything());
    scheduler.trigger("nightly", "kept");
    BackupJob job = ended();
    scheduler.close();
    scheduler = open();

    scheduler.start();
    assertThat(succeeded.poll(60, TimeUnit.SECONDS)).isEqualTo(job.endedAt());
    assertThat(scheduler.plan("nightly")).isEqualTo(Plans.everything());
    assertThat(scheduler.jobs(0, 10)).containsExactly(job);
    assertThat(storedPlan(dataSource)).contains("env:APP_PASSWORD").contains("postgresql://");
  }

  @Test
  void tellsOfSecretsThatAreNotThereWhenAPlanComesAndWhenItStarts() {
    BackupPlan plan = Plans.plan("nightly", "@daily").build(); // env:SPACES_SECRET_KEY
    scheduler.add(plan);
    AtomicInteger asked = new AtomicInteger();
    BackupSchedulerBuilder builder =
        BackupScheduler.builder()
            .secrets(
                reference -> {
                  asked.incrementAndGet();
                  throw new InvalidParameterException("secret", reference + " is not there");
                });
    try (BackupScheduler own =
        dataSource == null ? builder.build() : builder.dataSource(dataSource).build()) {
      assertThatExceptionOfType(InvalidParameterException.class)
          .isThrownBy(() -> own.put(plan))
          .withMessage(
              "plan \"nightly\" could not run: the secret env:SPACES_SECRET_KEY is not there");
      own.put(plan.toBuilder().enabled(false).build());
      assertThat(asked).hasValue(1);
      assertThatExceptionOfType(InvalidParameterException.class)
          .isThrownBy(() -> own.resume("nightly"));
      if (dataSource != null) {
        scheduler.resume("nightly"); // by a node that has the secret
        assertThatExceptionOfType(InvalidParameterException.class).isThrownBy(own::start);
      }
    }
  }

  /** As a node leaves it whose clock was ahead, and that died before it was set back. */
  @Test
  void aPlanThatAClockAheadHasPutOffRunsAsItsScheduleSays() throws Exception {
    if (dataSource == null) {
      return;
    }
    scheduler.add(Plans.plan("secondly", "* * * * * *").build());
    scheduler.add(Plans.plan("manual", "@yearly").build());
    scheduler.trigger("manual", "");
    putOffByAYear(dataSource);
    assertThat(scheduler.list().get(1).nextRun()).isAfter(Instant.now().plusSeconds(1_000_000));

    scheduler.start();

    Set<String> ran = new HashSet<>();
    while (ran.size() < 2) {
      ran.add(ended().plan());
    }
    assertThat(ran).containsExactlyInAnyOrder("secondly", "manual");
  }

  @Test
  void aPlanThatAClockAheadHasPutOffIsPutRightByAnUpdateOrByItsResuming() throws Exception {
    if (dataSource == null) {
      return;
    }
    BackupPlan hourly = Plans.plan("hourly", "@hourly").build();
    scheduler.add(hourly);
    putOffByAYear(dataSource);
    scheduler.update(hourly);
    assertThat(scheduler.list().get(0).nextRun()).isBefore(Instant.now().plusSeconds(3_601));

    putOffByAYear(dataSource);
    scheduler.pause("hourly");
    scheduler.resume("hourly");
    assertThat(scheduler.list().get(0).nextRun()).isBefore(Instant.now().plusSeconds(3_601));
  }

  private static void putOffByAYear(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      long year = Duration.ofDays(365).toMillis();
      statement.executeUpdate(
          "UPDATE SPACES_TRIGGERS SET NEXT_FIRE_TIME = NEXT_FIRE_TIME + " + year);
      connection.commit();
    }
  }

  private static String storedPlan(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        ResultSet row =
            connection
                .createStatement()
                .executeQuery("SELECT UTF8TOSTRING(JOB_DATA) FROM SPACES_JOB_DETAILS")) {
      row.next();
      return row.getString(1).replace("\\", "");
    }
  }

  private BackupScheduler open() {
    return builder().build();
  }

  private BackupSchedulerBuilder builder() {
    BackupSchedulerBuilder builder =
        BackupScheduler.builder()
            .runner(this::carryOut)
            .listener(
                new BackupJobListener() {
                  @Override
                  public void lastSucceeded(BackupPlan plan, Instant at) {
                    succeeded.add(at);
                  }

                  @Override
                  public void retrying(BackupPlan plan, BackupJob job) {
                    retrying.add(job);
                  }

                  @Override
                  public void ended(BackupPlan plan, BackupJob job) {
                    ended.add(job);
                  }
                });
    return dataSource == null ? builder : builder.dataSource(dataSource);
  }

  private BackupResult carryOut(BackupRun run) throws Exception {
    started.add(run);
    return then.run(run);
  }

  private BackupJob ended() throws InterruptedException {
    BackupJob job = ended.poll(60, TimeUnit.SECONDS);
    assertThat(job).as("a job ends within a minute").isNotNull();
    return job;
  }

  private BackupRun started() throws InterruptedException {
    BackupRun run = started.poll(60, TimeUnit.SECONDS);
    assertThat(run).as("a job starts within a minute").isNotNull();
    return run;
  }

  @Test
  void triesARunThatFailedAgainAfterThePause() throws InterruptedException {
    AtomicInteger runs = new AtomicInteger();
    then =
        run -> {
          if (runs.incrementAndGet() < 3) {
            throw new IOException("the space is down");
          }
          return Results.succeeded();
        };
    scheduler.start();
    scheduler.add(Plans.plan("a", "@yearly").runRetries(2, Duration.ZERO).build());
    BackupJob asked = scheduler.trigger("a", "");

    BackupJob job = ended();
    assertThat(job.id()).isEqualTo(asked.id());
    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(job.message()).isEqualTo("Attempt 3 of 3: OK");
    assertThat(scheduler.jobs(0, 10)).containsExactly(job);
    assertThat(retrying()).extracting(BackupJob::message).asString().startsWith("Attempt 1 of 3: ");
    assertThat(retrying()).extracting(BackupJob::message).asString().startsWith("Attempt 2 of 3: ");
    assertThat(ended).isEmpty();
  }

  @Test
  void cancelsAJobThatWaitsForItsNextAttemptOrForItsTurn() throws InterruptedException {
    scheduler.add(Plans.plan("b", "@yearly").build());
    BackupJob queued = scheduler.trigger("b", "");
    assertThat(scheduler.cancel(queued.id())).isTrue();
    assertThat(ended().status()).isEqualTo(JobStatus.CANCELLED);
    BackupJob waiting = waitForAnHour();

    assertThat(scheduler.cancel(waiting.id())).isTrue();

    BackupJob job = ended();
    assertThat(job.id()).isEqualTo(waiting.id());
    assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(scheduler.job(waiting.id())).contains(job);
    assertThat(scheduler.cancel(waiting.id())).isFalse();
    assertThat(started).hasSize(1);
  }

  /** Whoever has the store goes on with the job; where nobody has, nobody would ever tell of it. */
  @Test
  void tellsOfAJobWhoseNextAttemptWillNeverComeWhenItIsClosed() throws InterruptedException {
    BackupJob waiting = waitForAnHour();

    scheduler.close();

    if (dataSource == null) {
      BackupJob job = ended();
      assertThat(job.status()).isEqualTo(JobStatus.FAILED);
      assertThat(job.message()).contains("the space is down").endsWith("the scheduler was closed");
    } else {
      scheduler = open();
      assertThat(scheduler.job(waiting.id()).orElseThrow().status()).isEqualTo(JobStatus.WAITING);
      assertThat(scheduler.cancel(waiting.id())).isTrue();
    }
  }

  private BackupJob waitForAnHour() throws InterruptedException {
    then =
        run -> {
          throw new IOException("the space is down");
        };
    scheduler.start();
    scheduler.add(Plans.plan("a", "@yearly").runRetries(2, Duration.ofHours(1)).build());
    scheduler.trigger("a", "");
    return retrying();
  }

  private BackupJob retrying() throws InterruptedException {
    BackupJob job = retrying.poll(60, TimeUnit.SECONDS);
    assertThat(job).as("a job fails within a minute").isNotNull();
    return job;
  }

  @Test
  void refusesTimesOutOfRange() {
    BackupSchedulerBuilder builder = BackupScheduler.builder();
    assertThatThrownBy(() -> builder.grace(Duration.ZERO)).hasMessageContaining("grace is PT0S");
    assertThatThrownBy(() -> builder.checkInterval(Duration.ofSeconds(-1)))
        .hasMessageContaining("checkInterval is PT-1S");
    assertThatThrownBy(() -> builder.keepJobs(Duration.ofDays(-1)))
        .hasMessageContaining("keepJobs is PT-24H");
    Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
    assertThatThrownBy(() -> builder.keepJobs(forever)).hasMessageContaining("keepJobs is PT");
    assertThatThrownBy(() -> builder.grace(forever)).hasMessageContaining("grace is PT");
  }

  @Test
  void canBeClosedByTheListenerOfARun() throws InterruptedException {
    CountDownLatch returned = new CountDownLatch(1);
    CompletableFuture<BackupScheduler> own = new CompletableFuture<>();
    BackupJobListener closing =
        new BackupJobListener() {
          @Override
          public void ended(BackupPlan plan, BackupJob job) {
            own.join().close();
            returned.countDown();
          }
        };
    BackupScheduler closed = builder().listener(closing).build().start();
    own.complete(closed);
    closed.add(Plans.plan("last", "@yearly").build());
    closed.trigger("last", "");

    assertThat(returned.await(60, TimeUnit.SECONDS)).as("close returns within a minute").isTrue();
    assertThat(ended().status()).isEqualTo(JobStatus.SUCCEEDED);
  }

  private static Instant nextNewYear() {
    return CronSchedule.parse("@yearly", java.time.ZoneOffset.UTC)
        .next(Instant.now())
        .orElseThrow();
  }

  private static DataSource h2() {
    JdbcDataSource dataSource = new JdbcDataSource();
    dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return dataSource;
  }
}
