package io.spaces.client.testkit.internal.route;

import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.testkit.internal.http.Answer;
import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.http.Refusal;
import io.spaces.client.testkit.internal.storage.Area;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The audit log: every record of an app, those of backups and restores among them, as {@code {id,
 * appDid, actionType, status, reason, createdAt, updatedAt, data}}. {@code reason} is the message
 * that a backup or a restore ended with.
 */
final class HistoryRoutes {
  private static final int LARGEST_PAGE = 1_000;
  private static final Map<String, Comparator<StoredRecord>> ORDERS =
      Map.of(
          "createdAt", Comparator.comparing(StoredRecord::createdAt),
          "updatedAt", Comparator.comparing(StoredRecord::updatedAt),
          "status", Comparator.comparing(StoredRecord::status),
          "actionType", Comparator.comparing(StoredRecord::actionType));

  /** Answers {@code {data, total, page, size}}; the first page has the number 0. */
  Answer page(Call call, Area area) {
    int size = number(call, "size", 20, 1, LARGEST_PAGE);
    int page = number(call, "page", 0, 0, Integer.MAX_VALUE);
    List<String> statuses = given(call, "status");
    List<String> actions = given(call, "actionType");
    List<StoredRecord> records = area.records();
    records.removeIf(
        record ->
            !(statuses.isEmpty() || statuses.contains(record.status()))
                || !(actions.isEmpty() || actions.contains(record.actionType())));
    order(call, records);
    Stream<StoredRecord> shown = records.stream().skip((long) page * size).limit(size);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("data", shown.map(record -> entry(area, record)).toList());
    answer.put("total", records.size());
    answer.put("page", page);
    answer.put("size", size);
    return Answer.json(Json.bytes(answer));
  }

  private static void order(Call call, List<StoredRecord> records) {
    String sort = parameter(call, "sort", "createdAt");
    Comparator<StoredRecord> order = ORDERS.get(sort);
    if (order == null) {
      throw Refusal.badRequest(
          "sort is " + sort + "; expected one of " + ORDERS.keySet().stream().sorted().toList());
    }
    records.sort(order);
    switch (parameter(call, "order", "-1")) {
      case "1" -> {
        // as sorted
      }
      case "-1", "0" -> Collections.reverse(records);
      default -> throw Refusal.badRequest("order is not a number; expected 1 or -1.");
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

  private static int number(Call call, String name, int otherwise, int smallest, int largest) {
    String text = parameter(call, name, Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(text);
      if (number >= smallest) {
        return Math.min(number, largest);
      }
    } catch (NumberFormatException e) {
      // Told below, as for a number that is too small.
    }
    throw Refusal.badRequest(name + " is " + text + "; expected a number from " + smallest + ".");
  }

  static Map<String, Object> entry(Area area, StoredRecord record) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("id", record.id());
    entry.put("appDid", area.name());
    entry.put("actionType", record.actionType());
    entry.put("status", record.status());
    entry.put("reason", record.message());
    entry.put("createdAt", record.createdAt().toString());
    entry.put("updatedAt", record.updatedAt().toString());
    entry.put("data", record.data());
    return entry;
  }
}
