package io.spaces.client.internal.mirror.restore;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.mirror.Listed;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.restore.PendingFile;
import io.spaces.client.internal.restore.RestorePath;
import io.spaces.client.internal.restore.SafeTarget;
import io.spaces.client.internal.restore.entry.EntryGuard;
import io.spaces.client.internal.restore.entry.OverwriteDecision;
import io.spaces.client.internal.spec.RestoreSpec;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Carries one object after the other through: compare, fetch, check, put in place. */
final class RestoreWorker {
  private static final int BUFFER = 64 * 1024;

  private final RestoreSpec spec;
  private final SpaceApi api;
  private final Cancellation cancellation;
  private final RestoreIndex index;
  private final @Nullable SafeTarget target;
  private final Monitor monitor;
  private final EntryGuard guard;
  private final ContentHash hash = new ContentHash();
  private final byte[] buffer = new byte[BUFFER];

  /** A worker for one thread; without a target, nothing is there and all is only planned. */
  RestoreWorker(
      RestoreSpec spec,
      SpaceApi api,
      Cancellation cancellation,
      RestoreIndex index,
      @Nullable SafeTarget target,
      Monitor monitor,
      EntryGuard guard) {
    this.spec = spec;
    this.api = api;
    this.cancellation = cancellation;
    this.index = index;
    this.target = target;
    this.monitor = monitor;
    this.guard = guard;
  }

  /** Works on one object; throws only what ends the whole run. */
  void carryOut(int number) {
    String key = index.key(number);
    long planned = index.plannedSize(number);
    Listed wanted = index.listed(number);
    guard.attempt(
        key,
        attempt -> {
          RestorePath path = spec.root().path(key);
          switch (decide(path, wanted)) {
            case SAME -> monitor.unchanged(key, planned);
            case KEEP -> monitor.kept(key, planned, "is in the target already");
            case WRITE -> {
              if (spec.dryRun() || target == null) {
                monitor.planned(key, planned, planned);
                return;
              }
              attempt.started(planned);
              monitor.moved(key, planned, restore(target, path, key, wanted));
            }
          }
        });
  }

  private OverwriteDecision decide(RestorePath path, Listed wanted) throws IOException {
    if (target == null) {
      return OverwriteDecision.WRITE;
    }
    return OverwriteDecision.decide(
        spec.overwrite(),
        target,
        path,
        wanted.size(),
        wanted.mtimeNs(),
        there -> wanted.digest() != null && Arrays.equals(wanted.digest(), digestOf(there)));
  }

  private byte[] digestOf(FileChannel file) throws IOException {
    hash.finish();
    ByteBuffer bytes = ByteBuffer.wrap(buffer);
    while (file.read(bytes.clear()) >= 0) {
      cancellation.throwIfCancelled();
      hash.update(buffer, 0, bytes.position());
    }
    return hash.finish();
  }

  /** Restores one object and returns its length. */
  private long restore(SafeTarget into, RestorePath path, String key, Listed listed)
      throws IOException {
    try {
      return place(fetch(into, path, key, listed), listed);
    } catch (IntegrityException e) {
      return restoreAnew(into, path, key, listed, e);
    } catch (SpaceResponseException e) {
      if (!SpaceApi.isAbsence(e)) {
        throw e;
      }
      return restoreAnew(into, path, key, listed, Listed.lost(key, e));
    }
  }

  /** A backup that runs meanwhile may have replaced the object since it was listed. */
  private long restoreAnew(
      SafeTarget into, RestorePath path, String key, Listed then, IntegrityException e)
      throws IOException {
    Listed now = Listed.ask(api, spec.folderKey() + key);
    if (now == null || now.isSameContentAs(then)) {
      throw e;
    }
    return place(fetch(into, path, key, now), now);
  }

  private static long place(PendingFile fetched, Listed wanted) throws IOException {
    try (fetched) {
      fetched.commit(wanted.mtimeNs(), SafeTarget.NO_MODE);
      return fetched.length();
    }
  }

  /** Fetches one object into a file that has not got its name yet, and checks it. */
  private PendingFile fetch(SafeTarget into, RestorePath path, String key, Listed wanted)
      throws IOException {
    return api.get(
        spec.folderKey() + key,
        SpaceApi.ANY_LENGTH,
        (in, length, announced) -> {
          byte[] digest = wanted.digest() != null ? wanted.digest() : announced;
          if (spec.verify() && digest == null) {
            throw new IntegrityException(
                "The space names no content hash for "
                    + key
                    + ", so that it cannot be verified; verify(false) restores it all the same.",
                null);
          }
          long size = wanted.size() >= 0 ? wanted.size() : length;
          if (length >= 0 && length != size) {
            throw notAsListed(key);
          }
          PendingFile file = into.begin(path, size);
          boolean good = false;
          try {
            copy(in, file, key, size);
            if (spec.verify() && !Arrays.equals(digest, hash.finish())) {
              throw notAsListed(key);
            }
            good = true;
            return file;
          } finally {
            if (!good) {
              file.close();
            }
          }
        });
  }

  private void copy(InputStream in, PendingFile file, String key, long size) throws IOException {
    hash.finish();
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      if (size >= 0 && file.length() + count > size) {
        throw notAsListed(key);
      }
      file.write(buffer, 0, count);
      if (spec.verify()) {
        hash.update(buffer, 0, count);
      }
    }
    if (size >= 0 && file.length() != size) {
      throw notAsListed(key);
    }
  }

  private static IntegrityException notAsListed(String key) {
    return new IntegrityException(
        "The content of "
            + key
            + " is not what the space says it is; nothing of it was kept. "
            + Listed.HEALING,
        null);
  }
}
