package io.spaces.client.internal.schedule.notify;

import io.spaces.client.internal.schedule.plan.JsonFields;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.Notification;
import io.spaces.client.transfer.Warning;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a mail says of a job. */
public final class MailText {
  /** What would begin another line, of a header say, or steer a terminal. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

  private static final int LONGEST_LINE = 900;

  private MailText() {}

  /** The plan and how its job ended, on one line. */
  public static String subject(Notification notification) {
    BackupPlan plan = notification.plan();
    return line(
        "Backup "
            + plan.name()
            + " ("
            + JsonFields.word(plan.environment())
            + ") "
            + words(notification.job()));
  }

  private static String words(BackupJob job) {
    String warned = job.warnings().isEmpty() ? "" : ", with warnings";
    return switch (job.status()) {
      case SUCCEEDED -> "succeeded" + warned;
      case PARTIAL -> "succeeded only in part";
      case FAILED -> "failed";
      case CANCELLED -> "was cancelled";
      case SKIPPED -> "was left out";
      case WAITING -> "waits";
      case RUNNING -> "is under way";
    };
  }

  /** The whole story. */
  public static String text(Notification notification) {
    BackupPlan plan = notification.plan();
    BackupJob job = notification.job();
    StringBuilder text = new StringBuilder();
    text.append(line("The backup " + plan.name() + " " + words(job) + ".")).append("\n\n");
    if (!job.message().isBlank()) {
      text.append(line(job.message())).append("\n\n");
    }
    String advice = advice(job.status());
    if (advice != null) {
      text.append(advice).append("\n\n");
    }
    for (Warning warning : job.warnings()) {
      text.append(line("Warning (" + JsonFields.word(warning.code()) + "): " + warning.text()))
          .append('\n');
    }
    if (!job.warnings().isEmpty()) {
      text.append('\n');
    }
    field(text, "plan", plan.name());
    field(text, "environment", JsonFields.word(plan.environment()));
    field(text, "set", job.set());
    field(text, "description", job.description());
    field(text, "status", JsonFields.word(job.status()));
    field(text, "due at", job.dueAt());
    field(text, "started at", job.startedAt());
    field(text, "ended at", job.endedAt());
    field(text, "took", duration(job.duration()));
    field(text, "objects", number(job.count()));
    field(text, "bytes", number(job.size()));
    field(text, "failed", number(job.errorCount()));
    field(text, "snapshot", job.snapshotId());
    field(text, "destination", job.destination());
    field(text, "node", job.node());
    field(text, "job", job.id());
    if (notification.dropped() > 0) {
      text.append('\n')
          .append(notification.dropped())
          .append(" notifications before this one could not be delivered, and were dropped.\n");
    }
    return text.toString();
  }

  private static @Nullable String advice(JobStatus status) {
    return switch (status) {
      case FAILED ->
          "Earlier backups are as they were. Remove the cause and run the plan again, or wait for"
              + " its next run.";
      case PARTIAL ->
          "What is named above is missing in this backup; all else is safe. Remove the cause and"
              + " run the plan again.";
      case CANCELLED -> "Earlier backups are as they were. The plan's next run makes up for it.";
      case SUCCEEDED, SKIPPED, WAITING, RUNNING -> null;
    };
  }

  private static void field(StringBuilder text, String name, @Nullable Object value) {
    String words = value == null ? "" : line(value.toString());
    if (!words.isEmpty()) {
      text.append(name).append(": ").append(words).append('\n');
    }
  }

  private static @Nullable String number(long number) {
    return number < 0 ? null : Long.toString(number);
  }

  private static @Nullable String duration(@Nullable Duration took) {
    return took == null
        ? null
        : String.format(
            java.util.Locale.ROOT,
            "%d:%02d:%02d",
            took.toHours(),
            took.toMinutesPart(),
            took.toSecondsPart());
  }

  private static String line(String text) {
    String line = CONTROL.matcher(text).replaceAll(" ").strip();
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE - 1) + "…";
  }
}
