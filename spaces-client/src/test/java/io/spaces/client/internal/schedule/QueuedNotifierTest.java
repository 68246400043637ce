package io.spaces.client.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.Notifier;
import io.spaces.client.schedule.NotifyOn;
import io.spaces.client.schedule.Plans;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueuedNotifierTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final BackupPlan plan =
      Plans.plan("nightly", "@yearly").notifyOn(NotifyOn.ALWAYS).build();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final CountDownLatch released = new CountDownLatch(1);

  private BackupJob job(String id) {
    return PlanRuns.waiting(plan, id, Firing.scheduled(Instant.parse("2026-11-22T00:00:00Z")));
  }

  @Test
  void aReceiverThatStallsDelaysNoRunAndNoOtherAndHearsOfAllInOrder() {
    Notifier stalling =
        (plan, job) -> {
          released.await();
          told.add("late: " + job.description());
        };
    Notifier quick = (plan, job) -> told.add("at once: " + job.description());
    try (BackupScheduler scheduler =
        BackupScheduler.builder()
            .threads(1)
            .runner(run -> Results.succeeded())
            .notifier(stalling)
            .notifier(quick)
            .build()
            .start()) {
      scheduler.add(plan);
      assertTimeoutPreemptively(
          LONG,
          () -> {
            scheduler.trigger("nightly", "first");
            assertThat(told.take()).isEqualTo("at once: first");
            scheduler.trigger("nightly", "second");
            assertThat(told.take()).isEqualTo("at once: second");
            released.countDown();
            assertThat(told.take()).isEqualTo("late: first");
            assertThat(told.take()).isEqualTo("late: second");
          });
    }
  }

  @Test
  void whatWaitsIsToldBeforeTheEnd() {
    QueuedNotifier queue = new QueuedNotifier((plan, job) -> told.add(job.id()));
    queue.jobEnded(plan, job("1"));
    queue.jobEnded(plan, job("2"));

    queue.close();

    assertThat(told).containsExactly("1", "2");
  }

  @Test
  void oneThatStallsDoesNotKeepTheEndFromComingAndWhatIsGivenUpIsLogged() {
    String logged =
        logged(
            () -> {
              QueuedNotifier queue =
                  new QueuedNotifier((plan, job) -> released.await(), Duration.ofMillis(50));
              queue.jobEnded(plan, job("1"));
              queue.jobEnded(plan, job("2"));
              assertTimeoutPreemptively(LONG, queue::close);
              queue.jobEnded(plan, job("3"));
            });

    assertThat(logged)
        .contains("The notification of the job 1 of nightly failed")
        .contains("ERROR", "Nobody was told that the job 2 of nightly ended")
        .contains("Nobody was told that the job 3 of nightly ended");
  }

  @Test
  void aRunWhoseRunnerClosesTheSchedulerIsToldOfAllTheSame() {
    CompletableFuture<BackupScheduler> own = new CompletableFuture<>();
    BackupScheduler scheduler =
        BackupScheduler.builder()
            .runner(
                run -> {
                  own.join().close();
                  return Results.succeeded();
                })
            .notifier((plan, job) -> told.add(job.description()))
            .build()
            .start();
    own.complete(scheduler);
    scheduler.add(plan);
    scheduler.trigger("nightly", "the last");

    assertTimeoutPreemptively(LONG, () -> assertThat(told.take()).isEqualTo("the last"));
  }

  @Test
  void aNotifierThatClosesTheSchedulerWaitsForNoRun() {
    CountDownLatch underWay = new CountDownLatch(1);
    CompletableFuture<BackupScheduler> own = new CompletableFuture<>();
    BackupScheduler scheduler =
        BackupScheduler.builder()
            .threads(2)
            .runner(
                run -> {
                  if (run.plan().name().equals("long")) {
                    underWay.countDown();
                    released.await();
                  }
                  underWay.await();
                  return Results.succeeded();
                })
            .notifier(
                (plan, job) -> {
                  own.join().close();
                  told.add(job.plan());
                  released.countDown();
                })
            .build()
            .start();
    own.complete(scheduler);
    scheduler.add(plan);
    scheduler.add(Plans.plan("long", "@yearly").notifyOn(NotifyOn.ALWAYS).build());
    scheduler.trigger("long", "");
    scheduler.trigger("nightly", "");

    assertTimeoutPreemptively(
        LONG,
        () -> {
          assertThat(told.take()).isEqualTo("nightly");
          assertThat(told.take()).isEqualTo("long");
        });
  }

  @Test
  void aStrayInterruptionLosesNothing() {
    BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    QueuedNotifier queue =
        new QueuedNotifier(
            (plan, job) -> {
              told.add(job.id());
              threads.add(Thread.currentThread());
            });
    assertTimeoutPreemptively(
        LONG,
        () -> {
          queue.jobEnded(plan, job("1"));
          Thread working = threads.take();
          while (working.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
          }
          working.interrupt();
          queue.jobEnded(plan, job("2"));
          threads.take();
        });
    queue.close();

    assertThat(told).containsExactly("1", "2");
  }

  @Test
  void ofTooManyTheOldestAreDroppedAndThatIsLogged() {
    CountDownLatch busy = new CountDownLatch(1);
    QueuedNotifier queue =
        new QueuedNotifier(
            (plan, job) -> {
              busy.countDown();
              released.await();
              told.add(job.id());
            });
    queue.jobEnded(plan, job("first"));
    assertTimeoutPreemptively(LONG, () -> busy.await());
    String logged =
        logged(
            () ->
                IntStream.range(0, QueuedNotifier.MOST + 2)
                    .forEach(i -> queue.jobEnded(plan, job("job-" + i))));
    released.countDown();
    queue.close();

    assertThat(logged).contains("job job-0 of", "job job-1 of").doesNotContain("job job-2 of");
    assertThat(told).hasSize(QueuedNotifier.MOST + 1).startsWith("first", "job-2");
  }

  @Test
  void goesOnAfterAFailure() {
    QueuedNotifier queue =
        new QueuedNotifier(
            (plan, job) -> {
              told.add(job.id());
              if (job.id().equals("1")) {
                throw new IOException("no mail today");
              }
              if (job.id().equals("2")) {
                throw new NoClassDefFoundError("a library that is missing");
              }
            });
    List.of("1", "2", "3").forEach(id -> queue.jobEnded(plan, job(id)));

    queue.close();

    assertThat(told).containsExactly("1", "2", "3");
  }

  private static String logged(Runnable work) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setErr(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
