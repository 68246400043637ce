package io.spaces.client.internal.protocol.record;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record that a space keeps of a backup, a restore or another action.
 *
 * @param id what the space calls it
 * @param actionType what kind of action, or null when unsaid or unknown
 * @param status its state, or null when unsaid or unknown
 * @param message what was said about the outcome, or empty
 * @param createdAt when it was opened, or null when unsaid
 * @param updatedAt when it was last changed, or null when unsaid
 * @param fields all text, number and boolean fields as text; those of a nested object under its
 *     name and a dot, such as {@code data.totalCount}
 */
public record SpaceRecord(
    String id,
    @Nullable ActionType actionType,
    @Nullable RecordStatus status,
    String message,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt,
    Map<String, String> fields) {

  /** A record with its own copy of the fields. */
  public SpaceRecord {
    fields = Map.copyOf(fields);
  }
}
