package io.spaces.client.internal.mirror.check;

import io.spaces.client.error.CancelledException;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.http.retry.RetryAllowance;
import io.spaces.client.internal.mirror.Listed;
import io.spaces.client.internal.mirror.restore.RestoreIndex;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.transfer.ObjectFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads and hashes one object after the other, and keeps nothing. For one thread. */
final class CheckWorker {
  private static final long GONE = -1;

  private final String folderKey;
  private final SpaceApi api;
  private final RetryAllowance allowance;
  private final Cancellation cancellation;
  private final RestoreIndex index;
  private final Monitor monitor;
  private final ContentHash hash = new ContentHash();
  private final byte[] buffer = new byte[64 * 1024];
  private boolean started;

  CheckWorker(
      String folderKey,
      SpaceApi api,
      RetryAllowance allowance,
      Cancellation cancellation,
      RestoreIndex index,
      Monitor monitor) {
    this.folderKey = folderKey;
    this.api = api;
    this.allowance = allowance;
    this.cancellation = cancellation;
    this.index = index;
    this.monitor = monitor;
  }

  /** Works on one object; throws only what ends the whole run. */
  void carryOut(int number) {
    String key = index.key(number);
    long planned = index.plannedSize(number);
    started = false;
    try {
      long size = check(key, index.listed(number));
      if (size == GONE) {
        monitor.kept(key, planned, "was deleted from the space meanwhile");
      } else {
        monitor.moved(key, planned, size);
      }
    } catch (CancelledException e) {
      if (started) {
        monitor.failed(new ObjectFailure(key, "cancelled while it was read", e));
      }
      throw e;
    } catch (SpaceException | IOException e) {
      monitor.failed(ObjectFailure.of(key, e));
      cancellation.throwIfCancelled();
      String hopeless = allowance.hopeless();
      if (hopeless != null) {
        throw new SpaceConnectionException(hopeless, e);
      }
    }
  }

  private long check(String key, Listed listed) throws IOException {
    try {
      return read(key, listed);
    } catch (IntegrityException e) {
      return checkAnew(key, listed, e);
    } catch (SpaceResponseException e) {
      if (!SpaceApi.isAbsence(e)) {
        throw e;
      }
      return checkAnew(key, listed, Listed.lost(key, e));
    }
  }

  /** A backup that runs meanwhile may have replaced or deleted the object since it was listed. */
  private long checkAnew(String key, Listed then, IntegrityException e) throws IOException {
    Listed now = Listed.ask(api, folderKey + key);
    if (now == null && !started) {
      return GONE;
    }
    if (now == null || now.isSameContentAs(then)) {
      throw e;
    }
    return read(key, now);
  }

  private long read(String key, Listed listed) throws IOException {
    return api.get(
        folderKey + key,
        SpaceApi.ANY_LENGTH,
        (in, length, announced) -> {
          if (!started) {
            started = true;
            monitor.started(key, Math.max(0, listed.size()));
          }
          byte[] expected = listed.digest() != null ? listed.digest() : announced;
          if (expected == null) {
            throw new IntegrityException(
                "The space names no content hash for " + key + ", so that it cannot be verified.",
                null);
          }
          long count = digest(in, listed.size());
          boolean same = Arrays.equals(expected, hash.finish());
          if (!same || (listed.size() >= 0 && listed.size() != count)) {
            throw new IntegrityException(
                "The content of " + key + " is not what the space says it is. " + Listed.HEALING,
                null);
          }
          return count;
        });
  }

  /** Reads no further than it has to, to know that there is too much. */
  private long digest(InputStream in, long size) throws IOException {
    hash.finish();
    long count = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      hash.update(buffer, 0, read);
      count += read;
      if (size >= 0 && count > size) {
        return count;
      }
    }
    return count;
  }
}
