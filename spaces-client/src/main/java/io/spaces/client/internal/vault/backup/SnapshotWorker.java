package io.spaces.client.internal.vault.backup;

import io.spaces.client.backup.Trouble;
import io.spaces.client.internal.listing.Entries;
import io.spaces.client.internal.listing.Listing;
import io.spaces.client.internal.listing.SourceListing;
import io.spaces.client.internal.listing.UnreadablePolicy;
import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.SourceChangedException;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.read.SourceContent;
import io.spaces.client.internal.source.read.SourceReader;
import io.spaces.client.internal.spec.BackupSpec;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.vault.VaultBackup;
import io.spaces.client.snapshot.SnapshotEntry;
import io.spaces.client.transfer.ObjectFailure;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Carries one file after the other into the vault. For one thread. */
final class SnapshotWorker implements SourceListing.Worker {
  private static final int MOST_CHANGES = 4;

  private final BackupSpec spec;
  private final Instant time;
  private final VaultBackup backup;
  private final Listing part;
  private final VaultBackup.Worker vault;
  private final SourceReader reader;
  private final UnreadablePolicy unreadable;
  private final Monitor monitor;

  SnapshotWorker(
      BackupSpec spec,
      Instant time,
      VaultBackup backup,
      Listing part,
      SourceReader reader,
      UnreadablePolicy unreadable,
      Monitor monitor) {
    this.spec = spec;
    this.time = time;
    this.backup = backup;
    this.part = part;
    this.reader = reader;
    this.unreadable = unreadable;
    this.monitor = monitor;
    vault = backup.worker();
  }

  @Override
  public void carryOut(int number) {
    String key = part.key(number);
    if (part.settle(number, this::addKnown)) {
      if (isCounted(number)) {
        monitor.unchanged(key, part.plannedSize(number));
      }
      return;
    }
    UnreadablePolicy.Stage stage =
        isCounted(number) ? UnreadablePolicy.Stage.COUNTED : UnreadablePolicy.Stage.FOUND;
    // What an attempt has sent before the file changed was sent by this run.
    long before = vault.newBytes();
    for (int changes = 0; ; changes++) {
      try (SourceContent content = part.open(number, reader, changes)) {
        VaultBackup.FileContent stored = vault.read(content.stream());
        if (content.isWhole(stored.length())) {
          keep(number, content, stored, vault.newBytes() - before);
          return;
        }
        if (changes == MOST_CHANGES) {
          unreadable.trouble(
              key,
              Trouble.CHANGING,
              "\"" + key + "\" keeps changing while it is read",
              null,
              stage);
          return;
        }
      } catch (SourceChangedException e) {
        if (changes == MOST_CHANGES) {
          unreadable.trouble(key, e, stage);
          return;
        }
      } catch (SourceException e) {
        unreadable.trouble(key, e, stage);
        return;
      } catch (IOException e) {
        unreadable.trouble(
            key, Trouble.UNREADABLE, "\"" + key + "\" cannot be read: " + e, e, stage);
        return;
      }
    }
  }

  private boolean addKnown(String key, FileStamp stamp, byte[] known) {
    return backup.addKnown(Entries.file(key, stamp, stamp.size()), known);
  }

  /** Whether it is among the totals: a further name of a file that was counted is not. */
  private boolean isCounted(int number) {
    return number < part.count();
  }

  private void keep(int number, SourceContent content, VaultBackup.FileContent stored, long size) {
    String key = part.key(number);
    long planned = part.plannedSize(number);
    if (spec.dryRun() && size > 0) {
      monitor.planned(key, planned, size);
      return;
    }
    byte[] known = stored.known();
    boolean dated = content.stamp().isPosix() || content.stamp().modified() != 0;
    SnapshotEntry entry = Entries.file(key, content.stamp(), stored.length());
    stored.keep(
        dated ? entry : at(time, entry),
        failure -> {
          if (failure == null) {
            part.stored(number, content.stamp());
            part.remember(number, content, known);
          }
          if (isCounted(number)) {
            tell(key, planned, size, failure);
          } else if (failure != null) {
            monitor.failedOutsideTotals(ObjectFailure.of(key, failure));
          }
        });
  }

  private void tell(String key, long planned, long size, @Nullable Throwable failure) {
    if (size > 0) {
      // Not before: a file waits for its pack, which may never come in a run that ends early.
      monitor.started(key, size);
    }
    if (failure != null) {
      monitor.failed(ObjectFailure.of(key, failure));
    } else if (size > 0) {
      monitor.moved(key, planned, size);
    } else {
      monitor.unchanged(key, planned);
    }
  }

  private static SnapshotEntry at(Instant time, SnapshotEntry entry) {
    return SnapshotEntry.builder(entry.path(), entry.type(), time)
        .size(entry.size())
        .permissions(entry.permissions())
        .linkTarget(entry.linkTarget())
        .build();
  }

  @Override
  public void close() {
    vault.close();
  }
}
