package io.spaces.client.internal.protocol.record;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;

/**
 * Which page of the audit log to ask for.
 *
 * @param page its number, from 0 on
 * @param size records on a page
 * @param sort the field to sort by, such as {@code createdAt}
 * @param descending whether the largest, or latest, comes first
 * @param statuses only those in one of these states; empty for all
 * @param actionTypes only those of one of these kinds; empty for all
 */
public record AuditLogQuery(
    int page,
    int size,
    String sort,
    boolean descending,
    Collection<RecordStatus> statuses,
    Collection<ActionType> actionTypes) {

  /** The latest records of one kind. */
  public static AuditLogQuery latest(int size, ActionType actionType) {
    return new AuditLogQuery(0, size, "createdAt", true, Set.of(), Set.of(actionType));
  }

  /** The query of the URL, from its question mark on. */
  public String toQuery() {
    StringBuilder query = new StringBuilder("?size=").append(size);
    query.append("&page=").append(page);
    query.append("&sort=").append(URLEncoder.encode(sort, StandardCharsets.UTF_8));
    query.append("&order=").append(descending ? "-1" : "1");
    statuses.forEach(status -> query.append("&status=").append(status.wire()));
    actionTypes.forEach(type -> query.append("&actionType=").append(type.wire()));
    return query.toString();
  }
}
