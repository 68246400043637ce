package io.spaces.client.examples.cli;

import io.spaces.client.Snapshots;
import io.spaces.client.error.SnapshotNotFoundException;
import io.spaces.client.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which set of a vault's snapshots is meant. */
final class SetOption {
  /** The newest snapshot, complete or not. */
  static final String NEWEST = "newest";

  /** The newest that holds all that was to be backed up. */
  static final String NEWEST_COMPLETE = "newest-complete";

  @Option(
      names = "--set",
      paramLabel = "NAME",
      converter = SetConverter.class,
      description = "Of which set; - for snapshots of none. Needed where there are several.")
  private @Nullable String set;

  /** The set that was named, or null. */
  @Nullable String name() {
    return set;
  }

  /** Those of the set that was named, or all. */
  List<Snapshot> of(List<Snapshot> snapshots) {
    return snapshots.stream().filter(found -> set == null || found.set().equals(set)).toList();
  }

  /** The id that was given, or that of the newest snapshot of the set. */
  String id(Snapshots snapshots, String given) {
    Optional<Snapshot> newest =
        switch (given) {
          case NEWEST -> set == null ? snapshots.newest() : snapshots.newest(set);
          case NEWEST_COMPLETE ->
              set == null ? snapshots.newestComplete() : snapshots.newestComplete(set);
          default -> null;
        };
    return newest == null
        ? given
        : newest.orElseThrow(() -> new SnapshotNotFoundException("There is no snapshot yet.")).id();
  }
}
