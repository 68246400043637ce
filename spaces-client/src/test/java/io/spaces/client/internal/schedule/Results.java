package io.spaces.client.internal.schedule;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferStatus;
import java.time.Duration;
import java.util.List;

/** Results of backups that never happened. */
public final class Results {
  private Results() {}

  /** Three objects of together 42 bytes. */
  public static BackupResult succeeded() {
    return result(TransferStatus.SUCCEEDED, 0, "OK", List.of());
  }

  public static BackupResult partial() {
    return result(
        TransferStatus.PARTIAL,
        1,
        "1 of 4 objects failed",
        List.of(new ObjectFailure("db/app.dump", "pg_dump ended with 1", null)));
  }

  /** The result of a backup that was cancelled. */
  public static BackupResult cancelled() {
    return result(TransferStatus.CANCELLED, 0, "cancelled", List.of());
  }

  private static BackupResult result(
      TransferStatus status, long errors, String message, List<ObjectFailure> failures) {
    return BackupResult.builder(status)
        .errorCount(errors)
        .count(3)
        .duration(Duration.ofSeconds(1))
        .size(42)
        .scanned(4)
        .unchanged(1)
        .statusCode(200)
        .statusMessage(message)
        .recordId("record")
        .snapshotId("snapshot")
        .failures(failures)
        .build();
  }
}
