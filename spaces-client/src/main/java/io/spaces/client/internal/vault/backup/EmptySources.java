package io.spaces.client.internal.vault.backup;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.listing.Listing;
import io.spaces.client.internal.spec.BackupSpec;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.VaultReader;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotEntry;
import io.spaces.client.transfer.ObjectFailure;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells a source that holds nothing, where its last snapshot had something, from one that never
 * held anything: a disk that is not mounted leaves an empty folder, and not a wish to keep nothing.
 * What the rules leave out by now is not missed.
 */
final class EmptySources {
  private static final String ADVICE =
      ". Is a disk not mounted? Where it is meant, say allowEmpty.";

  private final BackupSpec spec;
  private final Vault vault;
  private final String set;
  private final List<Listing> parts;

  EmptySources(BackupSpec spec, Vault vault, String set, List<Listing> parts) {
    this.spec = spec;
    this.vault = vault;
    this.set = set;
    this.parts = parts;
  }

  /**
   * Looks at what was found: all empty is refused, and a folder of several is a failure.
   *
   * @throws SpaceException when nothing at all was found
   */
  void check(Monitor monitor) {
    if (spec.allowEmpty() || monitor.tally().failedCount() > 0) {
      return;
    }
    List<Listing> empty = parts.stream().filter(Listing::isEmpty).toList();
    if (empty.size() == parts.size()) {
      requireNothingBefore("The source holds no file at all");
      return;
    }
    for (Listing part : empty) {
      String before = part.under() == null ? null : before(key -> owner(key) == part);
      if (before != null) {
        String name = String.valueOf(part.under()).replaceFirst("/$", "");
        monitor.failedOutsideTotals(
            new ObjectFailure(
                name, part + " holds no file at all, " + missing(before) + ADVICE, null));
      }
    }
  }

  /**
   * Refuses a backup that would hold nothing, where the last snapshot had something.
   *
   * @throws SpaceException saying so
   */
  void requireNothingBefore(String what) {
    String before = spec.allowEmpty() ? null : before(this::isOurs);
    if (before != null) {
      throw new SpaceException(
          what
              + ", "
              + missing(before)
              + "; so no snapshot was made, and none was removed"
              + ADVICE);
    }
  }

  private static String missing(String key) {
    return "where the last snapshot had \"" + key + "\", for one";
  }

  /** The first file or link of the last complete snapshot that is wanted and the rules take. */
  private @Nullable String before(Predicate<String> wanted) {
    Optional<SnapshotRecord> last = last();
    if (last.isEmpty()) {
      return null;
    }
    try (VaultReader reader = new VaultReader(vault, spec.temporaryDirectory(), 1);
        VaultReader.Entries entries = reader.entries(last.get())) {
      while (entries.hasNext()) {
        SnapshotEntry entry = entries.next().entry();
        String key = entry.path();
        if (entry.type() != SnapshotEntry.Type.DIRECTORY && wanted.test(key) && isTaken(key)) {
          return key;
        }
      }
      return null;
    }
  }

  /** Whether the source should have a file: it is of its folders, and the rules take it. */
  boolean isMissed(String key) {
    return isOurs(key) && isTaken(key);
  }

  /** A part of a spec's sources may share the set with the others, and misses nothing of theirs. */
  private boolean isOurs(String key) {
    return owner(key) != null || parts.stream().anyMatch(part -> part.under() == null);
  }

  private boolean isTaken(String key) {
    Listing owner = owner(key);
    String under = owner == null ? null : owner.under();
    return spec.rules().accepts(under == null ? key : key.substring(under.length()), false);
  }

  /** The folder that a key lies in, or null: the one deepest down, since folders may be nested. */
  private @Nullable Listing owner(String key) {
    return parts.stream()
        .filter(part -> part.isAround(key))
        .max(Comparator.comparingInt(part -> String.valueOf(part.under()).length()))
        .orElse(null);
  }

  private Optional<SnapshotRecord> last() {
    // One that cannot be read keeps no backup from being made; the run tells of it in the end.
    return vault.snapshots().readable(damaged -> {}).stream()
        .filter(record -> record.snapshot().set().equals(set))
        .filter(record -> record.snapshot().deletedAt() == null)
        .max(
            Comparator.<SnapshotRecord, Boolean>comparing(record -> record.snapshot().complete())
                .thenComparing(SnapshotRecord::snapshot, Comparator.comparing(Snapshot::time)));
  }
}
