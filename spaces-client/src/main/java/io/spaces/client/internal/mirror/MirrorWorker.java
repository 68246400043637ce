package io.spaces.client.internal.mirror;

import io.spaces.client.error.CancelledException;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.http.retry.RetryAllowance;
import io.spaces.client.internal.listing.Listing;
import io.spaces.client.internal.listing.SourceListing;
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
final class MirrorWorker implements SourceListing.Worker {
  private static final int MOST_CHANGES = 4;

  private final BackupSpec spec;
  private final SpaceApi api;
  private final RetryAllowance allowance;
  private final RemoteIndex index;
  private final SourceListing work;
  private final SentObjects sent;
  private final SourceReader reader;
  private final UnreadablePolicy unreadable;
  private final Listing.Settling settling;
  private final Monitor monitor;
  private final BiConsumer<String, FileStamp> tellPermissions;

  MirrorWorker(
      BackupSpec spec,
      SpaceApi api,
      RetryAllowance allowance,
      RemoteIndex index,
      SourceListing work,
      SentObjects sent,
      SourceReader reader,
      Monitor monitor,
      BiConsumer<String, FileStamp> tellPermissions) {
    this.spec = spec;
    this.api = api;
    this.allowance = allowance;
    this.index = index;
    this.work = work;
    this.sent = sent;
    this.reader = reader;
    unreadable = work.unreadable();
    this.monitor = monitor;
    this.tellPermissions = tellPermissions;
    settling = settling(index, monitor);
  }

  /** Settles what is known to hold what the space has. */
  static Listing.Settling settling(RemoteIndex index, Monitor monitor) {
    return (key, stamp, digest) -> {
      if (!index.matches(key, stamp.size(), digest)) {
        return false;
      }
      index.see(key);
      monitor.unchanged(key, stamp.size());
      return true;
    };
  }

  @Override
  public void carryOut(int number) {
    carryOut(work.part(number), work.inPart(number));
  }

  private void carryOut(Listing part, int number) {
    if (part.settle(number, settling)) {
      return;
    }
    String key = part.key(number);
    index.see(key);
    boolean started = false;
    for (int changes = 0; ; changes++) {
      try (ContentSnapshot content = part.read(number, reader, changes)) {
        if (!started && index.matches(key, content.length(), content.digest())) {
          part.remember(number, content, content.digest());
          monitor.unchanged(key, part.plannedSize(number));
        } else if (spec.dryRun()) {
          long size = content.length();
          monitor.planned(key, part.plannedSize(number), size);
        } else {
          if (!started) {
            monitor.started(key, content.length());
            started = true;
          }
          api.put(spec.folderKey() + key, content.payload(), ContentHash.toCid(content.digest()));
          sent.add(key, content.length(), content.digest());
          part.remember(number, content, content.digest());
          tellPermissions.accept(key, content.stamp());
          monitor.moved(key, part.plannedSize(number), content.length());
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
