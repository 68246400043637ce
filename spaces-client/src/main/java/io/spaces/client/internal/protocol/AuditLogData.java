package io.spaces.client.internal.protocol;

import java.time.Duration;
import java.util.Map;

/**
 * The figures of a synchronisation in the audit log.
 *
 * @param source where the objects came from
 * @param target where they went
 * @param metadata whatever else is worth keeping
 * @param totalCount objects in all
 * @param errorCount objects that failed
 * @param successCount objects that did not
 * @param size bytes
 * @param duration how long it took; sent in milliseconds
 */
public record AuditLogData(
    String source,
    String target,
    Map<String, String> metadata,
    long totalCount,
    long errorCount,
    long successCount,
    long size,
    Duration duration) {

  /** Data with its own copy of the metadata. */
  public AuditLogData {
    metadata = Map.copyOf(metadata);
  }
}
