package io.spaces.client.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.schedule.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scheduler without a database knows of the time before it. */
class RememberedSchedulesTest {
  @TempDir Path folder;
  private final BlockingQueue<BackupJob> ended = new LinkedBlockingQueue<>();
  private final List<Instant> succeeded = new CopyOnWriteArrayList<>();
  private volatile BackupRunner then = run -> Results.succeeded();

  @Test
  void runsMissedWhileItIsStoppedAreMadeUpForOnceOrLeftOut() throws InterruptedException {
    BackupPlan once = secondly("once").missedRuns(MissedRuns.RUN_ONCE).build();
    BackupPlan skip = secondly("skip").missedRuns(MissedRuns.SKIP).build();
    BackupScheduler stopped = remembering().build();
    try {
      stopped.put(once);
      stopped.put(skip);
      stopped.start();
      endedOf("once", Instant.EPOCH);
      endedOf("skip", Instant.EPOCH);
    } finally {
      stopped.close();
    }
    Instant last = stopped.jobs("once", 0, 1).get(0).dueAt();
    secondsPass(4);
    Instant restarted = Instant.now();

    try (BackupScheduler scheduler = remembering().build()) {
      scheduler.put(once);
      scheduler.put(skip);
      scheduler.start();

      assertThat(succeeded).hasSize(2).allMatch(at -> at.isBefore(restarted));
      BackupJob madeUp = endedOf("once", last);
      assertThat(madeUp.dueAt()).isEqualTo(last.plusSeconds(1));
      assertThat(endedOf("once", madeUp.dueAt()).dueAt()).isAfter(restarted.minus(GRACE));
      assertThat(endedOf("skip", last.plusSeconds(1)).dueAt()).isAfter(restarted.minus(GRACE));
    }
  }

  @Test
  void aPlanThatNeverRanIsMadeUpForFromWhenItWasFirstThere() throws InterruptedException {
    BackupPlan plan = secondly("new").missedRuns(MissedRuns.RUN_ONCE).build();
    Instant added = Instant.now();
    remembered(plan);
    secondsPass(3);

    try (BackupScheduler scheduler = remembering().build()) {
      scheduler.put(plan);
      scheduler.start();
      assertThat(endedOf("new", Instant.EPOCH).dueAt())
          .isBetween(added.minusSeconds(1), added.plusSeconds(2));
    }
  }

  @Test
  void aPlanWhoseScheduleIsAnotherIsFollowedFromNowOn() throws InterruptedException {
    remembered(secondly("changed").build());
    secondsPass(3);
    Instant restarted = Instant.now();

    try (BackupScheduler scheduler = remembering().build()) {
      scheduler.put(Plans.plan("changed", "*/1 * * * * *").build());
      scheduler.start();
      assertThat(endedOf("changed", Instant.EPOCH).dueAt()).isAfter(restarted.minusSeconds(1));
    }
  }

  @Test
  void aPlanIsPutInThePlaceOfTheOneOfItsName() {
    try (BackupScheduler scheduler = remembering().build()) {
      scheduler.put(Plans.plan("a", "@yearly").build());
      scheduler.put(Plans.plan("a", "@monthly").description("second start").build());

      assertThat(scheduler.list()).hasSize(1);
      assertThat(scheduler.plan("a").description()).isEqualTo("second start");
    }
  }

  @Test
  void whatRunsInAnotherSchedulerIsNotTakenForDead() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    then = waiting(running, go);
    BackupPlan plan = Plans.plan("long", "@yearly").build();
    try (BackupScheduler first = remembering().build().start();
        BackupScheduler second = remembering().build()) {
      first.put(plan);
      first.trigger("long", "");
      running.await();
      second.put(plan);
      second.start();
      assertThat(second.jobs(0, 10)).isEmpty();

      go.countDown();
      assertThat(endedOf("long", Instant.EPOCH).status()).isEqualTo(JobStatus.SUCCEEDED);
    }
  }

  @Test
  void aRunThatDiedIsToldOnceItsPlanIsPutAlsoAfterTheStart() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    then = waiting(running, go);
    BackupPlan plan = Plans.plan("late", "@yearly").build();
    try (BackupScheduler first = remembering().build().start()) {
      try {
        first.put(plan);
        String id = first.trigger("late", "").id();
        running.await();
        Path killed = stateAsAfterAKill();
        remembering().stateDirectory(killed).build().start().close();
        assertThat(ended).isEmpty();

        try (BackupScheduler next = remembering().stateDirectory(killed).build().start()) {
          next.put(plan);
          BackupJob told = endedOf("late", Instant.EPOCH);
          assertThat(told.id()).isEqualTo(id);
          assertThat(told.status()).isEqualTo(JobStatus.FAILED);
          assertThat(told.message()).contains("ended before the backup did");
          assertThat(next.job(id)).contains(told);
        }
      } finally {
        go.countDown();
      }
    }
  }

  @Test
  void aNotifierWaitsForNoListenerAndAnEndThatIsNotToldToAllIsToldAgainAsItWas() throws Exception {
    BlockingQueue<BackupJob> notified = new LinkedBlockingQueue<>();
    CountDownLatch go = new CountDownLatch(1);
    then =
        run -> {
          throw new IOException("the disk is full");
        };
    BackupPlan plan = Plans.plan("slow", "@yearly").build();
    BackupJobListener slow =
        new BackupJobListener() {
          @Override
          public void ended(BackupPlan plan, BackupJob job) {
            try {
              go.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    try (BackupScheduler first =
        remembering().listener(slow).notifier((of, job) -> notified.add(job)).build().start()) {
      try {
        first.put(plan);
        first.trigger("slow", "");
        BackupJob heard = notified.poll(60, TimeUnit.SECONDS);
        assertThat(heard).isNotNull().isEqualTo(endedOf("slow", Instant.EPOCH));

        try (BackupScheduler next =
            remembering().stateDirectory(stateAsAfterAKill()).build().start()) {
          next.put(plan);
          assertThat(endedOf("slow", Instant.EPOCH)).isEqualTo(heard);
        }
      } finally {
        go.countDown();
      }
    }
  }

  @Test
  void isForItsOwnerAloneAndSurvivesDamage() throws IOException {
    remembered(secondly("a").build());
    List<Path> files = files();

    assertThat(files).anyMatch(file -> file.toString().endsWith(".plans"));
    for (Path file : files) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      Files.writeString(file, "{\"followed\": 7, ");
    }
    remembered(secondly("a").build());
    Files.writeString(files.get(0), "[]");
    remembered(secondly("a").build());
  }

  @Test
  void refusesAPlaceWhereNothingCanBeKept() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatExceptionOfType(SpaceException.class)
        .isThrownBy(() -> BackupScheduler.builder().stateDirectory(file.resolve("x")).build())
        .withMessageContaining("cannot be remembered in " + file);
  }

  private static final Duration GRACE = Duration.ofMillis(200);

  private BackupSchedulerBuilder remembering() {
    return BackupScheduler.builder()
        .stateDirectory(folder.resolve("state"))
        .grace(GRACE)
        .runner(run -> then.run(run))
        .listener(
            new BackupJobListener() {
              @Override
              public void lastSucceeded(BackupPlan plan, Instant at) {
                succeeded.add(at);
              }

              @Override
              public void ended(BackupPlan plan, BackupJob job) {
                ended.add(job);
              }
            });
  }

  /** Says that it runs, and waits until it may end. */
  private static BackupRunner waiting(CountDownLatch running, CountDownLatch go) {
    return run -> {
      running.countDown();
      go.await();
      return Results.succeeded();
    };
  }

  private static BackupPlanBuilder secondly(String name) {
    return Plans.plan(name, "* * * * * *");
  }

  /** A process had the plan, and ended before it was due. */
  private void remembered(BackupPlan plan) {
    try (BackupScheduler scheduler = remembering().build()) {
      scheduler.put(plan);
    }
  }

  /** Another scheduler counts them. */
  private static void secondsPass(int count) throws InterruptedException {
    CountDownLatch seconds = new CountDownLatch(count);
    try (BackupScheduler clock =
        BackupScheduler.builder()
            .runner(
                run -> {
                  seconds.countDown();
                  return Results.succeeded();
                })
            .build()
            .start()) {
      clock.put(secondly("clock").build());
      assertThat(seconds.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private BackupJob endedOf(String plan, Instant after) throws InterruptedException {
    BackupJob job;
    do {
      job = ended.poll(60, TimeUnit.SECONDS);
      assertThat(job).as("a job ends within a minute").isNotNull();
    } while (!job.plan().equals(plan) || !job.dueAt().isAfter(after));
    return job;
  }

  /** What the next process would find, if this one were killed now. */
  private Path stateAsAfterAKill() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    for (Path file : files()) {
      Files.copy(file, copy.resolve(file.getFileName()));
    }
    return copy;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("state"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
