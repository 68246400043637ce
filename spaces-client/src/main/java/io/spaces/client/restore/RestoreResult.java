package io.spaces.client.restore;

import io.spaces.client.error.TransferException;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a restore ended. Immutable.
 *
 * @param status how it ended; {@link TransferStatus#SUCCEEDED} only when every object is verified
 *     and in its place, and the space's record says so
 * @param errorCount objects that failed; -1 when the run ended before it began to restore
 * @param count files, and from a vault links, restored plus those deleted; -1 when the run ended
 *     before it began to restore
 * @param duration the time from start to end; negative when the run ended before it began to
 *     restore
 * @param size content bytes restored; -1 when the run ended before it began to restore
 * @param scanned objects the backup holds, after filters
 * @param unchanged files that were in the target already, with the right content
 * @param skipped files that stayed as they were because the {@link OverwritePolicy} says so
 * @param statusCode the HTTP status of the answer that decided the end: 200, or the failing one; 0
 *     when no answer did
 * @param statusMessage what to tell a person: the server's words where it had some
 * @param recordId the id of the space's record of this restore, or null when none was made
 * @param snapshotId the id of the snapshot that was restored, or null when there was none
 * @param failures the objects that failed, and why
 * @param cause what ended the run early, or null
 */
public record RestoreResult(
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
  public RestoreResult {
    failures = List.copyOf(failures);
  }

  /**
   * Returns this result when the restore succeeded.
   *
   * @return this
   * @throws TransferException when it ended in any other way; the message says how, and its cause
   *     is {@link #cause}
   */
  public RestoreResult orElseThrow() {
    if (status != TransferStatus.SUCCEEDED) {
      throw new TransferException("The restore ended as " + status + ": " + statusMessage, cause);
    }
    return this;
  }
}
