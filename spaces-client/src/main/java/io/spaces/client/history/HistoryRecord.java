package io.spaces.client.history;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened in a space. Immutable.
 *
 * @param id what the space calls it; a snapshot's own id for {@link HistoryKind#SNAPSHOT}
 * @param kind what it is about
 * @param status how it stands
 * @param strategy what started it, or null when nobody said so
 * @param startedAt when it began; {@link Instant#EPOCH} when the space does not say
 * @param endedAt when it ended, or null while it is open
 * @param message what was said of its outcome, or empty
 * @param description what it was for, or empty
 * @param count objects it was about: those in a backup's snapshot, or else those that were sent and
 *     deleted, or fetched; -1 when unknown
 * @param errorCount objects that failed; -1 when unknown
 * @param size content bytes of these; -1 when unknown
 * @param snapshotId the snapshot that it made, or null when it made none, it is there no more, or
 *     the history knows of no snapshots
 * @param expiresAt until when no rule removes that snapshot, and from when on it may be removed, or
 *     null when the rules decide
 * @param backupId the backup, or restore, that a {@link HistoryKind#SYNC} is of, or null when it
 *     names none
 * @param set what that snapshot is a backup of, or null when there is none. Only the vault tells
 *     it: the space's log must not know a name that may be secret
 */
public record HistoryRecord(
    String id,
    HistoryKind kind,
    HistoryStatus status,
    @Nullable Strategy strategy,
    Instant startedAt,
    @Nullable Instant endedAt,
    String message,
    String description,
    long count,
    long errorCount,
    long size,
    @Nullable String snapshotId,
    @Nullable Instant expiresAt,
    @Nullable String backupId,
    @Nullable String set) {
  /**
   * Returns how long it took.
   *
   * @return the time from start to end, or null while it is open
   */
  public @Nullable Duration duration() {
    return endedAt == null ? null : Duration.between(startedAt, endedAt);
  }
}
