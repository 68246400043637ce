package io.spaces.client.internal.restore.entry;

import io.spaces.client.error.CancelledException;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.http.retry.RetryAllowance;
import io.spaces.client.internal.restore.platform.TargetFullException;
import io.spaces.client.internal.restore.platform.TargetProblems;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.transfer.TemporaryDirectoryException;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.transfer.ObjectFailure;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Where the failure of one entry becomes just that, unless going on with the others makes no sense.
 * Safe for use by several threads.
 */
public final class EntryGuard {
  private final Monitor monitor;
  private final Cancellation cancellation;
  private final RetryAllowance allowance;

  /** A guard of one run. */
  public EntryGuard(Monitor monitor, Cancellation cancellation, RetryAllowance allowance) {
    this.monitor = monitor;
    this.cancellation = cancellation;
    this.allowance = allowance;
  }

  /** What is done about one entry. */
  @FunctionalInterface
  public interface Work {
    /** Does it; says so to the attempt before it starts to write. */
    void carryOut(Attempt attempt) throws IOException;
  }

  /** One entry's work. */
  public final class Attempt {
    private final String key;
    private boolean started;

    private Attempt(String key) {
      this.key = key;
    }

    /** From here on exactly one end of it is told. */
    public void started(long size) {
      started = true;
      monitor.started(key, size);
    }
  }

  /** Works on one entry; throws only what ends the whole run. */
  public void attempt(String key, Work work) {
    cancellation.throwIfCancelled();
    Attempt attempt = new Attempt(key);
    try {
      work.carryOut(attempt);
    } catch (CancelledException e) {
      if (attempt.started) {
        monitor.failed(new ObjectFailure(key, "cancelled while it was restored", e));
      }
      throw e;
    } catch (TargetFullException e) {
      monitor.failed(ObjectFailure.of(key, e));
      throw new SpaceException(
          "The file system of the target is full. Make room and restore again: what is there by"
              + " now will not be fetched again.",
          e);
    } catch (TemporaryDirectoryException e) {
      monitor.failed(ObjectFailure.of(key, e));
      throw e;
    } catch (SpaceException | IOException | UncheckedIOException e) {
      monitor.failed(TargetProblems.failure(key, e));
      cancellation.throwIfCancelled();
      String hopeless = allowance.hopeless();
      if (hopeless != null) {
        throw new SpaceConnectionException(hopeless, e);
      }
    }
  }
}
