package io.spaces.client.internal.schedule.quartz;

import io.spaces.client.internal.schedule.job.Firing;
import io.spaces.client.internal.schedule.plan.PlanJson;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.DataKind;
import io.spaces.client.schedule.MissedRuns;
import io.spaces.client.schedule.PlanSource;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;

/** What Quartz keeps of a firing, from when somebody asks for it until it is due on some node. */
final class FiringData {
  private static final String JOB = "job";
  private static final String DUE = "due";
  private static final String DESCRIPTION = "description";
  private static final String ATTEMPT = "attempt";
  private static final String SELECTION = "selection";
  private static final String SOURCES = "sources";

  private FiringData() {}

  /** A firing that somebody asks for, as texts. */
  static JobDataMap write(String jobId, Firing firing) {
    JobDataMap data = new JobDataMap();
    data.put(JOB, jobId);
    data.put(DUE, Long.toString(firing.dueAt().toEpochMilli()));
    if (firing.attempt() > 1) {
      data.put(ATTEMPT, Integer.toString(firing.attempt()));
    }
    if (firing.description() != null) {
      data.put(DESCRIPTION, firing.description());
    }
    if (firing.selection() != null) {
      data.put(
          SELECTION,
          firing.selection().stream().map(DataKind::name).collect(Collectors.joining(",")));
    }
    if (firing.sources() != null) {
      data.put(SOURCES, PlanJson.writeSources(firing.sources()));
    }
    return data;
  }

  /** What is due, and why now. */
  static Firing read(BackupPlan plan, JobExecutionContext context) {
    JobDataMap data = context.getTrigger().getJobDataMap();
    String job = data.getString(JOB);
    String dueAt = data.getString(DUE);
    if (context.isRecovering()) {
      String scheduled =
          data.getString(Scheduler.FAILED_JOB_ORIGINAL_TRIGGER_SCHEDULED_FIRETIME_IN_MILLISECONDS);
      Instant original =
          scheduled == null ? Instant.now() : Instant.ofEpochMilli(Long.parseLong(scheduled));
      return new Firing(job, original, data.getString(DESCRIPTION), null, true);
    }
    if (job != null && dueAt != null) {
      return new Firing(
          job,
          Instant.ofEpochMilli(Long.parseLong(dueAt)),
          data.getString(DESCRIPTION),
          selection(data.getString(SELECTION)),
          sources(data.getString(SOURCES)),
          false,
          attempt(data.getString(ATTEMPT)));
    }
    return Firing.scheduled(dueAt(plan, context));
  }

  private static Instant dueAt(BackupPlan plan, JobExecutionContext context) {
    Date previous = context.getPreviousFireTime();
    Instant before =
        previous == null
            ? context.getTrigger().getStartTime().toInstant().minusMillis(1)
            : previous.toInstant();
    return dueAt(plan, before, context.getScheduledFireTime().toInstant());
  }

  /** A run that makes up for missed ones was due when the first of them was. */
  static Instant dueAt(BackupPlan plan, Instant before, Instant scheduled) {
    return plan.missedRuns() == MissedRuns.SKIP
        ? scheduled
        : plan.schedule().next(before).filter(first -> first.isBefore(scheduled)).orElse(scheduled);
  }

  private static @Nullable List<PlanSource> sources(@Nullable String json) {
    return json == null ? null : PlanJson.readSources(json);
  }

  private static int attempt(@Nullable String number) {
    return number == null ? 1 : Integer.parseInt(number);
  }

  private static @Nullable Set<DataKind> selection(@Nullable String names) {
    return names == null
        ? null
        : List.of(names.split(",", -1)).stream().map(DataKind::valueOf).collect(Collectors.toSet());
  }
}
