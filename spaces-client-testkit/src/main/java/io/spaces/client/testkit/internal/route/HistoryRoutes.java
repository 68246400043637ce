package io.spaces.client.testkit.internal.route;

import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.testkit.internal.http.Answer;
import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.http.RefusedException;
import io.spaces.client.testkit.internal.storage.Area;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The audit log: every record of an app, those of backups and restores among them, as the official
 * core keeps them. {@code reason} is the message that a backup or a restore ended with.
 */
final class HistoryRoutes {
  /** What the space calls an app, of whose name it knows nothing else. */
  private static final String APP_NAME = "App";

  private static final Map<String, Comparator<StoredRecord>> ORDERS =
      Map.of(
          "createdAt", Comparator.comparing(StoredRecord::createdAt),
          "updatedAt", Comparator.comparing(StoredRecord::updatedAt),
          "status", Comparator.comparing(StoredRecord::status),
          "actionType", Comparator.comparing(StoredRecord::actionType));

  private final Space space;

  HistoryRoutes(Space space) {
    this.space = space;
  }

  /** Answers one page; the first has the number 0. */
  Answer page(Call call, Area area) {
    int size = number(call, "size", 10);
    int page = number(call, "page", 0);
    List<StoredRecord> records = area.records();
    List<String> statuses = given(call, "status");
    List<String> actions = given(call, "actionType");
    records.removeIf(
        record ->
            !(statuses.isEmpty() || statuses.contains(record.status()))
                || !(actions.isEmpty() || actions.contains(record.actionType())));
    order(call, records);
    List<Map<String, Object>> shown =
        records.stream()
            .skip((long) page * size)
            .limit(size)
            .map(record -> entry(area, record))
            .toList();
    return Answer.json(
        Json.bytes(
            switch (space.rules().readings().page()) {
              case ROWS -> counted("count", records.size(), "rows", shown);
              case DATA -> counted("total", records.size(), "data", shown);
              case ARRAY -> shown;
            }));
  }

  private static Map<String, Object> counted(
      String count, int number, String rows, List<Map<String, Object>> shown) {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put(count, number);
    page.put(rows, shown);
    return page;
  }

  private static void order(Call call, List<StoredRecord> records) {
    String sort = parameter(call, "sort", "createdAt");
    Comparator<StoredRecord> order = ORDERS.get(sort);
    if (order == null) {
      throw RefusedException.badRequest(
          "sort is " + sort + "; expected one of " + ORDERS.keySet().stream().sorted().toList());
    }
    records.sort(order);
    switch (parameter(call, "order", "0")) {
      case "1" -> {
        // as sorted
      }
      case "-1", "0" -> Collections.reverse(records);
      default -> throw RefusedException.badRequest("order is not a number; expected 1, 0 or -1.");
    }
  }

  /** What a parameter may be that can be there several times; empty for anything. */
  private static List<String> given(Call call, String name) {
    return call.queries(name).stream().filter(value -> !value.isEmpty()).toList();
  }

  private static String parameter(Call call, String name, String otherwise) {
    String value = call.query(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }

  private static int number(Call call, String name, int otherwise) {
    String text = parameter(call, name, Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, as for a number that is too small.
    }
    throw RefusedException.badRequest(name + " is " + text + "; expected a number from 0.");
  }

  /** A record as the official core keeps it. */
  static Map<String, Object> entry(Area area, StoredRecord record) {
    Map<String, Object> data = new LinkedHashMap<>();
    if (!record.actionType().equals("app-backup")) { // which names its app itself
      data.put("appName", APP_NAME);
      data.put("appDescription", "");
    }
    data.putAll(record.data());
    Object user = data.remove("userDid");
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("id", record.id());
    entry.put("actionType", record.actionType());
    entry.put("entityId", area.name());
    entry.put("entityName", APP_NAME);
    entry.put("userId", user == null ? area.name() : user);
    entry.put("username", "");
    entry.put("data", data);
    entry.put("status", record.status());
    entry.put("reason", record.message());
    entry.put("env", Map.of());
    entry.put("createdAt", record.createdAt().truncatedTo(ChronoUnit.MILLIS).toString());
    entry.put("updatedAt", record.updatedAt().truncatedTo(ChronoUnit.MILLIS).toString());
    return entry;
  }
}
