package io.spaces.client.examples.cli;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.BackupSchedulerBuilder;
import io.spaces.client.schedule.MailNotifier;
import io.spaces.client.schedule.Notifier;
import io.spaces.client.schedule.NotifierState;
import io.spaces.client.schedule.PlanSource;
import io.spaces.client.schedule.PlanState;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.schedule.WebhookNotifier;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spaces schedule run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Follows the plans of a file until it is stopped, and tells what becomes of their runs.",
      "The file is read once, at the start. What the schedules have done is remembered: what falls",
      "due while it is stopped is treated as the plans' missedRuns says. With --json, each line is",
      "one JSON object."
    })
final class ScheduleRunCommand implements Callable<Integer> {
  @Mixin private Output output;

  @Parameters(paramLabel = "FILE", description = "A YAML file of plans.")
  private Path file;

  @Option(
      names = "--once",
      paramLabel = "NAME",
      description = "Run this plan now, whatever its schedule says, and end with it.")
  private @Nullable String once;

  @Option(
      names = "--only",
      paramLabel = "KEY",
      description = {
        "With --once: back up only the source of this key, such as db/app.dump, or of several;",
        "a folder's key is its place in the backup, or a dot for the root. It makes a set of its"
            + " own."
      })
  private List<String> only = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many plans run at once, 1 to 64 (default: 2).")
  private int threads;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = {
        "Where what must outlast the process is kept: what the schedules have done, and",
        "notifications that have not arrived.",
        "Default: a folder for FILE in the user's folder for state."
      })
  private @Nullable Path state;

  @Mixin private NotifierOptions told;

  private final Object printing = new Object();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean up;
  private volatile @Nullable BackupJob last;

  @Override
  public Integer call() throws Exception {
    List<BackupPlan> plans = new PlanFile(file, output).read();
    if (once != null && plans.stream().noneMatch(plan -> plan.name().equals(once))) {
      throw output.mistake("--once \"" + once + "\" is not in " + file + ".");
    }
    List<PlanSource> part = part(plans);
    checkSecrets(plans);
    try (WebhookNotifier webhook = told.webhook();
        BackupScheduler scheduler = scheduler(notifiers(webhook))) {
      plans.forEach(plan -> scheduler.add(once == null ? plan : paused(plan)));
      return StopSignal.whileRunning(stopped::countDown, () -> run(scheduler, part));
    }
  }

  /** The sources that were asked for; none for all. */
  private List<PlanSource> part(List<BackupPlan> plans) {
    if (!only.isEmpty() && once == null) {
      throw output.mistake("--only needs --once; expected the name of a plan beside it.");
    }
    List<PlanSource> part = new ArrayList<>();
    for (BackupPlan plan : plans) {
      if (!only.isEmpty() && plan.name().equals(once)) {
        only.forEach(key -> part.add(source(plan, key)));
      }
    }
    return part;
  }

  private PlanSource source(BackupPlan plan, String key) {
    return plan.sources().stream()
        .filter(source -> source.key().equals(key.equals(".") ? "" : key))
        .findFirst()
        .orElseThrow(
            () ->
                output.mistake(
                    "--only \""
                        + key
                        + "\" is no source of "
                        + plan.name()
                        + "; there are "
                        + plan.sources().stream()
                            .map(source -> source.key().isEmpty() ? "." : source.key())
                            .toList()
                        + "."));
  }

  /** All that are missing are told at once, and now: nobody looks at night. */
  private void checkSecrets(List<BackupPlan> plans) {
    List<String> problems = new ArrayList<>();
    for (BackupPlan plan : plans) {
      if (once == null ? plan.enabled() : plan.name().equals(once)) {
        try {
          plan.checkSecrets(SecretResolver.standard());
        } catch (InvalidParameterException e) {
          problems.add("The " + e.getMessage() + ".");
        }
      }
    }
    if (!problems.isEmpty()) {
      throw output.mistake(String.join(" ", problems));
    }
  }

  private List<Notifier> notifiers(@Nullable WebhookNotifier webhook) {
    List<Notifier> notifiers = new ArrayList<>();
    if (webhook != null) {
      notifiers.add(webhook);
    }
    MailNotifier mail = told.mail();
    if (mail != null) {
      notifiers.add(mail);
    }
    try {
      MailNotifier.of(file, SecretResolver.standard()).ifPresent(notifiers::add);
    } catch (InvalidParameterException e) {
      throw output.mistake(e.getMessage() + ".");
    }
    return notifiers;
  }

  /** Where nothing can be kept, and no other place was named, backups are made all the same. */
  private BackupScheduler scheduler(List<Notifier> notifiers) {
    try {
      Path kept = state == null ? ScheduleState.of(file) : state;
      if (kept == null) {
        return builder(notifiers).build();
      }
      return builder(notifiers).stateDirectory(kept).build();
    } catch (SpaceException e) {
      if (state != null) {
        throw output.mistake("--state-dir: " + e.getMessage() + ".");
      }
      output
          .err()
          .println(
              "Warning: "
                  + Printable.line(String.valueOf(e.getMessage()))
                  + ". Runs that are missed while this is stopped are not made up for; name a"
                  + " folder with --state-dir.");
      output.err().flush();
      return builder(notifiers).build();
    }
  }

  private BackupSchedulerBuilder builder(List<Notifier> notifiers) {
    BackupSchedulerBuilder builder =
        BackupScheduler.builder()
            .threads(Mistakes.between(output, "--threads", 1, 64, threads))
            .listener(
                new BackupJobListener() {
                  @Override
                  public void started(BackupPlan plan, BackupJob job) {
                    tell("started", job);
                  }

                  @Override
                  public void retrying(BackupPlan plan, BackupJob job) {
                    tell("retrying", job);
                  }

                  @Override
                  public void ended(BackupPlan plan, BackupJob job) {
                    tell("ended", job);
                    if (once != null && up) { // what is told before has died with its process
                      last = job;
                      stopped.countDown();
                    }
                  }
                });
    notifiers.forEach(builder::notifier);
    return builder;
  }

  /** One run alone is asked for: no other is to start meanwhile. */
  private static BackupPlan paused(BackupPlan plan) {
    return plan.toBuilder().enabled(false).build();
  }

  private int run(BackupScheduler scheduler, List<PlanSource> part) {
    synchronized (printing) { // a run that is due at once is told after the plans
      scheduler.start();
      up = true;
      if (once == null) {
        tellOfPlans(scheduler.list());
      } else if (part.isEmpty()) {
        scheduler.trigger(once, "");
      } else {
        scheduler.trigger(once, "", part);
      }
    }
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    scheduler.close();
    scheduler.notifiers().forEach(this::tellOfUndelivered);
    // To be stopped is how it ends well when nothing else was asked for.
    return once == null ? ExitCode.SUCCEEDED : exitCode(last);
  }

  private static int exitCode(@Nullable BackupJob job) {
    if (job == null) {
      return ExitCode.CANCELLED;
    }
    return switch (job.status()) {
      case SUCCEEDED -> ExitCode.SUCCEEDED;
      case PARTIAL -> ExitCode.PARTIAL;
      case WAITING, RUNNING, CANCELLED -> ExitCode.CANCELLED;
      case FAILED, SKIPPED -> ExitCode.FAILED;
    };
  }

  private void tellOfPlans(List<PlanState> plans) {
    if (output.isJson()) {
      output.printJson(
          json -> {
            json.writeStringField("event", "up");
            json.writeObjectFieldStart("nextRuns");
            for (PlanState state : plans) {
              json.writeStringField(state.plan().name(), HistoryText.text(state.nextRun()));
            }
            json.writeEndObject();
          });
    } else {
      plans.forEach(
          state ->
              output
                  .out()
                  .println(
                      state.plan().name()
                          + (state.nextRun() == null
                              ? " is paused"
                              : " runs next at " + state.nextRun())));
      output.out().flush();
    }
  }

  /** What a receiver has not heard changes no exit code: the backup itself is safe, or not. */
  private void tellOfUndelivered(NotifierState notifier) {
    if (notifier.waiting() == 0 && notifier.dropped() == 0) {
      return;
    }
    if (output.isJson()) {
      output.printJson(
          json -> {
            json.writeStringField("event", "undelivered");
            json.writeStringField("notifier", notifier.name());
            json.writeNumberField("waiting", notifier.waiting());
            json.writeNumberField("dropped", notifier.dropped());
            json.writeStringField("kept", HistoryText.text(notifier.kept()));
            json.writeStringField("reason", notifier.lastFailure());
          });
    }
    output.err().println(Printable.line(undelivered(notifier)));
    output.err().flush();
  }

  private static String undelivered(NotifierState notifier) {
    String waiting =
        notifier.waiting() == 0
            ? ""
            : ": "
                + notifier.waiting()
                + " kept in "
                + notifier.kept()
                + " until the next start with the same notifier";
    String dropped = notifier.dropped() == 0 ? "" : ": " + notifier.dropped() + " dropped";
    String reason = notifier.lastFailure() == null ? "" : " (" + notifier.lastFailure() + ")";
    return "warning  "
        + notifier.name()
        + " was not told of everything"
        + waiting
        + dropped
        + reason;
  }

  private void tell(String event, BackupJob job) {
    synchronized (printing) {
      if (output.isJson()) {
        output.printJson(
            json -> {
              json.writeStringField("event", event);
              PlanText.write(job, json);
            });
      } else {
        output
            .out()
            .println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + "  " + PlanText.line(job));
        output.out().flush();
      }
    }
  }
}
