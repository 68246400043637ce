package io.spaces.client.internal.schedule.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.ManualClock;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.error.WrongKeyException;
import io.spaces.client.history.Strategy;
import io.spaces.client.internal.schedule.Results;
import io.spaces.client.internal.schedule.jdbc.JdbcJobLog;
import io.spaces.client.internal.schedule.jdbc.SchedulerTables;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupRun;
import io.spaces.client.schedule.BackupRunner;
import io.spaces.client.schedule.DataKind;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.NotifyOn;
import io.spaces.client.schedule.Overlap;
import io.spaces.client.schedule.Plans;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.Warning;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass(name = "{0}")
@EnumSource(PlanRunsTest.Store.class)
class PlanRunsTest {
  private static final Turns NOTHING_WAITS = new FixedTurns(id -> false);
  private static final Turns ALL_WAIT = new FixedTurns(id -> true);

  private final ManualClock clock = new ManualClock("2026-11-22T10:00:00Z");
  private final BackupPlan plan = Plans.plan("hourly", "0 * * * *").build();
  private final List<String> events = new ArrayList<>();
  private final List<BackupRun> carriedOut = new ArrayList<>();
  private final JobLog jobs;
  private LongSupplier steady = () -> Duration.between(Instant.EPOCH, now()).toNanos();
  private Duration takes = Duration.ofMinutes(5);
  private BackupRunner then = run -> Results.succeeded();

  /** An engine that can give no turn later. */
  private record FixedTurns(Predicate<String> waiting) implements Turns {
    @Override
    public boolean isQueued(String jobId) {
      return waiting.test(jobId);
    }

    @Override
    public void later(BackupPlan plan, Firing firing, Instant at) {
      throw new IllegalStateException("the engine has stopped");
    }
  }

  private Instant now() {
    return clock.instant();
  }

  private JobRetention retention() {
    return new JobRetention(jobs, clock, steady, Duration.ofDays(90));
  }

  enum Store {
    MEMORY {
      @Override
      JobLog open() {
        return new MemoryJobLog();
      }
    },
    DATABASE {
      @Override
      JobLog open() {
        return new JdbcJobLog(h2(), "test");
      }
    };

    abstract JobLog open();
  }

  PlanRunsTest(Store store) {
    jobs = store.open();
  }

  @Test
  void recordsARunFromStartToEnd() {
    runs().take(plan, Firing.scheduled(at("10:00")), NOTHING_WAITS);

    BackupJob job = only();
    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(job.strategy()).isEqualTo(Strategy.AUTOMATIC);
    assertThat(job.dueAt()).isEqualTo(at("10:00"));
    assertThat(job.startedAt()).isEqualTo(at("10:00"));
    assertThat(job.endedAt()).isEqualTo(at("10:05"));
    assertThat(job.duration()).isEqualTo(Duration.ofMinutes(5));
    assertThat(job.node()).isEqualTo("node-1");
    assertThat(job.destination()).isEqualTo(Plans.NOWHERE.address());
    assertThat(job.description()).isEqualTo("hourly 2026-11-22 10:00");
    assertThat(List.of(job.count(), job.size(), job.errorCount())).containsExactly(3L, 42L, 0L);
    assertThat(job.recordId()).isEqualTo("record");
    assertThat(job.snapshotId()).isEqualTo("snapshot");
    assertThat(events).containsExactly("started RUNNING", "ended SUCCEEDED");
  }

  @Test
  void tellsWhyARunFailedAndNotifies() {
    then =
        run -> {
          throw new IOException("the space is full");
        };
    runs().take(plan, Firing.scheduled(at("10:00")), NOTHING_WAITS);

    assertThat(only().status()).isEqualTo(JobStatus.FAILED);
    assertThat(only().message()).isEqualTo("the space is full");
    assertThat(events).containsExactly("started RUNNING", "notified FAILED", "ended FAILED");
  }

  @Test
  void namesTheObjectThatFailed() {
    then = run -> Results.partial();
    runs().take(plan, Firing.scheduled(at("10:00")), NOTHING_WAITS);

    assertThat(only().status()).isEqualTo(JobStatus.PARTIAL);
    assertThat(only().errorCount()).isEqualTo(1);
    assertThat(only().message())
        .isEqualTo("1 of 4 objects failed (first of 1: db/app.dump: pg_dump ended with 1)");
    assertThat(events).endsWith("notified PARTIAL", "ended PARTIAL");
  }

  @Test
  void notifiesAsThePlanSays() {
    runs().take(plan.toBuilder().notifyOn(NotifyOn.ALWAYS).build(), due("10:00"), NOTHING_WAITS);
    assertThat(events).endsWith("notified SUCCEEDED", "ended SUCCEEDED");

    events.clear();
    then = run -> Results.partial();
    BackupPlan quiet = plan.toBuilder().notifyOn(NotifyOn.NEVER).build();
    runs().take(quiet, due("11:00"), NOTHING_WAITS);
    assertThat(events).doesNotContain("notified PARTIAL");
  }

  @Test
  void notifiesOfASuccessWithWarningsAndRecordsThem() {
    Warning first = new Warning(Warning.Code.RETENTION_FAILED, "older ones stay");
    Warning second = new Warning(Warning.Code.SOURCE_EMPTY, "\"b/\" holds nothing");
    then =
        run ->
            BackupResult.builder(TransferStatus.SUCCEEDED).warnings(List.of(first, second)).build();

    runs().take(plan, due("10:00"), NOTHING_WAITS);

    assertThat(events).endsWith("notified SUCCEEDED", "ended SUCCEEDED");
    assertThat(only().warnings()).containsExactly(first, second);
  }

  @Test
  void leavesARunOutThatFellDueWhileAnotherWasUnderWay() {
    takes = Duration.ofMinutes(150);
    PlanRuns runs = runs();
    runs.take(plan, due("10:00"), NOTHING_WAITS); // until 12:30
    runs.take(plan, due("11:00"), NOTHING_WAITS);
    runs.take(plan, due("12:00"), NOTHING_WAITS);
    takes = Duration.ofMinutes(5);
    clock.advance(Duration.ofMinutes(30));
    runs.take(plan, due("13:00"), NOTHING_WAITS);

    assertThat(statuses())
        .containsExactly(
            JobStatus.SUCCEEDED, JobStatus.SKIPPED, JobStatus.SKIPPED, JobStatus.SUCCEEDED);
    assertThat(jobs.list("hourly", 2, 1).get(0).message())
        .startsWith("Left out: the run that started at 2026-11-22T10:00:00Z");
    assertThat(events.stream().filter(event -> event.startsWith("notified"))).isEmpty();
  }

  @Test
  void queuesARunThatFellDueWhileAnotherWasUnderWayAndTakesSeveralForOne() {
    BackupPlan queueing = plan.toBuilder().overlap(Overlap.QUEUE).build();
    takes = Duration.ofMinutes(150);
    PlanRuns runs = runs();
    runs.take(queueing, due("10:00"), NOTHING_WAITS); // until 12:30
    takes = Duration.ofMinutes(5);
    runs.take(queueing, due("11:00"), NOTHING_WAITS);
    runs.take(queueing, due("12:00"), NOTHING_WAITS);

    assertThat(statuses())
        .containsExactly(JobStatus.SUCCEEDED, JobStatus.SUCCEEDED, JobStatus.SKIPPED);
    assertThat(jobs.list("hourly", 1, 1).get(0).startedAt()).isEqualTo(at("12:30"));
  }

  @Test
  void givesEveryManualRunItsTurnInAQueue() {
    BackupPlan queueing = plan.toBuilder().overlap(Overlap.QUEUE).build();
    takes = Duration.ofMinutes(30);
    PlanRuns runs = runs();
    runs.take(queueing, manual("a", "first", at("10:00")), ALL_WAIT);
    runs.take(queueing, manual("b", "second", at("10:01")), ALL_WAIT);
    runs.take(queueing, manual("c", "third", at("10:02")), ALL_WAIT);

    assertThat(statuses()).containsOnly(JobStatus.SUCCEEDED).hasSize(3);
    assertThat(jobs.find("c").orElseThrow().description()).isEqualTo("third");
    assertThat(jobs.find("c").orElseThrow().strategy()).isEqualTo(Strategy.MANUAL);
  }

  @Test
  void runsOnceAfterRunsWereMissed() {
    PlanRuns runs = runs();
    runs.take(plan, due("10:00"), NOTHING_WAITS);
    clock.advance(Duration.ofHours(4)); // nobody was there from 10:05 to 14:05
    runs.take(plan, due("11:00"), NOTHING_WAITS);

    assertThat(statuses()).containsExactly(JobStatus.SUCCEEDED, JobStatus.SUCCEEDED);
  }

  @Test
  void aRunThatMakesUpForSeveralIsNotLeftOutForOneThatMetTheFirstOfThem() {
    PlanRuns runs = runs();
    takes = Duration.ofMinutes(90);
    then = run -> Results.cancelled();
    runs.take(plan, due("10:00"), NOTHING_WAITS); // until 11:30, when its scheduler was closed
    clock.advance(Duration.ofHours(2));
    then = run -> Results.succeeded();
    runs.take(plan, due("11:00"), NOTHING_WAITS); // for 11:00, 12:00 and 13:00

    assertThat(statuses()).containsExactly(JobStatus.CANCELLED, JobStatus.SUCCEEDED);
  }

  @Test
  void aRunThatFailedHasMadeUpForNone() {
    BackupPlan queueing = plan.toBuilder().overlap(Overlap.QUEUE).build();
    PlanRuns runs = runs();
    takes = Duration.ofMinutes(150);
    runs.take(queueing, due("10:00"), NOTHING_WAITS); // until 12:30
    takes = Duration.ofMinutes(5);
    then =
        run -> {
          throw new IOException("the space is down");
        };
    runs.take(queueing, due("11:00"), NOTHING_WAITS);
    then = run -> Results.succeeded();
    runs.take(queueing, due("12:00"), NOTHING_WAITS);

    assertThat(statuses())
        .containsExactly(JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.SUCCEEDED);
  }

  @Test
  void aRunOfSomeKindsHasMadeUpForNone() {
    BackupPlan queueing = Plans.everything().toBuilder().overlap(Overlap.QUEUE).build();
    Set<DataKind> database = Set.of(DataKind.DATABASE);
    PlanRuns runs = runs();
    clock.advance(Duration.ofHours(2));
    runs.take(queueing, new Firing("part", at("11:00"), "", database, false), ALL_WAIT);
    runs.take(queueing, due("11:30"), ALL_WAIT);

    assertThat(carriedOut)
        .extracting(BackupRun::selection)
        .containsExactly(database, queueing.selection());
  }

  @Test
  void aRunThatMadeUpForOthersAndWhoseNodeDiedIsToldOnce() {
    jobs.save(
        JobChange.of(PlanRuns.waiting(plan, "dying", due("07:00")))
            .status(JobStatus.RUNNING)
            .started(at("09:30"), "node-0")
            .job());

    runs().take(plan, new Firing(null, at("09:30"), null, null, true), NOTHING_WAITS);

    assertThat(only().id()).isEqualTo("dying");
    assertThat(events).containsExactly("notified FAILED", "ended FAILED");
  }

  @Test
  void recordsTheRunOfADeadNodeAsFailedAndTellsOfItOnce() {
    BackupJob dying =
        JobChange.of(PlanRuns.waiting(plan, "dying", Firing.scheduled(at("09:00"))))
            .status(JobStatus.RUNNING)
            .started(at("09:00"), "node-0")
            .job();
    jobs.save(dying);
    Firing recovery = new Firing(null, at("09:00"), null, null, true);

    runs().take(plan, recovery, NOTHING_WAITS);
    runs().take(plan, recovery, NOTHING_WAITS);

    BackupJob job = only();
    assertThat(job.id()).isEqualTo("dying");
    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.message()).startsWith("The node node-0 ended before the backup did");
    assertThat(job.endedAt()).isNull();
    assertThat(events).containsExactly("notified FAILED", "ended FAILED");
    assertThat(carriedOut).isEmpty();
  }

  @Test
  void runsWhatFellDueBeforeTheDeathOfANodeWasFoundOut() {
    jobs.save(
        JobChange.of(PlanRuns.waiting(plan, "dying", Firing.scheduled(at("08:00"))))
            .status(JobStatus.RUNNING)
            .started(at("08:00"), "node-0")
            .job());
    runs().take(plan, new Firing(null, at("08:00"), null, null, true), NOTHING_WAITS);
    runs().take(plan, due("09:00"), NOTHING_WAITS);

    assertThat(statuses()).containsExactly(JobStatus.FAILED, JobStatus.SUCCEEDED);
  }

  @Test
  void aRunThatIsAskedForInTheMomentThatAnotherEndsIsNotLeftOut() {
    PlanRuns runs = runs();
    runs.take(plan, due("10:00"), NOTHING_WAITS);

    runs.take(plan, Firing.scheduled(clock.instant()), NOTHING_WAITS);

    assertThat(statuses()).containsExactly(JobStatus.SUCCEEDED, JobStatus.SUCCEEDED);
  }

  @Test
  void runsAreNotLeftOutForOneThatAClockAheadStartedOrEnded() {
    steady = () -> 0;
    BackupPlan plan = Plans.plan("hourly", "0 * * * *").overlap(Overlap.SKIP).build();
    PlanRuns runs = runs();
    runs.take(plan, due("10:00"), NOTHING_WAITS);
    clock.advance(Duration.ofDays(365)); // and the run that was due at eleven starts late
    runs.take(plan, due("11:00"), NOTHING_WAITS);
    clock.advance(Duration.ofDays(-365));
    runs.take(plan, due("12:00"), NOTHING_WAITS);
    takes = Duration.ofDays(365);
    runs.take(plan, due("13:00"), NOTHING_WAITS);
    clock.advance(Duration.ofDays(-365));
    takes = Duration.ofMinutes(5);
    runs.take(plan, due("14:00"), NOTHING_WAITS);

    assertThat(statuses()).hasSize(5).containsOnly(JobStatus.SUCCEEDED);
  }

  @Test
  void aClockThatIsAYearAheadForAMomentDeletesNoHistory() {
    steady = () -> 0;
    PlanRuns runs = runs();
    runs.take(plan, due("10:00"), NOTHING_WAITS);
    clock.advance(Duration.ofDays(365));
    runs.take(plan, Firing.scheduled(clock.instant()), NOTHING_WAITS);
    runs.take(plan, Firing.scheduled(clock.instant()), NOTHING_WAITS);

    assertThat(jobs.list(null, 0, 10)).hasSize(3);
  }

  @Test
  void recordsARunThatTheDeadNodeHadNoTimeToRecord() {
    runs().take(plan, new Firing(null, at("09:00"), null, null, true), NOTHING_WAITS);

    assertThat(only().status()).isEqualTo(JobStatus.FAILED);
    assertThat(only().dueAt()).isEqualTo(at("09:00"));
  }

  @Test
  void keepsWhatWaitsAndBuriesWhatWillNeverGetItsTurn() {
    jobs.save(PlanRuns.waiting(plan, "waits", manual("waits", "", at("09:58"))));
    jobs.save(PlanRuns.waiting(plan, "lost", manual("lost", "", at("09:59"))));
    runs().take(plan, due("10:00"), new FixedTurns("waits"::equals));

    assertThat(jobs.find("waits").orElseThrow().status()).isEqualTo(JobStatus.WAITING);
    assertThat(jobs.find("lost").orElseThrow().status()).isEqualTo(JobStatus.FAILED);
  }

  @Test
  void handsTheSelectionAndTheDescriptionOn() {
    BackupPlan plan = Plans.everything();
    Set<DataKind> database = Set.of(DataKind.DATABASE);
    runs().take(plan, new Firing("x", at("10:00"), "before", database, false), ALL_WAIT);
    runs().take(plan, due("11:00"), ALL_WAIT);

    assertThat(carriedOut.get(0).selection()).isEqualTo(database);
    assertThat(carriedOut.get(0).job().description()).isEqualTo("before");
    assertThat(carriedOut.get(1).selection()).isEqualTo(plan.selection());
  }

  @Test
  void whatSpacesSayFitsIntoTheStoreWhateverItIs() {
    String odd = "a\0b" + "\uD83D\uDE00".repeat(2_000);
    then =
        run ->
            BackupResult.builder(TransferStatus.SUCCEEDED)
                .statusMessage(odd)
                .recordId(odd)
                .snapshotId(odd)
                .warnings(List.of(new Warning(Warning.Code.RETENTION_FAILED, odd + "\n" + odd)))
                .build();

    runs().take(plan, due("10:00"), NOTHING_WAITS);

    assertThat(only().status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(only().message()).startsWith("a").contains("\uD83D\uDE00");
    assertThat(only().warnings())
        .singleElement()
        .satisfies(warning -> assertThat(warning.code()).isEqualTo(Warning.Code.RETENTION_FAILED))
        .satisfies(warning -> assertThat(warning.text()).startsWith("a").contains("\uD83D\uDE00"));
  }

  @Test
  void tellsHowARunEndedAlsoWhenThatCannotBeRecorded() {
    JobLog failing =
        (JobLog)
            Proxy.newProxyInstance(
                JobLog.class.getClassLoader(),
                new Class<?>[] {JobLog.class},
                (proxy, method, args) -> {
                  if (args != null && args[0] instanceof BackupJob job && job.status().isFinal()) {
                    throw new SpaceException("The scheduler's store failed");
                  }
                  return method.invoke(jobs, args);
                });
    PlanRuns runs =
        new PlanRuns(
            failing,
            this::carryOut,
            List.of(listener()),
            List.of((plan, job) -> events.add("notified " + job.status())),
            "node-1",
            clock,
            retention());
    then = run -> Results.partial();

    runs.take(plan, due("10:00"), NOTHING_WAITS);

    assertThat(events).endsWith("notified PARTIAL", "ended PARTIAL");
  }

  @Test
  void aRunWhoseBeginningCannotBeRecordedAtFirstIsTriedAgain() {
    PlanRuns runs = runsOver(awayFor(3, any -> true));

    runs.take(plan, due("10:00"), NOTHING_WAITS);

    assertThat(only().status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(events).containsExactly("started RUNNING", "ended SUCCEEDED");
    assertThat(carriedOut).hasSize(1);
  }

  @Test
  void aRunWhoseBeginningTheStoreRefusesIsNotCarriedOutButTold() {
    JobLog refusing =
        failing(
            any ->
                new SpaceException(
                    "The scheduler's store failed", new SQLException("no such table", "42S02")));

    runsOver(refusing).take(plan, due("10:00"), NOTHING_WAITS);

    assertThat(carriedOut).isEmpty();
    assertThat(events).containsExactly("notified FAILED", "ended FAILED");
  }

  @Test
  void theEndOfARunIsRecordedWhenTheStoreIsBackAndToldOnce() {
    BackupPlan told = plan.toBuilder().notifyOn(NotifyOn.ALWAYS).build();
    PlanRuns runs =
        runsOver(awayFor(3, arg -> arg instanceof BackupJob job && job.status().isFinal()));

    runs.take(told, due("10:00"), NOTHING_WAITS);
    runs.take(told, due("11:00"), NOTHING_WAITS);

    assertThat(statuses()).containsExactly(JobStatus.SUCCEEDED, JobStatus.SUCCEEDED);
    assertThat(events)
        .containsExactly(
            "started RUNNING",
            "notified SUCCEEDED",
            "ended SUCCEEDED",
            "started RUNNING",
            "notified SUCCEEDED",
            "ended SUCCEEDED");
  }

  @Test
  void theNextAttemptIsKeptWhenTheStoreIsBack() {
    BackupPlan patient = plan.toBuilder().runRetries(1, Duration.ofMinutes(10)).build();
    then =
        run -> {
          throw new IOException("the space is down");
        };
    runsOver(
            awayFor(
                2,
                arg ->
                    arg instanceof BackupJob job
                        && job.status() == JobStatus.WAITING
                        && job.startedAt() != null))
        .take(patient, due("10:00"), turns);

    assertThat(only().status()).isEqualTo(JobStatus.WAITING);
    assertThat(events).containsExactly("started RUNNING", "retrying WAITING");
  }

  /** The log while its store is away for so many calls with such a first argument. */
  private JobLog awayFor(int calls, Predicate<Object> first) {
    int[] left = {calls};
    return failing(
        arg ->
            first.test(arg) && left[0]-- > 0
                ? new SpaceException(
                    "The scheduler's store failed",
                    new SQLTransientConnectionException("the database is restarting"))
                : null);
  }

  private JobLog failing(Function<Object, @Nullable RuntimeException> failure) {
    return (JobLog)
        Proxy.newProxyInstance(
            JobLog.class.getClassLoader(),
            new Class<?>[] {JobLog.class},
            (proxy, method, args) -> {
              RuntimeException thrown = args == null ? null : failure.apply(args[0]);
              if (thrown != null) {
                throw thrown;
              }
              return method.invoke(jobs, args);
            });
  }

  @Test
  void isHarmedNeitherByListenersNorByNotifiersThatThrow() {
    then = run -> Results.partial();
    PlanRuns runs =
        new PlanRuns(
            jobs,
            this::carryOut,
            List.of(
                new BackupJobListener() {
                  @Override
                  public void started(BackupPlan plan, BackupJob job) {
                    throw new IllegalStateException("listener");
                  }

                  @Override
                  public void ended(BackupPlan plan, BackupJob job) {
                    throw new NoSuchMethodError("a library of another version");
                  }
                },
                listener()),
            List.of(
                (plan, job) -> {
                  throw new IOException("no mail today");
                },
                (plan, job) -> {
                  throw new NoClassDefFoundError("a library that is missing");
                },
                (plan, job) -> events.add("notified " + job.status())),
            "node-1",
            clock,
            retention());
    runs.take(plan, due("10:00"), NOTHING_WAITS);

    assertThat(only().status()).isEqualTo(JobStatus.PARTIAL);
    assertThat(events).containsExactly("started RUNNING", "notified PARTIAL", "ended PARTIAL");
  }

  @Test
  void cancelsWhatRunsAndSaysSo() {
    PlanRuns[] runs = new PlanRuns[1];
    then =
        run -> {
          boolean[] cancelled = new boolean[1];
          run.onCancel(() -> cancelled[0] = true);
          assertThat(runs[0].cancel("other")).isFalse();
          assertThat(runs[0].cancel(run.job().id())).isTrue();
          assertThat(cancelled[0]).isTrue();
          return Results.cancelled();
        };
    runs[0] = runs();
    runs[0].take(plan, due("10:00"), NOTHING_WAITS);

    assertThat(only().status()).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  void aJobThatIsCancelledJustBeforeItBeginsDoesNotRun() {
    Firing firing = manual("a", "", at("10:00"));
    BackupJob waits = PlanRuns.waiting(plan, "a", firing);
    jobs.save(waits);
    PlanRuns[] runs = new PlanRuns[1];
    runs[0] = runsOver(atBeginning(() -> runs[0].cancelWaiting(plan, waits), () -> {}));
    runs[0].take(plan, firing, ALL_WAIT);

    assertThat(only().status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(events).containsExactly("notified CANCELLED", "ended CANCELLED");
    assertThat(carriedOut).isEmpty();
  }

  @Test
  void aJobThatHasJustBegunIsNotCancelledAsOneThatWaits() {
    Firing firing = manual("a", "", at("10:00"));
    BackupJob waits = PlanRuns.waiting(plan, "a", firing);
    jobs.save(waits);
    PlanRuns[] runs = new PlanRuns[1];
    runs[0] = runsOver(atBeginning(() -> {}, () -> runs[0].cancelWaiting(plan, waits)));
    runs[0].take(plan, firing, ALL_WAIT);

    assertThat(only().status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(events).containsExactly("started RUNNING", "ended SUCCEEDED");
  }

  /** Does something around the moment in which a run is recorded as begun. */
  private JobLog atBeginning(Runnable before, Runnable after) {
    return (JobLog)
        Proxy.newProxyInstance(
            JobLog.class.getClassLoader(),
            new Class<?>[] {JobLog.class},
            (proxy, method, args) -> {
              boolean begins =
                  args != null
                      && args[0] instanceof BackupJob job
                      && job.status() == JobStatus.RUNNING;
              if (begins) {
                before.run();
              }
              Object result = method.invoke(jobs, args);
              if (begins) {
                after.run();
              }
              return result;
            });
  }

  @Test
  void whoIsToldThatAJobStartsCanCancelIt() {
    List<Boolean> cancelled = new ArrayList<>();
    PlanRuns[] runs = new PlanRuns[1];
    runs[0] =
        new PlanRuns(
            jobs,
            this::carryOut,
            List.of(
                new BackupJobListener() {
                  @Override
                  public void started(BackupPlan plan, BackupJob job) {
                    cancelled.add(runs[0].cancel(job.id()));
                  }
                }),
            List.of(),
            "node-1",
            clock,
            retention());
    then =
        run -> {
          run.onCancel(() -> cancelled.add(true));
          return Results.cancelled();
        };
    runs[0].take(plan, due("10:00"), NOTHING_WAITS);

    assertThat(cancelled).containsExactly(true, true);
  }

  @Test
  void aPageOfNoJobsIsEmpty() {
    runs().take(plan, due("10:00"), NOTHING_WAITS);

    assertThat(jobs.list("hourly", 0, 0)).isEmpty();
    assertThat(jobs.list(null, 0, 0)).isEmpty();
  }

  @Test
  void forgetsOldJobsAndPagesThroughTheOthers() {
    PlanRuns runs = runs();
    for (int day = 0; day < 100; day++) {
      runs.take(plan, Firing.scheduled(clock.instant()), NOTHING_WAITS);
      clock.advance(Duration.ofDays(1));
    }

    assertThat(jobs.list("hourly", 0, 200)).hasSizeBetween(89, 91);
    assertThat(jobs.list("other", 0, 200)).isEmpty();
    List<Instant> due = jobs.list(null, 0, 200).stream().map(BackupJob::dueAt).toList();
    assertThat(due).isSortedAccordingTo(java.util.Comparator.reverseOrder());
    assertThat(jobs.list("hourly", 10, 5).stream().map(BackupJob::dueAt))
        .isEqualTo(due.subList(10, 15));
  }

  @Test
  void cutsTextsThatAreLongerThanAColumn() {
    then =
        run -> {
          throw new IOException("x".repeat(100_000));
        };
    runs().take(plan, due("10:00"), NOTHING_WAITS);

    assertThat(only().message()).startsWith("xxx");
  }

  private static final String ATTEMPT_1 =
      "Attempt 1 of 2: the space is down; the next at 2026-11-22T10:15:00Z";

  /** What an engine keeps for later. */
  private final Turns turns =
      new Turns() {
        @Override
        public boolean isQueued(String jobId) {
          return true;
        }

        @Override
        public void later(BackupPlan plan, Firing firing, Instant at) {
          next.add(firing);
        }
      };

  private final List<Firing> next = new ArrayList<>();

  @Test
  void triesARunThatFailedAgainAsTheSameJobAndTellsOfItsEndOnly() {
    BackupPlan patient = plan.toBuilder().runRetries(1, Duration.ofMinutes(10)).build();
    then =
        run -> {
          throw new IOException("the space is down");
        };
    PlanRuns runs = runs();
    runs.take(patient, due("10:00"), turns);

    assertThat(only().status()).isEqualTo(JobStatus.WAITING);
    assertThat(only().message()).isEqualTo(ATTEMPT_1);
    assertThat(events).containsExactly("started RUNNING", "retrying WAITING");
    clock.advance(Duration.ofMinutes(10));
    then = run -> Results.succeeded();
    runs.take(patient, next.get(0), turns);

    assertThat(only().status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(only().strategy()).isEqualTo(Strategy.AUTOMATIC);
    assertThat(only().message()).isEqualTo("Attempt 2 of 2: OK");
    assertThat(only().startedAt()).isEqualTo(at("10:00"));
    assertThat(only().endedAt()).isEqualTo(at("10:20"));
    assertThat(events).containsExactly("started RUNNING", "retrying WAITING", "ended SUCCEEDED");
    assertThat(next).hasSize(1);
  }

  @Test
  void tellsOfTheFailureOfTheLastAttempt() {
    BackupPlan patient = plan.toBuilder().runRetries(2, Duration.ofMinutes(10)).build();
    then =
        run -> {
          throw new IOException("the space is down");
        };
    PlanRuns runs = runs();
    runs.take(patient, due("10:00"), turns);
    runs.take(patient, next.get(0), turns);
    runs.take(patient, next.get(1), turns);

    assertThat(only().status()).isEqualTo(JobStatus.FAILED);
    assertThat(only().message()).isEqualTo("Attempt 3 of 3: the space is down");
    assertThat(events)
        .containsExactly(
            "started RUNNING",
            "retrying WAITING",
            "retrying WAITING",
            "notified FAILED",
            "ended FAILED");
    assertThat(next).hasSize(2);
  }

  @Test
  void aRunThatIsDueWhileAnotherWaitsForItsNextAttemptIsItsOwnJob() {
    BackupPlan patient = plan.toBuilder().runRetries(1, Duration.ofHours(3)).build();
    then =
        run -> {
          throw new IOException("the space is down");
        };
    PlanRuns runs = runs();
    runs.take(patient, due("10:00"), turns);
    clock.advance(Duration.ofMinutes(55));
    then = run -> Results.succeeded();
    runs.take(patient, due("11:00"), turns);

    assertThat(statuses()).containsExactly(JobStatus.WAITING, JobStatus.SUCCEEDED);
    runs.take(patient, next.get(0), turns);
    assertThat(statuses()).containsExactly(JobStatus.SUCCEEDED, JobStatus.SUCCEEDED);
  }

  @Test
  void doesNotTryAgainWhatWouldFailAgainOrWasMeantToEnd() {
    BackupPlan patient = plan.toBuilder().runRetries(5, Duration.ofMinutes(10)).build();
    List<BackupRunner> hopeless =
        List.of(
            run -> {
              throw new InvalidParameterException("secret", "is not set");
            },
            run -> failed(new WrongKeyException("This is not the vault's key.")),
            run -> failed(new SpaceResponseException("Not for you", 403, "")),
            run -> Results.cancelled(),
            run -> Results.partial());
    for (BackupRunner each : hopeless) {
      then = each;
      runs().take(patient, Firing.scheduled(clock.instant()), turns);
      clock.advance(Duration.ofHours(1));
    }

    assertThat(statuses())
        .containsExactlyInAnyOrder(
            JobStatus.FAILED,
            JobStatus.FAILED,
            JobStatus.FAILED,
            JobStatus.CANCELLED,
            JobStatus.PARTIAL);
    assertThat(next).isEmpty();
  }

  private static BackupResult failed(SpaceException cause) {
    return BackupResult.builder(TransferStatus.FAILED).cause(cause).build();
  }

  @Test
  void endsARunAsFailedThatCannotBeKeptForLater() {
    BackupPlan patient = plan.toBuilder().runRetries(5, Duration.ofMinutes(10)).build();
    then =
        run -> {
          throw new IOException("the space is down");
        };
    runs().take(patient, due("10:00"), ALL_WAIT);

    assertThat(only().status()).isEqualTo(JobStatus.FAILED);
    assertThat(events).containsExactly("started RUNNING", "notified FAILED", "ended FAILED");
  }

  private BackupResult carryOut(BackupRun run) throws Exception {
    carriedOut.add(run);
    clock.advance(takes);
    return then.run(run);
  }

  private PlanRuns runs() {
    return runsOver(jobs);
  }

  private PlanRuns runsOver(JobLog log) {
    return new PlanRuns(
        log,
        this::carryOut,
        List.of(listener()),
        List.of((plan, job) -> events.add("notified " + job.status())),
        "node-1",
        clock,
        retention());
  }

  private BackupJobListener listener() {
    return new BackupJobListener() {
      @Override
      public void started(BackupPlan plan, BackupJob job) {
        events.add("started " + job.status());
      }

      @Override
      public void retrying(BackupPlan plan, BackupJob job) {
        events.add("retrying " + job.status());
      }

      @Override
      public void ended(BackupPlan plan, BackupJob job) {
        events.add("ended " + job.status());
      }
    };
  }

  private BackupJob only() {
    assertThat(jobs.list(null, 0, 10)).hasSize(1);
    return jobs.list(null, 0, 1).get(0);
  }

  private List<JobStatus> statuses() {
    List<JobStatus> statuses =
        new ArrayList<>(jobs.list("hourly", 0, 100).stream().map(BackupJob::status).toList());
    java.util.Collections.reverse(statuses);
    return statuses;
  }

  private static Firing due(String time) {
    return Firing.scheduled(at(time));
  }

  private static Firing manual(String id, String description, Instant due) {
    return new Firing(id, due, description, null, false);
  }

  private static Instant at(String time) {
    return Instant.parse("2026-11-22T" + time + ":00Z");
  }

  private static DataSource h2() {
    JdbcDataSource dataSource = new JdbcDataSource();
    dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    SchedulerTables.prepare(dataSource);
    return dataSource;
  }
}
