package io.spaces.client.internal.schedule.job;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spaces.client.ManualClock;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.schedule.Results;
import io.spaces.client.internal.schedule.jdbc.JdbcJobLog;
import io.spaces.client.internal.schedule.jdbc.SchedulerTables;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupRun;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.NotifyOn;
import io.spaces.client.schedule.Overlap;
import io.spaces.client.schedule.Plans;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes with one store, one of which is cut off from it. */
@Timeout(60)
class LeasesTest {
  private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");
  private static final Turns NONE =
      new Turns() {
        @Override
        public boolean isQueued(String jobId) {
          return false;
        }

        @Override
        public void later(BackupPlan plan, Firing firing, Instant at) {
          throw new IllegalStateException("nothing is to be tried again");
        }
      };

  private final DataSource store = h2();
  private final JobLog jobs = new JdbcJobLog(store, "test");
  private final BackupPlan plan =
      Plans.plan("hourly", "0 * * * *").notifyOn(NotifyOn.ALWAYS).build();
  private final Node one = new Node("one");
  private final Node other = new Node("other");

  @Test
  void aNodeThatWasCutOffCancelsItsRunAndLeavesTheEndToWhoHasTheLease() throws Exception {
    BackupRun run = one.begins(Firing.scheduled(TEN));
    one.away.set(true);

    Firing recovery = new Firing(null, TEN, null, null, true);
    other.runs.take(plan, recovery, NONE);
    assertThat(other.told.take()).isEqualTo("notified FAILED");
    assertThat(other.told.take()).isEqualTo("ended FAILED");
    BackupJob buried = jobs.find(run.job().id()).orElseThrow();
    assertThat(buried.status()).isEqualTo(JobStatus.FAILED);
    assertThat(buried.message()).startsWith("The node one ended before the backup did, or was cut");

    one.away.set(false);
    one.cancelled.await();
    one.end.countDown();
    one.taken.join();

    assertThat(one.told).containsExactly("started RUNNING", "ended FAILED");
    assertThat(other.told).isEmpty();
    assertThat(jobs.find(run.job().id())).contains(buried);
  }

  @Test
  void anErrorOfARunThatIsCancelledCostsNoOtherRunItsLease() throws Exception {
    one.whenCancelled =
        () -> {
          one.cancelled.countDown();
          throw new NoClassDefFoundError("a class of the application");
        };
    one.begins(Firing.scheduled(TEN));
    one.away.set(true);
    other.runs.take(plan, new Firing(null, TEN, null, null, true), NONE);
    one.away.set(false);
    one.cancelled.await();

    BackupPlan daily = Plans.plan("daily", "0 0 * * *").build();
    BackupRun run = one.begins(daily, Firing.scheduled(TEN));
    other.runs.take(daily, new Firing(null, TEN, null, null, true), NONE);

    assertThat(jobs.find(run.job().id()).orElseThrow().status()).isEqualTo(JobStatus.RUNNING);
    one.end.countDown();
    one.taken.join();
  }

  @Test
  void aRunThatLivesIsNeitherBuriedNorRunBesideWhereAnotherNodeIsGivenItsTurn() throws Exception {
    BackupRun run = one.begins(Firing.scheduled(TEN));

    other.runs.take(plan, new Firing(null, TEN, null, null, true), NONE);
    assertThat(other.told).isEmpty();
    other.runs.take(plan, Firing.scheduled(TEN.plusSeconds(3_600)), NONE);
    assertThat(other.told.take()).isEqualTo("ended SKIPPED");
    assertThat(jobs.find(run.job().id()).orElseThrow().status()).isEqualTo(JobStatus.RUNNING);

    one.end.countDown();
    one.taken.join();
    assertThat(jobs.find(run.job().id()).orElseThrow().status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(one.told)
        .containsExactly("started RUNNING", "notified SUCCEEDED", "ended SUCCEEDED");
  }

  @Test
  void aNodeThatIsToldOfItsOwnDeathDoesNotBuryItsLiveRun() throws Exception {
    BackupRun run = one.begins(Firing.scheduled(TEN));

    one.runs.take(plan, new Firing(null, TEN, null, null, true), NONE);
    one.end.countDown();
    one.taken.join();

    assertThat(jobs.list(null, 0, 9))
        .singleElement()
        .extracting(BackupJob::id)
        .isEqualTo(run.job().id());
    assertThat(one.told)
        .containsExactly("started RUNNING", "notified SUCCEEDED", "ended SUCCEEDED");
  }

  @Test
  void anAttemptThatLivesIsNotEndedByANodeThatThinksItIsDead() throws Exception {
    BackupRun run = one.begins(new Firing("m", TEN, null, null, false));

    Instant later = TEN.plusSeconds(900); // Quartz knows when this attempt's turn came
    other.runs.take(plan, new Firing("m", later, null, null, true), NONE);

    assertThat(other.told).isEmpty();
    assertThat(jobs.find(run.job().id()).orElseThrow().status()).isEqualTo(JobStatus.RUNNING);
    one.end.countDown();
    one.taken.join();
  }

  @Test
  void anEndIsNotToldBeforeItIsRecordedWhereAnotherNodeHasBuriedTheRun() {
    JobLog log = new JdbcJobLog(store, "test", Duration.ofMillis(50));
    BackupJob running =
        JobChange.of(PlanRuns.waiting(plan, "a", Firing.scheduled(TEN)))
            .status(JobStatus.RUNNING)
            .started(TEN, "one")
            .job();
    Lease lease = requireNonNull(log.take(log.lease("hourly"), "a", "one"));
    assertThat(log.save(running, lease)).isTrue();
    Lease next = requireNonNull(log.take(log.lease("hourly"), "b", "other"));
    BackupJob buried = JobChange.of(running).status(JobStatus.FAILED).message("died").job();
    assertThat(log.bury(buried, next)).isTrue();
    List<String> told = new ArrayList<>();
    AtomicBoolean away = new AtomicBoolean(true);
    AtomicInteger looks = new AtomicInteger();
    StorePatience patience =
        new StorePatience(
            () -> {
              away.set(looks.incrementAndGet() < 5); // the node is cut off for two minutes
              return Duration.ofSeconds(40).multipliedBy(looks.get()).toNanos();
            });
    JobCompletion completion =
        new JobCompletion(
            new JdbcJobLog(cut(store, away), "test"),
            patience,
            List.of(
                new BackupJobListener() {
                  @Override
                  public void ended(BackupPlan plan, BackupJob job) {
                    told.add("ended " + job.status());
                  }
                }),
            List.of((plan, job) -> told.add("notified " + job.status())));

    completion.end(plan, JobChange.of(running).status(JobStatus.SUCCEEDED).ended(TEN), lease);

    assertThat(looks.get()).isGreaterThanOrEqualTo(5);
    assertThat(told).containsExactly("ended FAILED");
    assertThat(jobs.find("a")).contains(buried);
  }

  @Test
  void aRunWhoseEndIsStillBeingToldHasNotLostItsLease() throws Exception {
    one.begins(Firing.scheduled(TEN));
    CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
    one.whenEnded =
        () -> {
          try { // longer than its lease lasts
            cancelled.complete(one.cancelled.await(1, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            cancelled.completeExceptionally(e);
          }
        };
    one.end.countDown();
    one.taken.join();

    assertThat(cancelled.join()).isFalse();
  }

  @Test
  void aQueuedRunWaitsForTheOneThatAnotherNodeHasUnderWay() throws Exception {
    BackupPlan queueing = plan.toBuilder().overlap(Overlap.QUEUE).build();
    one.begins(Firing.scheduled(TEN));
    other.end.countDown();
    CompletableFuture<Void> next =
        CompletableFuture.runAsync(
            () -> other.runs.take(queueing, Firing.scheduled(TEN.plusSeconds(60)), NONE));
    one.end.countDown();
    one.taken.join();
    next.join();

    assertThat(jobs.list(null, 0, 9))
        .extracting(BackupJob::status)
        .containsExactly(JobStatus.SUCCEEDED, JobStatus.SUCCEEDED);
  }

  @Test
  void whoHasLostTheLeaseCanWriteNothing() {
    JobLog log = new JdbcJobLog(store, "test", Duration.ofMillis(50));
    BackupJob job = PlanRuns.waiting(plan, "a", Firing.scheduled(TEN));
    Lease first = requireNonNull(log.take(log.lease("hourly"), "a", "one"));
    assertThat(log.save(job, first)).isTrue();
    Lease second = requireNonNull(log.take(log.lease("hourly"), "b", "other"));
    assertThat(second.token()).isGreaterThan(first.token());

    BackupJob ended = JobChange.of(job).status(JobStatus.SUCCEEDED).job();
    assertThat(log.renew(first)).isFalse();
    assertThat(log.save(ended, first)).isFalse();
    assertThat(log.end(ended, first)).isFalse();
    assertThat(log.bury(ended, first)).isFalse();
    assertThat(log.find("a")).contains(job);
    assertThat(log.end(ended, second)).isTrue();
    assertThat(log.end(ended, second)).as("again").isTrue();
    assertThat(log.lease("hourly").isHeld()).isFalse();
  }

  @Test
  void ofTwoNodesThatTakeALeaseAtOnceOneGetsIt() {
    Lease seen = jobs.lease("hourly");
    assertThat(jobs.take(seen, "a", "one")).isNotNull();
    assertThat(jobs.take(seen, "b", "other")).isNull();
    Lease held = jobs.lease("hourly");
    assertThat(jobs.take(held, "b", "other")).isNotNull();
    assertThat(jobs.take(held, "a", "one")).isNull();
  }

  @Test
  void whatTheDatabaseHasUndoneForADeadlockIsDoneAgain() {
    AtomicInteger deadlocks = new AtomicInteger(3);
    JobLog log = new JdbcJobLog(deadlocking(store, deadlocks), "test");
    BackupJob job = PlanRuns.waiting(plan, "a", Firing.scheduled(TEN));

    log.save(job);

    assertThat(jobs.find("a")).contains(job);
    deadlocks.set(Integer.MAX_VALUE);
    assertThatExceptionOfType(SpaceException.class)
        .isThrownBy(() -> log.save(job))
        .withMessageContaining("Deadlock found");
  }

  /** The first transactions are victims. */
  private static DataSource deadlocking(DataSource store, AtomicInteger deadlocks) {
    return proxy(
        DataSource.class,
        (proxy, method, args) -> {
          Connection connection = (Connection) method.invoke(store, args);
          return proxy(
              Connection.class,
              (inner, called, values) -> {
                if (called.getName().equals("commit") && deadlocks.getAndDecrement() > 0) {
                  connection.rollback();
                  throw new SQLException("Deadlock found when trying to get lock", "40001", 1213);
                }
                return called.invoke(connection, values);
              });
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** A node whose store can be away; its run ends when it is let. */
  private final class Node {
    final AtomicBoolean away = new AtomicBoolean();
    final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    final BlockingQueue<BackupRun> begun = new LinkedBlockingQueue<>();
    final CountDownLatch end = new CountDownLatch(1);
    final CountDownLatch cancelled = new CountDownLatch(1);
    final PlanRuns runs;
    volatile Runnable whenCancelled = cancelled::countDown;
    volatile Runnable whenEnded = () -> {};
    CompletableFuture<Void> taken = new CompletableFuture<>();

    Node(String name) {
      JobLog log = new JdbcJobLog(cut(store, away), "test", Duration.ofMillis(600));
      ManualClock clock = new ManualClock("2026-11-22T10:00:00Z");
      runs =
          new PlanRuns(
              log,
              this::carryOut,
              List.of(
                  new BackupJobListener() {
                    @Override
                    public void started(BackupPlan plan, BackupJob job) {
                      told.add("started " + job.status());
                    }

                    @Override
                    public void ended(BackupPlan plan, BackupJob job) {
                      told.add("ended " + job.status());
                      whenEnded.run();
                    }
                  }),
              List.of((plan, job) -> told.add("notified " + job.status())),
              name,
              clock,
              new JobRetention(log, clock, System::nanoTime, Duration.ofDays(90)));
    }

    BackupRun begins(Firing firing) throws InterruptedException {
      return begins(plan, firing);
    }

    BackupRun begins(BackupPlan plan, Firing firing) throws InterruptedException {
      taken = CompletableFuture.runAsync(() -> runs.take(plan, firing, NONE));
      BackupRun run = begun.poll(30, TimeUnit.SECONDS);
      assertThat(run).isNotNull();
      return run;
    }

    private BackupResult carryOut(BackupRun run) throws InterruptedException {
      run.onCancel(() -> whenCancelled.run());
      begun.add(run);
      end.await();
      return Results.succeeded();
    }
  }

  private static DataSource cut(DataSource store, AtomicBoolean away) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, args) -> {
              if (away.get()) {
                throw new SQLTransientConnectionException("no route to the database");
              }
              try {
                return method.invoke(store, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static DataSource h2() {
    JdbcDataSource dataSource = new JdbcDataSource();
    dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    SchedulerTables.prepare(dataSource);
    return dataSource;
  }
}
