package io.spaces.client.schedule;

import io.spaces.client.history.Strategy;
import io.spaces.client.transfer.Warning;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a plan. Immutable: a snapshot of how it stands.
 *
 * @param id unique among all nodes
 * @param plan the plan's name
 * @param strategy what started it
 * @param status how far it has come
 * @param description what the run is for, from the plan's template or from who triggered it
 * @param dueAt when it was to start
 * @param startedAt when it started, or null before that
 * @param endedAt when it ended, or null before that, and when its node died, nobody knows when
 * @param node the name of the scheduler that runs it, or null before that
 * @param destination where to: the plan's endpoint, without secrets
 * @param count objects uploaded and deleted; -1 when unknown
 * @param size content bytes uploaded; -1 when unknown
 * @param errorCount objects that failed; -1 when unknown
 * @param recordId the id of the space's record, or null
 * @param snapshotId the id of the snapshot it made, or null
 * @param message what to tell a person: why it failed, say
 * @param warnings what a person should know besides; see {@link
 *     io.spaces.client.backup.BackupResult#warnings}
 * @param set what it is a backup of, see {@link BackupPlan#set(java.util.Set)}; null for a mirror,
 *     and where a node of before this was told has run it
 */
public record BackupJob(
    String id,
    String plan,
    Strategy strategy,
    JobStatus status,
    String description,
    Instant dueAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String node,
    String destination,
    long count,
    long size,
    long errorCount,
    @Nullable String recordId,
    @Nullable String snapshotId,
    String message,
    List<Warning> warnings,
    @Nullable String set) {
  /**
   * Copies the warnings.
   *
   * @param id see {@link #id}
   * @param plan see {@link #plan}
   * @param strategy see {@link #strategy}
   * @param status see {@link #status}
   * @param description see {@link #description}
   * @param dueAt see {@link #dueAt}
   * @param startedAt see {@link #startedAt}
   * @param endedAt see {@link #endedAt}
   * @param node see {@link #node}
   * @param destination see {@link #destination}
   * @param count see {@link #count}
   * @param size see {@link #size}
   * @param errorCount see {@link #errorCount}
   * @param recordId see {@link #recordId}
   * @param snapshotId see {@link #snapshotId}
   * @param message see {@link #message}
   * @param warnings see {@link #warnings}
   * @param set see {@link #set}
   */
  public BackupJob {
    warnings = List.copyOf(warnings);
  }

  /**
   * Returns how long it took.
   *
   * @return the time from start to end, or null when one of the two is not known
   */
  public @Nullable Duration duration() {
    return startedAt == null || endedAt == null ? null : Duration.between(startedAt, endedAt);
  }
}
