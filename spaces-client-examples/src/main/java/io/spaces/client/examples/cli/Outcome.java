package io.spaces.client.examples.cli;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the results of a backup and of a restore have in common; the components are theirs. */
record Outcome(
    Kind kind,
    TransferStatus status,
    long errorCount,
    long count,
    Duration duration,
    long size,
    long scanned,
    long unchanged,
    long skipped,
    int statusCode,
    String statusMessage,
    @Nullable String recordId,
    @Nullable String snapshotId,
    List<ObjectFailure> failures) {

  /** What was done, in words. */
  enum Kind {
    BACKUP("backup", "Backed up", "would send"),
    RESTORE("restore", "Restored", "would restore");

    final String noun;
    final String done;
    final String planned;

    Kind(String noun, String done, String planned) {
      this.noun = noun;
      this.done = done;
      this.planned = planned;
    }
  }

  static Outcome of(BackupResult result) {
    return new Outcome(
        Kind.BACKUP,
        result.status(),
        result.errorCount(),
        result.count(),
        result.duration(),
        result.size(),
        result.scanned(),
        result.unchanged(),
        result.skipped(),
        result.statusCode(),
        result.statusMessage(),
        result.recordId(),
        result.snapshotId(),
        result.failures());
  }

  static Outcome of(RestoreResult result) {
    return new Outcome(
        Kind.RESTORE,
        result.status(),
        result.errorCount(),
        result.count(),
        result.duration(),
        result.size(),
        result.scanned(),
        result.unchanged(),
        result.skipped(),
        result.statusCode(),
        result.statusMessage(),
        result.recordId(),
        result.snapshotId(),
        result.failures());
  }
}
