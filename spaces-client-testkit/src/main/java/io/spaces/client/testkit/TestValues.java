package io.spaces.client.testkit;

import io.spaces.client.SpaceObject;
import io.spaces.client.SpaceStatus;
import io.spaces.client.history.HistoryKind;
import io.spaces.client.history.HistoryRecord;
import io.spaces.client.history.HistoryStatus;
import io.spaces.client.history.Strategy;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What the library tells of, as it usually is, for tests of what an application makes of it: each
 * method starts a value with everything filled in, of which a test changes what it is about. All is
 * of 2026-01-31, and the same each time.
 */
public final class TestValues {
  private static final Instant START = Instant.parse("2026-01-31T02:30:00Z");
  private static final byte[] CONTENT = "Some text.\n".getBytes(StandardCharsets.UTF_8);

  private TestValues() {}

  /**
   * Starts an object of some bytes.
   *
   * @param key its key
   * @return a builder
   */
  public static SpaceObject.Builder spaceObject(String key) {
    return SpaceObject.builder(key)
        .size(CONTENT.length)
        .lastModified(START)
        .contentHash(ContentHash.cidOf(CONTENT))
        .mimeType("text/plain");
  }

  /**
   * Starts the status of a space that takes backups, and has a gigabyte left.
   *
   * @return a builder
   */
  public static SpaceStatus.Builder spaceStatus() {
    return SpaceStatus.builder().freeCapacity(1_000_000_000).name("A space").version("1.0.0");
  }

  /**
   * Starts the record of a backup that a schedule has started, that took half a minute, and
   * succeeded.
   *
   * @param id what the space calls it
   * @return a builder
   */
  public static HistoryRecord.Builder backupRecord(String id) {
    return HistoryRecord.builder(id, HistoryKind.BACKUP, HistoryStatus.SUCCEEDED, START)
        .endedAt(START.plusSeconds(30))
        .strategy(Strategy.AUTOMATIC)
        .description("Every night")
        .count(3)
        .errorCount(0)
        .size(3L * CONTENT.length);
  }

  /**
   * Starts a complete snapshot of three files.
   *
   * @param id its name: 16 hexadecimal digits
   * @return a builder
   */
  public static Snapshot.Builder snapshot(String id) {
    return Snapshot.builder(id, START)
        .set("data")
        .description("Every night")
        .files(3)
        .directories(1)
        .size(3L * CONTENT.length)
        .sent(3L * CONTENT.length)
        .strategy(Strategy.AUTOMATIC);
  }

  /**
   * Starts a file in a snapshot that everybody may read.
   *
   * @param path where it is: {@code /}-separated, relative to what was backed up
   * @return a builder
   */
  public static SnapshotEntry.Builder file(String path) {
    return SnapshotEntry.builder(path, SnapshotEntry.Type.FILE, START)
        .size(CONTENT.length)
        .permissions(0644);
  }
}
