package io.spaces.client.internal.protocol;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Which page of the audit log to ask for.
 *
 * @param page its number, from 0 on
 * @param size records on a page
 * @param sort the field to sort by, such as {@code createdAt}
 * @param descending whether the largest, or latest, comes first
 * @param status only those in this state, or null for all
 * @param actionType only those of this kind, or null for all
 */
public record AuditLogQuery(
    int page,
    int size,
    String sort,
    boolean descending,
    @Nullable RecordStatus status,
    @Nullable ActionType actionType) {

  /** The latest records of one kind, or of all kinds for null. */
  public static AuditLogQuery latest(int size, @Nullable ActionType actionType) {
    return new AuditLogQuery(0, size, "createdAt", true, null, actionType);
  }

  /** The query of the URL, from its question mark on. */
  String toQuery() {
    StringBuilder query = new StringBuilder("?size=").append(size);
    query.append("&page=").append(page);
    query.append("&sort=").append(URLEncoder.encode(sort, StandardCharsets.UTF_8));
    query.append("&order=").append(descending ? "-1" : "1");
    if (status != null) {
      query.append("&status=").append(status.wire());
    }
    if (actionType != null) {
      query.append("&actionType=").append(actionType.wire());
    }
    return query.toString();
  }
}
