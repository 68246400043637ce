package io.spaces.client.testkit;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record that a space keeps: of a backup, a restore or a synchronisation. It is what the audit
 * log shows.
 *
 * @param id its id, unique in the space
 * @param actionType {@code app-backup}, {@code app-restore}, {@code app-objects-sync}, {@code
 *     app-connected} or {@code app-disconnected}
 * @param status {@code default}, {@code pending}, {@code succeeded} or {@code failed}
 * @param message what the client said of the status, or an empty text
 * @param createdAt when it was made
 * @param updatedAt when it was last changed
 * @param data what the client sent with it, such as {@code userDid}, {@code referrer}, {@code
 *     appName} or {@code totalCount}
 */
public record StoredRecord(
    String id,
    String actionType,
    String status,
    String message,
    Instant createdAt,
    Instant updatedAt,
    Map<String, Object> data) {

  /**
   * Keeps a copy of the data.
   *
   * @param id its id
   * @param actionType what it is of
   * @param status how it stands
   * @param message what was said of the status
   * @param createdAt when it was made
   * @param updatedAt when it was last changed
   * @param data what the client sent
   */
  public StoredRecord {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }

  /**
   * Tells whether the record is of a finished, successful run.
   *
   * @return true when the status is {@code succeeded}
   */
  public boolean succeeded() {
    return status.equals("succeeded");
  }

  /**
   * Tells whether the record is of a failed run.
   *
   * @return true when the status is {@code failed}
   */
  public boolean failed() {
    return status.equals("failed");
  }

  /**
   * Returns one value that the client sent.
   *
   * @param name such as {@code appName}
   * @return the value as text, or null when it was not sent
   */
  public @Nullable String text(String name) {
    Object value = data.get(name);
    return value == null ? null : value.toString();
  }
}
