package io.spaces.client.backup;

import io.spaces.client.error.TransferException;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a backup ended. Immutable.
 *
 * @param status how it ended; {@link TransferStatus#SUCCEEDED} only when every file is safe in the
 *     space and the space's record says so
 * @param errorCount objects that failed; -1 when the run ended before it began to push
 * @param count objects uploaded plus objects deleted; -1 when the run ended before it began to
 *     push. In a vault an object counts as uploaded when the vault lacked some of its content: one
 *     that is empty, a copy, or only has another name now sends nothing and is {@code unchanged};
 *     folders and links are not counted
 * @param duration the time from start to end; negative when the run ended before it began to push
 * @param size content bytes uploaded; -1 when the run ended before it began to push
 * @param scanned objects the source holds, after filters
 * @param unchanged objects the space already had; in a vault, those of whose content it had all
 * @param skipped entries of the source that were left out by policy: links and unreadable files
 * @param statusCode the HTTP status of the answer that decided the end: 200, or the failing one; 0
 *     when no answer did
 * @param statusMessage what to tell a person: the server's words where it had some
 * @param recordId the id of the space's record of this backup, or null when none was made
 * @param snapshotId the id of the snapshot this backup made, or null for a backup that makes none
 * @param failures the objects that failed, and why
 * @param cause what ended the run early, or null
 */
public record BackupResult(
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
    List<ObjectFailure> failures,
    @Nullable Throwable cause) {

  /**
   * Copies the list of failures.
   *
   * @param status see {@link #status}
   * @param errorCount see {@link #errorCount}
   * @param count see {@link #count}
   * @param duration see {@link #duration}
   * @param size see {@link #size}
   * @param scanned see {@link #scanned}
   * @param unchanged see {@link #unchanged}
   * @param skipped see {@link #skipped}
   * @param statusCode see {@link #statusCode}
   * @param statusMessage see {@link #statusMessage}
   * @param recordId see {@link #recordId}
   * @param snapshotId see {@link #snapshotId}
   * @param failures see {@link #failures}
   * @param cause see {@link #cause}
   */
  public BackupResult {
    failures = List.copyOf(failures);
  }

  /**
   * Returns this result when the backup succeeded.
   *
   * @return this
   * @throws TransferException when it ended in any other way; the message says how, and its cause
   *     is {@link #cause}
   */
  public BackupResult orElseThrow() {
    if (status != TransferStatus.SUCCEEDED) {
      throw new TransferException("The backup ended as " + status + ": " + statusMessage, cause);
    }
    return this;
  }
}
