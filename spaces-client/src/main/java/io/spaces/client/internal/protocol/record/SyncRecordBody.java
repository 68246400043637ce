package io.spaces.client.internal.protocol.record;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The row of what a backup has sent or a restore has fetched, which the log keeps beside the run's
 * own record: that one has neither counts nor sizes. Spelt as the official client does, which
 * writes one with each full backup ({@code SyncFolderPushCommand} of npm's did-space-js 1.2.23).
 *
 * @param source where it came from
 * @param target where it went to; of the two the folder in the space is one
 * @param run what the row belongs to
 * @param recordId the record of that run
 * @param strategy what started the run, in lower case
 * @param totalCount objects that were to be sent or deleted
 * @param errorCount how many of them failed
 * @param size bytes that were sent
 * @param duration how long it took
 */
public record SyncRecordBody(
    String source,
    String target,
    Run run,
    String recordId,
    String strategy,
    long totalCount,
    long errorCount,
    long size,
    Duration duration) {
  /** What rows belong to. */
  public enum Run {
    /** A backup. */
    BACKUP("backup"),
    /** A restore. */
    RESTORE("restore");

    private final String wire;

    Run(String wire) {
      this.wire = wire;
    }

    /** Where such a run's record is named; a path as {@link SpaceRecord#fields} has it. */
    public String field() {
      return "metadata." + wire;
    }
  }

  /** The fields as they are called on the wire. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("source", source);
    fields.put("target", target);
    fields.put("metadata", Map.of(run.wire, recordId, "strategy", strategy));
    fields.put("totalCount", totalCount);
    fields.put("errorCount", errorCount);
    fields.put("successCount", totalCount - errorCount);
    fields.put("size", size);
    fields.put("duration", BigDecimal.valueOf(duration.toMillis(), 3)); // in seconds
    return fields;
  }

  /** What tells this row from others. */
  public Map<String, String> about() {
    return Map.of("source", source, "target", target, run.field(), recordId);
  }
}
