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

  static BackupResult partial() {
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
    return new BackupResult(
        status,
        errors,
        3,
        Duration.ofSeconds(1),
        42,
        4,
        1,
        0,
        200,
        message,
        "record",
        "snapshot",
        failures,
        null);
  }
}
