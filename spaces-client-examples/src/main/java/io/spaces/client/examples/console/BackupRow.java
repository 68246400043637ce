package io.spaces.client.examples.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.transfer.TransferProgress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A backup as the table shows it: a job that waits, runs or has failed, a snapshot, or a job with
 * the snapshot that it made.
 *
 * @param job the job, or null when the console did not run it
 * @param snapshot the snapshot, or null when there is none
 * @param progress how far the job is, or null when it does not run
 * @param destination where to, for people
 */
record BackupRow(
    @Nullable BackupJob job,
    @Nullable Snapshot snapshot,
    @Nullable TransferProgress progress,
    String destination) {

  /** The status of what lies in the trash. */
  static final String DELETED = "deleted";

  String id() {
    return snapshot != null ? snapshot.id() : job == null ? "" : job.id();
  }

  boolean is(String id) {
    return id.equals(id()) || (job != null && id.equals(job.id()));
  }

  Instant start() {
    if (job != null) {
      return job.startedAt() == null ? job.dueAt() : job.startedAt();
    }
    return snapshot == null ? Instant.EPOCH : snapshot.time();
  }

  String strategy() {
    return job == null ? "unknown" : Json.word(job.strategy());
  }

  String status() {
    if (snapshot != null && snapshot.deletedAt() != null) {
      return DELETED;
    }
    if (job != null) {
      return Json.word(job.status());
    }
    return snapshot != null && snapshot.complete() ? "succeeded" : "partial";
  }

  String description() {
    return snapshot != null ? snapshot.description() : job == null ? "" : job.description();
  }

  /** What it is a backup of, or null when nobody knows. */
  @Nullable String set() {
    return snapshot != null ? snapshot.set() : job == null ? null : job.set();
  }

  /** Whether it has a text in one of its columns, whatever the case. */
  boolean contains(String text) {
    String all =
        String.join(
            "\n",
            id(),
            description(),
            set() == null ? "" : set(),
            destination,
            strategy(),
            status(),
            job == null ? "" : job.plan() + "\n" + job.message(),
            start().toString());
    return all.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
  }

  ObjectNode toJson() {
    ObjectNode node = Json.object();
    node.put("id", id());
    node.put("jobId", job == null ? null : job.id());
    node.put("snapshotId", snapshot == null ? null : snapshot.id());
    node.put("plan", job == null ? null : planOf(job));
    node.put("set", set());
    node.put("destination", destination);
    node.put("strategy", strategy());
    node.put("status", status());
    node.put("start", start().toString());
    node.put("end", job == null ? null : Json.time(job.endedAt()));
    node.put("size", snapshot != null ? snapshot.size() : job == null ? -1 : job.size());
    node.put("stored", snapshot == null ? -1 : snapshot.sent());
    node.put("files", snapshot == null ? -1 : snapshot.files());
    node.put("errorCount", job == null ? -1 : job.errorCount());
    node.put("description", description());
    node.put("message", job == null ? "" : job.message());
    node.set("warnings", Warnings.toJson(job == null ? List.of() : job.warnings()));
    node.put("pinned", snapshot != null && snapshot.pinned());
    node.put("suspicion", snapshot == null ? null : snapshot.suspicion());
    node.put("deletedAt", snapshot == null ? null : Json.time(snapshot.deletedAt()));
    node.put("expiresAt", snapshot == null ? null : Json.time(snapshot.expiresAt()));
    if (progress != null) {
      node.set("progress", progress(progress));
    }
    return node;
  }

  /** A run of a part, until this ran it as one of its plan, had a plan of its own. */
  private static String planOf(BackupJob job) {
    int mark = job.plan().indexOf("--only-");
    return mark < 0 ? job.plan() : job.plan().substring(0, mark);
  }

  static ObjectNode progress(TransferProgress progress) {
    ObjectNode node = Json.object();
    node.put("objectsDone", progress.objectsDone());
    node.put("objectsTotal", progress.objectsTotal());
    node.put("bytesDone", progress.bytesDone());
    node.put("bytesTotal", progress.bytesTotal());
    node.put("fraction", progress.fraction());
    return node;
  }
}
