package io.spaces.client.internal.protocol.record;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the audit log.
 *
 * @param records in the order that was asked for
 * @param total records on all pages, or -1 when the server does not say
 * @param serverTime when the server answered, by its own clock, or null when it does not say
 */
public record AuditLogPage(List<SpaceRecord> records, long total, @Nullable Instant serverTime) {
  /** A page with its own copy of the records. */
  public AuditLogPage {
    records = List.copyOf(records);
  }
}
