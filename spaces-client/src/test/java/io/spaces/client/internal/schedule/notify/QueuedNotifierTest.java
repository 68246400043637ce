package io.spaces.client.internal.schedule.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.spaces.client.ManualClock;
import io.spaces.client.history.Strategy;
import io.spaces.client.internal.schedule.Results;
import io.spaces.client.internal.schedule.job.Firing;
import io.spaces.client.internal.schedule.job.PlanRuns;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.Waiter;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.Notification;
import io.spaces.client.schedule.Notifier;
import io.spaces.client.schedule.NotifierState;
import io.spaces.client.schedule.NotifyOn;
import io.spaces.client.schedule.Overlap;
import io.spaces.client.schedule.Plans;
import io.spaces.client.schedule.ReceiverAwayException;
import io.spaces.client.transfer.Warning;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueuedNotifierTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Instant START = Instant.parse("2026-11-22T00:05:00Z");
  private static final Notifier AWAY =
      (plan, job) -> {
        throw new ReceiverAwayException("nobody is there", null);
      };

  private final BackupPlan plan =
      Plans.plan("nightly", "@yearly").notifyOn(NotifyOn.ALWAYS).build();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final CountDownLatch released = new CountDownLatch(1);
  private final ManualClock clock = new ManualClock(START.toString());
  private final List<Duration> waited = Collections.synchronizedList(new ArrayList<>());
  private final Waiter waits =
      new Waiter() {
        @Override
        public Instant now() {
          return clock.instant();
        }

        @Override
        public void await(Duration time, Cancellation cancellation) {
          waited.add(time);
          clock.advance(time);
        }
      };

  private BackupJob job(String id) {
    return PlanRuns.waiting(plan, id, Firing.scheduled(Instant.parse("2026-11-22T00:00:00Z")));
  }

  private QueuedNotifier queue(Notifier notifier) {
    return new QueuedNotifier(notifier, "receiver", null);
  }

  private QueuedNotifier impatient(Notifier notifier, @Nullable Path folder) {
    return new QueuedNotifier(
        notifier, "receiver", folder, Duration.ofMillis(50), clock, Waiter.system());
  }

  /** One that waits for its next attempts by moving the clock. */
  private QueuedNotifier untiring(Notifier notifier, @Nullable Path folder) {
    return new QueuedNotifier(notifier, "receiver", folder, LONG, clock, waits);
  }

  /** As at the limit of processes: what asks for the thread next gets it. */
  @Test
  void aThreadThatTheSystemRefusesIsAskedForAgainAndTellsOfAll() {
    AtomicInteger asked = new AtomicInteger();
    QueuedNotifier queue =
        new QueuedNotifier(
            (plan, job) -> told.add(job.id()),
            "receiver",
            null,
            LONG,
            clock,
            Waiter.system(),
            work ->
                new Thread(work) {
                  @Override
                  public synchronized void start() {
                    if (asked.getAndIncrement() == 0) {
                      throw new OutOfMemoryError("unable to create native thread");
                    }
                    super.start();
                  }
                });

    assertThatThrownBy(() -> queue.jobEnded(plan, job("1"))).isInstanceOf(OutOfMemoryError.class);
    queue.jobEnded(plan, job("2"));

    assertTimeoutPreemptively(
        LONG,
        () -> {
          assertThat(told.take()).isEqualTo("1");
          assertThat(told.take()).isEqualTo("2");
        });
    queue.close();
  }

  @Test
  void whatFailsForWantOfMemoryOrThreadsIsTriedAgain() {
    AtomicInteger attempts = new AtomicInteger();
    QueuedNotifier queue =
        untiring(
            (plan, job) -> {
              if (attempts.getAndIncrement() == 0) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              told.add(job.id());
            },
            null);
    queue.jobEnded(plan, job("1"));
    queue.jobEnded(plan, job("2"));
    queue.close();

    assertThat(told).containsExactly("1", "2");
    assertThat(queue.state().dropped()).isZero();
  }

  @Test
  void aThreadThatAnErrorEndsIsReplacedForTheNextAndLosesNothing() {
    AtomicInteger attempts = new AtomicInteger();
    AtomicInteger pauses = new AtomicInteger();
    BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    QueuedNotifier queue =
        new QueuedNotifier(
            (plan, job) -> {
              if (attempts.getAndIncrement() == 0) {
                throw new ReceiverAwayException("nobody is there", null);
              }
              told.add(job.id());
            },
            "receiver",
            null,
            LONG,
            clock,
            new Waiter() {
              @Override
              public Instant now() {
                return clock.instant();
              }

              @Override
              public void await(Duration time, Cancellation cancellation) {
                if (pauses.getAndIncrement() < 2) {
                  throw new OutOfMemoryError("no room");
                }
              }
            },
            work -> {
              Thread thread = new Thread(work);
              threads.add(thread);
              return thread;
            });

    assertTimeoutPreemptively(
        LONG,
        () -> {
          queue.jobEnded(plan, job("1"));
          threads.take().join();
          queue.jobEnded(plan, job("2"));
          assertThat(told.take()).isEqualTo("1");
          assertThat(told.take()).isEqualTo("2");
        });
    queue.close();
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
      // The second may be asked for in the very millisecond in which the first has ended.
      scheduler.add(plan.toBuilder().overlap(Overlap.QUEUE).build());
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
    QueuedNotifier queue = queue((plan, job) -> told.add(job.id()));
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
              QueuedNotifier queue = impatient((plan, job) -> released.await(), null);
              queue.jobEnded(plan, job("1"));
              queue.jobEnded(plan, job("2"));
              assertTimeoutPreemptively(LONG, queue::close);
              queue.jobEnded(plan, job("3"));
            });

    assertThat(logged)
        .contains("The notification of the job 1 of nightly failed")
        .contains("ERROR", "receiver was not told that the job 2 of nightly ended")
        .contains("receiver was not told that the job 3 of nightly ended");
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
        queue(
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
        queue(
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
        queue(
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

  @Test
  void aReceiverThatIsAwayHearsOfAllInTheEndInOrder() {
    AtomicInteger attempts = new AtomicInteger();
    QueuedNotifier queue =
        untiring(
            (plan, job) -> {
              if (attempts.incrementAndGet() < 200) {
                throw new ReceiverAwayException("nobody is there", null);
              }
              told.add(job.id());
            },
            null);
    List.of("1", "2", "3").forEach(id -> queue.jobEnded(plan, job(id)));

    queue.close();

    assertThat(told).containsExactly("1", "2", "3");
    assertThat(waited).hasSize(199);
    assertThat(waited.get(0)).isBetween(Duration.ofMillis(700), Duration.ofMillis(1300));
    assertThat(waited).allMatch(time -> time.compareTo(Duration.ofSeconds(78)) <= 0);
    NotifierState state = queue.state();
    assertThat(state.delivered()).isEqualTo(3);
    assertThat(state.waiting()).isZero();
    assertThat(state.dropped()).isZero();
    assertThat(state.lastFailure()).isEqualTo("nobody is there");
  }

  @Test
  void afterThreeDaysEachIsTriedOnceMoreAndDroppedAndTheNextThatArrivesTellsThat() {
    AtomicBoolean away = new AtomicBoolean(true);
    BlockingQueue<Long> dropped = new LinkedBlockingQueue<>();
    QueuedNotifier queue =
        untiring(
            new Notifier() {
              @Override
              public void jobEnded(BackupPlan plan, BackupJob job) {}

              @Override
              public void deliver(Notification notification) throws IOException {
                told.add(notification.id());
                if (away.get()) {
                  throw new ReceiverAwayException("nobody is there", null);
                }
                dropped.add(notification.dropped());
              }
            },
            null);
    String logged =
        logged(
            () -> {
              queue.jobEnded(plan, job("1"));
              queue.jobEnded(plan, job("2"));
              assertTimeoutPreemptively(
                  LONG,
                  () -> {
                    while (queue.state().dropped() < 2) {
                      Thread.onSpinWait();
                    }
                  });
            });
    away.set(false);
    queue.jobEnded(plan, job("3"));
    queue.close();

    assertThat(logged).contains("ERROR", "job 1 of", "job 2 of", "3 days");
    assertThat(clock.instant()).isAfter(START.plus(QueuedNotifier.OLDEST));
    assertThat(dropped).containsExactly(2L);
    assertThat(queue.state().dropped()).isEqualTo(2);
  }

  @Test
  void whatHasNotArrivedIsToldByTheNextProcessInOrderAndWithTheSameIds(@TempDir Path folder)
      throws IOException {
    String logged =
        logged(
            () -> {
              QueuedNotifier before = impatient(AWAY, folder.resolve("q"));
              before.jobEnded(plan, job("1"));
              before.jobEnded(plan, job("2"));
              before.close();
              assertThat(before.state().waiting()).isEqualTo(2);
              before.jobEnded(plan, job("3"));
            });
    assertThat(logged).contains("WARN", "2 notifications are kept in " + folder.resolve("q"));

    QueuedNotifier after =
        untiring(
            (plan, job) -> {
              told.add(job.id());
              assertThat(plan).isEqualTo(this.plan);
              assertThat(job).isEqualTo(job(job.id()));
            },
            folder.resolve("q"));
    after.start();
    after.close();

    assertThat(told).containsExactly("1", "2", "3");
    assertThat(after.state().delivered()).isEqualTo(3);
    try (Stream<Path> left = Files.list(folder.resolve("q"))) {
      assertThat(left.map(file -> file.getFileName().toString())).containsExactly("lock");
    }
  }

  @Test
  void whatIsBrokenOffByTheEndIsToldAgain(@TempDir Path folder) {
    QueuedNotifier before = impatient((plan, job) -> released.await(), folder);
    before.jobEnded(plan, job("1"));
    assertTimeoutPreemptively(LONG, before::close);
    QueuedNotifier after = untiring((plan, job) -> told.add(job.id()), folder);
    after.start();
    after.close();

    assertThat(told).containsExactly("1");
  }

  @Test
  void ofTwoSchedulersWithOneFolderOneDeliversForBothInOrder(@TempDir Path folder) {
    CountDownLatch busy = new CountDownLatch(1);
    QueuedNotifier one =
        untiring(
            (plan, job) -> {
              busy.countDown();
              released.await();
              told.add("one: " + job.id());
            },
            folder);
    QueuedNotifier other = untiring((plan, job) -> told.add("other: " + job.id()), folder);
    one.jobEnded(plan, job("1"));
    assertTimeoutPreemptively(LONG, () -> busy.await());
    other.jobEnded(plan, job("2"));
    other.close();
    released.countDown();
    one.close();

    assertThat(told).containsExactly("one: 1", "one: 2");
  }

  @Test
  void whatIsKeptIsForItsOwnerAloneAndBoundedAndADamagedOneHoldsNothingUp(@TempDir Path folder)
      throws IOException {
    Path kept = folder.resolve("notifications").resolve("q");
    QueuedNotifier queue = impatient(AWAY, kept);
    String logged =
        logged(
            () -> {
              IntStream.range(0, QueuedNotifier.MOST + 3)
                  .forEach(i -> queue.jobEnded(plan, job("job-" + i)));
              queue.close();
            });
    assertThat(logged).contains("ERROR", "receiver was not told that the job job-");
    assertThat(queue.state().waiting()).isBetween(QueuedNotifier.MOST, QueuedNotifier.MOST + 1);
    assertThat(queue.state().dropped()).isBetween(2L, 3L);
    for (Path inside : List.of(kept, kept.getParent())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inside)))
          .isEqualTo("rwx------");
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(kept)) {
      files = all.sorted().toList();
    }
    for (Path file : files) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    for (Path file : files.subList(3, files.size() - 1)) {
      Files.delete(file);
    }
    Files.writeString(files.get(1), "{");
    QueuedNotifier after = untiring((plan, job) -> told.add(job.id()), kept);
    after.start();
    after.close();

    assertThat(told).hasSize(2);
  }

  @Test
  void aJobComesBackFromTheDiskAsItWas(@TempDir Path folder) {
    Instant start = Instant.parse("2026-11-22T00:00:00.123Z");
    BackupJob ended =
        BackupJob.builder("ended", plan.name(), start.minusSeconds(1))
            .strategy(Strategy.MANUAL)
            .status(JobStatus.PARTIAL)
            .description("before the move")
            .startedAt(start)
            .endedAt(start.plusSeconds(60))
            .node("node-1")
            .destination("https://example.com/app")
            .count(7)
            .size(8)
            .errorCount(9)
            .recordId("record")
            .snapshotId("snapshot")
            .message("what failed")
            .warnings(List.of(new Warning(Warning.Code.READ_ABANDONED, "w\n".repeat(1_000))))
            .set("home")
            .build();
    List<BackupJob> jobs = List.of(job("waiting"), ended);
    QueuedNotifier queue = impatient(AWAY, folder.resolve("q"));
    jobs.forEach(job -> queue.jobEnded(plan, job));
    queue.close();
    List<BackupJob> read = new CopyOnWriteArrayList<>();

    QueuedNotifier after = untiring((plan, job) -> read.add(job), folder.resolve("q"));
    after.start();
    after.close();

    assertThat(read).isEqualTo(jobs);
  }

  @Test
  void schedulersOfOtherNamesShareNoFolderAlsoWhereCaseOrScriptIsAllThatDiffers(
      @TempDir Path folder) {
    assertThat(
            Stream.of("Prod", "prod", "生产", "测试", "a b", "a_b", ".", "..", "x".repeat(300))
                .map(name -> QueuedNotifier.folder(folder, name))
                .map(path -> path.toString().toLowerCase(Locale.ROOT)))
        .doesNotHaveDuplicates()
        .allMatch(path -> Path.of(path).getFileName().toString().length() < 200);
    assertThat(QueuedNotifier.folder(folder, "backups-2"))
        .isEqualTo(folder.resolve("notifications").resolve("backups-2"));
  }

  @Test
  void whatWaitsForANotifierThatIsNotThereAnyMoreIsToldAtTheStart(@TempDir Path folder) {
    Path queues = QueuedNotifier.folder(folder, "backups");
    Notifier mail =
        new Notifier() {
          @Override
          public void jobEnded(BackupPlan plan, BackupJob job) {}

          @Override
          public String name() {
            return "mail-new.example";
          }
        };
    QueuedNotifier before = impatient(AWAY, queues.resolve("mail-old.example"));
    before.jobEnded(plan, job("1"));
    before.close();

    String logged =
        logged(
            () ->
                BackupScheduler.builder()
                    .name("backups")
                    .stateDirectory(folder)
                    .notifier(mail)
                    .build()
                    .start()
                    .close());

    assertThat(logged)
        .contains("WARN", "1 notifications wait in " + queues.resolve("mail-old.example"));
  }

  @Test
  void aFolderThatCannotBeWrittenToIsToldAndCostsOnlyWhatOutlastsTheProcess(@TempDir Path folder)
      throws IOException {
    Path blocked = Files.writeString(folder.resolve("file"), "").resolve("q");
    QueuedNotifier queue = untiring((plan, job) -> told.add(job.id()), blocked);
    String logged =
        logged(
            () -> {
              queue.jobEnded(plan, job("1"));
              queue.close();
            });

    assertThat(told).containsExactly("1");
    assertThat(logged).contains("WARN", blocked.toString());
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
