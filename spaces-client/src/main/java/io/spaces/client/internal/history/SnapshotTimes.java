package io.spaces.client.internal.history;

import java.time.Instant;
import java.util.List;

/** What a history needs to know of snapshots. */
@FunctionalInterface
public interface SnapshotTimes {
  /** All snapshots, in any order; asked for once for each page or stream. */
  List<Entry> all();

  /** No snapshots. */
  static SnapshotTimes none() {
    return List::of;
  }

  /**
   * One snapshot.
   *
   * @param id its id
   * @param time when it was made
   * @param description what it is for, or empty
   * @param count how many entries it has
   * @param size content bytes
   */
  record Entry(String id, Instant time, String description, long count, long size) {}
}
