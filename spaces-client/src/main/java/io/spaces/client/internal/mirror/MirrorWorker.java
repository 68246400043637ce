package io.spaces.client.internal.mirror;

import io.spaces.client.error.CancelledException;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.http.retry.RetryAllowance;
import io.spaces.client.internal.listing.UnreadablePolicy;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.SourceChangedException;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.read.ContentSnapshot;
import io.spaces.client.internal.source.read.SourceReader;
import io.spaces.client.internal.spec.BackupSpec;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.transfer.ObjectFailure;
import java.io.IOException;
import java.util.function.BiConsumer;

/** Carries one object after the other through: read, hash, compare, push. For one thread. */
final class MirrorWorker {
  private static final int MOST_CHANGES = 4;

  private final BackupSpec spec;
  private final SpaceApi api;
  private final RetryAllowance allowance;
  private final RemoteIndex index;
  private final WorkList work;
  private final SentObjects sent;
  private final SourceReader reader;
  private final UnreadablePolicy unreadable;
  private final Monitor monitor;
  private final BiConsumer<String, FileStamp> tellPermissions;

  MirrorWorker(
      BackupSpec spec,
      SpaceApi api,
      RetryAllowance allowance,
      RemoteIndex index,
      WorkList work,
      SentObjects sent,
      SourceReader reader,
      UnreadablePolicy unreadable,
      Monitor monitor,
      BiConsumer<String, FileStamp> tellPermissions) {
    this.spec = spec;
    this.api = api;
    this.allowance = allowance;
    this.index = index;
    this.work = work;
    this.sent = sent;
    this.reader = reader;
    this.unreadable = unreadable;
    this.monitor = monitor;
    this.tellPermissions = tellPermissions;
  }

  /** Works on one object; throws only what ends the whole run. */
  void carryOut(int number) {
    String key = work.key(number);
    index.see(key);
    byte[] trusted = work.trustedDigest(number);
    if (trusted != null && index.matches(key, work.plannedSize(number), trusted)) {
      monitor.unchanged(key, work.plannedSize(number));
      return;
    }
    boolean started = false;
    for (int changes = 0; ; changes++) {
      try (ContentSnapshot content = work.read(number, reader, changes)) {
        if (!started && index.matches(key, content.length(), content.digest())) {
          work.remember(number, content);
          monitor.unchanged(key, work.plannedSize(number));
        } else if (spec.dryRun()) {
          long size = content.length();
          monitor.planned(key, work.plannedSize(number), size);
        } else {
          if (!started) {
            monitor.started(key, content.length());
            started = true;
          }
          api.put(spec.folderKey() + key, content.payload(), ContentHash.toCid(content.digest()));
          sent.add(key, content.length(), content.digest());
          work.remember(number, content);
          tellPermissions.accept(key, content.stamp());
          monitor.moved(key, work.plannedSize(number), content.length());
        }
        return;
      } catch (SourceChangedException e) {
        if (changes == MOST_CHANGES) {
          unreadable.trouble(
              key, e, started ? UnreadablePolicy.Stage.STARTED : UnreadablePolicy.Stage.COUNTED);
          return;
        }
      } catch (SourceException e) {
        unreadable.trouble(
            key, e, started ? UnreadablePolicy.Stage.STARTED : UnreadablePolicy.Stage.COUNTED);
        return;
      } catch (CancelledException e) {
        if (started) {
          monitor.failed(new ObjectFailure(key, "cancelled while it was sent", e));
        }
        throw e;
      } catch (SpaceException | IOException e) {
        failed(key, e);
        return;
      }
    }
  }

  private void failed(String key, Exception e) {
    monitor.failed(ObjectFailure.of(key, e));
    String hopeless = allowance.hopeless();
    if (hopeless != null) {
      if (e instanceof SpaceUnavailableException full) {
        throw full;
      }
      throw new SpaceConnectionException(hopeless, e);
    }
  }
}
