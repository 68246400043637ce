package io.spaces.client.internal.run;

import io.spaces.client.error.NothingFoundException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.internal.secret.ForeignWords;
import io.spaces.client.internal.transfer.Tally;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferResult;
import io.spaces.client.transfer.TransferStatus;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param status how
 * @param statusCode the HTTP status that decided it, or 0
 * @param statusMessage the same in words
 * @param recordId the space's record of the run, or null
 * @param cause what ended it early, or null
 * @param failed how many objects failed, where it went to its end
 * @param kind why it did not succeed, in a kind; null when it did
 */
record RunOutcome(
    TransferStatus status,
    int statusCode,
    String statusMessage,
    @Nullable String recordId,
    @Nullable Throwable cause,
    long failed,
    @Nullable FailureKind kind) {

  static RunOutcome cancelled(Throwable cause, @Nullable String recordId) {
    return new RunOutcome(
        TransferStatus.CANCELLED,
        0,
        "The run was cancelled before its end.",
        recordId,
        cause,
        0,
        FailureKind.CANCELLED);
  }

  static RunOutcome failed(Throwable cause, @Nullable String recordId) {
    String words = ForeignWords.of(cause);
    TransferStatus status =
        cause instanceof NothingFoundException
            ? TransferStatus.NOTHING_FOUND
            : TransferStatus.FAILED;
    return new RunOutcome(
        status, statusCode(cause), words, recordId, cause, 0, FailureKind.of(cause));
  }

  /** The run went to its end: it succeeded unless single objects failed. */
  static RunOutcome atTheEnd(Tally tally, @Nullable String recordId) {
    if (tally.failedCount() == 0) {
      return new RunOutcome(TransferStatus.SUCCEEDED, 200, "", recordId, null, 0, null);
    }
    ObjectFailure first = tally.failures().get(0);
    return new RunOutcome(
        TransferStatus.PARTIAL,
        statusCode(first.cause()),
        tally.failedCount()
            + " of "
            + tally.consideredCount()
            + " objects failed; the first: "
            + first.message(),
        recordId,
        null,
        tally.failedCount(),
        FailureKind.of(first.cause()));
  }

  /**
   * What the space is told of the end, in words. Messages name sets, places and objects, and hold
   * what programs and exceptions say, of which it must know nothing when they are encrypted: then
   * it is told how many failed, and of what kind the first failure was.
   */
  String toldToSpace(boolean secret) {
    if (!secret || kind == null) {
      return statusMessage;
    }
    String why = kind.words() + (statusCode == 0 ? "" : ", " + statusCode);
    return status == TransferStatus.PARTIAL
        ? "Part of it failed; the client knows what. Failed: " + failed + " (" + why + ")."
        : "It failed; the client knows why (" + why + ").";
  }

  /** Tells a result all that it tells of the end. */
  void describe(TransferResult.Builder<?> result) {
    result.statusCode(statusCode).statusMessage(statusMessage).recordId(recordId).cause(cause);
  }

  private static int statusCode(@Nullable Throwable cause) {
    for (Throwable e = cause; e != null; e = e.getCause()) {
      if (e instanceof SpaceResponseException answer) {
        return answer.statusCode();
      }
    }
    return 0;
  }
}
