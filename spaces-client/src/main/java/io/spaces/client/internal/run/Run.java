package io.spaces.client.internal.run;

import io.spaces.client.error.CancelledException;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceErrorCode;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.error.TimeLimitException;
import io.spaces.client.internal.memory.Heap;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.protocol.StatusHeaders;
import io.spaces.client.internal.protocol.object.ListLag;
import io.spaces.client.internal.protocol.record.RecordStatus;
import io.spaces.client.internal.protocol.record.SyncRecordBody;
import io.spaces.client.internal.protocol.sign.SigningTime;
import io.spaces.client.internal.spec.SpaceAccess;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.waiting.Deadline;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.Warning;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One backup or restore from start to end: finds the endpoint, looks whether the space can take
 * part, opens the record, does the work, closes the record on every way out, and says how it all
 * ended.
 *
 * @param <R> the kind of result
 */
abstract class Run<R> extends RunningTask<R> {
  private static final Logger log = LoggerFactory.getLogger(Run.class);

  final Monitor monitor;

  private final SpaceAccess target;
  private final int retries;
  private final int concurrency;
  private final boolean dryRun;
  private final @Nullable Duration timeLimit;
  private volatile @Nullable Deadline deadline;

  /** Of this run's thread alone; open until what comes after the run is done. */
  private @Nullable Session session;

  Run(
      String name,
      Client client,
      SpaceAccess target,
      int retries,
      int concurrency,
      boolean dryRun,
      @Nullable Duration timeLimit,
      Monitor monitor) {
    super(name, client, monitor);
    this.target = target;
    this.retries = retries;
    this.concurrency = concurrency;
    this.dryRun = dryRun;
    this.timeLimit = timeLimit;
    this.monitor = monitor;
  }

  /** Opens the record of this run and returns its id. */
  abstract String openRecord(SpaceApi api);

  /** Closes the record of this run. */
  abstract void closeRecord(SpaceApi api, String id, RecordStatus status, String message);

  /**
   * Whether the space is to know no more of this run than it sees anyway: what it has is encrypted,
   * or nobody has found out yet whether it is.
   */
  boolean isSecret() {
    return false;
  }

  /**
   * Says what else there is to say of this run, where the space keeps it; failing is no failure.
   */
  void note(SpaceApi api, RunOutcome outcome) {}

  /** Writes the row of what this run has moved; that it cannot be written is a warning. */
  final void writeRow(SpaceApi api, RunOutcome outcome, SyncRecordBody row, String what) {
    boolean succeeded = outcome.status() == TransferStatus.SUCCEEDED;
    try {
      api.updateSync(
          api.createSync(row).id(),
          succeeded ? RecordStatus.SUCCEEDED : RecordStatus.FAILED,
          outcome.toldToSpace(isSecret()),
          row);
    } catch (SpaceException e) {
      monitor.warn(
          Warning.Code.SYNC_RECORD_MISSING,
          "The space's log does not tell how much " + what + ": " + e.getMessage(),
          e);
    }
  }

  /** Called at once, while the space is asked; what can be done without it may start here. */
  abstract void prepare();

  /** Refuses a space that cannot take part in this run. */
  abstract void checkSpace(StatusHeaders space);

  /** Does the work. What goes wrong with one object is told to the monitor; the rest is thrown. */
  abstract void work(Session session, StatusHeaders space) throws Exception;

  /** Releases what {@link #prepare} and {@link #work} hold; called on every way out. */
  abstract void release();

  /**
   * Does what comes after the run and is no part of it: how it ended is told to the space. Called
   * on every way out; failing is no failure, but that what the run relies on is not as it should
   * be.
   */
  void afterwards(RunOutcome outcome) {}

  /** Whether the space can be asked for nothing more: the record's time was not enough. */
  final boolean isGivenUp() {
    return session == null || session.grace().isOver();
  }

  abstract R result(RunOutcome outcome);

  /** Refuses a space that says it cannot be used. */
  static void requireAvailable(StatusHeaders space) {
    if (space.isUnavailable()) {
      throw new SpaceUnavailableException("The space is not available" + details(space), null);
    }
  }

  /** What the space says of its room and state, to end a sentence with. */
  static String details(StatusHeaders space) {
    String room = space.freeCapacity() < 0 ? "" : " (" + space.freeCapacity() + " bytes are free)";
    SpaceErrorCode error = SpaceErrorCode.fromCode(space.errorCode());
    String code =
        error == null
            ? ""
            : " [" + space.errorCode() + " " + error.name().toLowerCase(Locale.ROOT) + "]";
    return room + code + (space.errorMessage().isEmpty() ? "." : ": " + space.errorMessage());
  }

  @Override
  void start() {
    if (timeLimit != null) {
      deadline = Deadline.start(name() + "-limit", timeLimit, cancellation);
    }
    try {
      super.start();
    } catch (Throwable e) {
      workIsOver();
      throw e;
    }
  }

  @Override
  R carryOut() {
    RunOutcome outcome;
    try {
      outcome = runWithRecord();
    } catch (Throwable e) { // whatever happens, the run has an end
      outcome = outcome(e, null);
    }
    monitor.tally().stop();
    RunOutcome last = doWhatComesAfter(outcome);
    monitor.ended(last.status());
    return result(last);
  }

  private RunOutcome doWhatComesAfter(RunOutcome outcome) {
    try (Session open = session) {
      return doWhatComesAfter(outcome, open);
    }
  }

  /** A run whose own check fails has failed, however well it went. */
  private RunOutcome doWhatComesAfter(RunOutcome outcome, @Nullable Session open) {
    try {
      afterwards(outcome);
    } catch (IntegrityException e) {
      RunOutcome failed = RunOutcome.failed(e, outcome.recordId());
      String record = failed.recordId();
      return open == null || record == null ? failed : closeRecord(open, record, failed);
    } catch (Throwable e) { // the run is over: nothing else changes how it ended
      log.warn("{}: what comes after it has failed.", name(), e);
    }
    return outcome;
  }

  private RunOutcome runWithRecord() {
    Session open = null;
    String record = null;
    Throwable cause = null;
    try {
      prepare();
      open = client().open(name(), target, retries, concurrency, cancellation);
      session = open;
      StatusHeaders space = open.api().status();
      checkSpace(space);
      if (!dryRun) {
        cancellation.throwIfCancelled();
        record = openRecord(open.openingApi());
      }
      work(open, space);
      cancellation.throwIfCancelled();
    } catch (Throwable e) {
      cause = e;
    } finally {
      workIsOver();
    }
    if (open != null) {
      warnOfTheClock(open.api().signingTime());
    }
    try {
      release();
    } catch (Throwable e) { // the record is still to be closed
      log.warn("{}: could not release everything.", name(), e);
    }
    RunOutcome outcome = outcome(cause, record);
    return open == null || record == null ? outcome : close(open, record, outcome);
  }

  private void workIsOver() {
    Deadline limit = deadline;
    if (limit != null) {
      limit.close();
    }
  }

  private void warnOfTheClock(@Nullable SigningTime time) {
    if (time != null && time.isOff()) {
      monitor.warn(Warning.Code.CLOCK_OFF, time.describe());
    }
  }

  /** The record speaks last, and of a run that was cancelled it speaks alone. */
  private RunOutcome close(Session session, String record, RunOutcome outcome) {
    if (outcome.status() != TransferStatus.CANCELLED) {
      session.grace().beginNoting();
      note(session.notingApi(), outcome);
    }
    return closeRecord(session, record, outcome);
  }

  private RunOutcome closeRecord(Session session, String record, RunOutcome outcome) {
    boolean succeeded = outcome.status() == TransferStatus.SUCCEEDED;
    RecordStatus status = succeeded ? RecordStatus.SUCCEEDED : RecordStatus.FAILED;
    session.grace().beginClosing();
    try {
      closeRecord(session.closingApi(), record, status, outcome.toldToSpace(isSecret()));
      return outcome;
    } catch (RuntimeException e) {
      String why =
          session.grace().isOver()
              ? "the space has not answered within " + ListLag.words(session.grace().limit()) + "."
              : e.getMessage();
      if (succeeded) {
        String message = "Every object is safe, but the space's record could not be closed: ";
        return RunOutcome.failed(new SpaceException(message + why, e), record);
      }
      monitor.warn(
          Warning.Code.RECORD_LEFT_OPEN,
          "The space's record of this run could not be marked as failed, and seems to go on: "
              + why,
          e);
      return outcome;
    } finally {
      session.grace().endClosing();
    }
  }

  private RunOutcome outcome(@Nullable Throwable cause, @Nullable String record) {
    Deadline limit = deadline;
    if (cause != null && limit != null && limit.isReached() && !isCancelRequested()) {
      return RunOutcome.failed(tooLong(limit, cause), record);
    }
    if (cause instanceof CancelledException || (cause != null && isCancelRequested())) {
      return RunOutcome.cancelled(cause, record);
    }
    if (cause != null) {
      return RunOutcome.failed(documented(cause), record);
    }
    return RunOutcome.atTheEnd(monitor.tally(), record);
  }

  private static TimeLimitException tooLong(Deadline limit, Throwable cause) {
    return new TimeLimitException(
        "The run "
            + limit.words()
            + ". If it was at work, give it more time (timeLimit, --time-limit); if it waited, look"
            + " what for",
        cause);
  }

  /** What a run held is given up by now: that memory ran out is no more than its failure. */
  private static Throwable documented(Throwable cause) {
    for (Throwable e = cause; e != null; e = e.getCause()) {
      if (e instanceof OutOfMemoryError none && !(cause instanceof SpaceException)) {
        return Heap.exhausted("What this run has to keep", none);
      }
    }
    return cause;
  }
}
