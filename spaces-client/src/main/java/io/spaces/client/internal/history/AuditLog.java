package io.spaces.client.internal.history;

import io.spaces.client.history.HistoryKind;
import io.spaces.client.history.HistoryQuery;
import io.spaces.client.history.HistoryRecord;
import io.spaces.client.history.HistoryStatus;
import io.spaces.client.history.Strategy;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.protocol.record.ActionType;
import io.spaces.client.internal.protocol.record.AuditLogPage;
import io.spaces.client.internal.protocol.record.AuditLogQuery;
import io.spaces.client.internal.protocol.record.RecordStatus;
import io.spaces.client.internal.protocol.record.SpaceRecord;
import io.spaces.client.internal.protocol.record.SyncRecordBody;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The log that a space keeps. */
public final class AuditLog implements Log {
  private final SpaceApi api;

  /** The log of the space behind the api. */
  public AuditLog(SpaceApi api) {
    this.api = api;
  }

  @Override
  public Page page(HistoryQuery query, int number, int size) {
    AuditLogPage page =
        api.auditLogs(
            new AuditLogQuery(
                number,
                size,
                "createdAt",
                query.newestFirst(),
                query.statuses().stream().flatMap(AuditLog::statuses).toList(),
                Log.canFilter(query)
                    ? query.kinds().stream().flatMap(AuditLog::actionTypes).toList()
                    : List.of()));
    return new Page(page.records().stream().map(AuditLog::record).toList(), page.total());
  }

  private static Stream<RecordStatus> statuses(HistoryStatus status) {
    return switch (status) {
      case SUCCEEDED -> Stream.of(RecordStatus.SUCCEEDED);
      case FAILED -> Stream.of(RecordStatus.FAILED);
      case OPEN -> Stream.of(RecordStatus.DEFAULT, RecordStatus.PENDING);
    };
  }

  private static Stream<ActionType> actionTypes(HistoryKind kind) {
    return switch (kind) {
      case BACKUP -> Stream.of(ActionType.APP_BACKUP);
      case RESTORE -> Stream.of(ActionType.APP_RESTORE);
      case SYNC -> Stream.of(ActionType.APP_OBJECTS_SYNC);
      case CONNECTED -> Stream.of(ActionType.APP_CONNECTED);
      case DISCONNECTED -> Stream.of(ActionType.APP_DISCONNECTED);
      case SNAPSHOT, OTHER -> Stream.of();
    };
  }

  private static HistoryKind kind(@Nullable ActionType type) {
    if (type == null) {
      return HistoryKind.OTHER;
    }
    return switch (type) {
      case APP_BACKUP -> HistoryKind.BACKUP;
      case APP_RESTORE -> HistoryKind.RESTORE;
      case APP_OBJECTS_SYNC -> HistoryKind.SYNC;
      case APP_CONNECTED -> HistoryKind.CONNECTED;
      case APP_DISCONNECTED -> HistoryKind.DISCONNECTED;
    };
  }

  static HistoryRecord record(SpaceRecord record) {
    HistoryStatus status = status(record.status());
    Map<String, String> fields = record.fields();
    return HistoryRecord.builder(
            record.id(),
            kind(record.actionType()),
            status,
            record.createdAt() == null ? Instant.EPOCH : record.createdAt())
        .strategy(strategy(field(fields, "strategy"), field(fields, "metadata.strategy")))
        .endedAt(status == HistoryStatus.OPEN ? null : record.updatedAt())
        .message(record.message())
        .description(description(fields))
        .count(number(fields, "totalCount"))
        .errorCount(number(fields, "errorCount"))
        .size(number(fields, "size"))
        .backupId(owner(fields))
        .build();
  }

  /** The record of the run that a row belongs to. */
  private static @Nullable String owner(Map<String, String> fields) {
    for (SyncRecordBody.Run run : SyncRecordBody.Run.values()) {
      String id = field(fields, run.field());
      if (id != null) {
        return id;
      }
    }
    return null;
  }

  private static HistoryStatus status(@Nullable RecordStatus status) {
    if (status == RecordStatus.SUCCEEDED) {
      return HistoryStatus.SUCCEEDED;
    }
    return status == RecordStatus.FAILED ? HistoryStatus.FAILED : HistoryStatus.OPEN;
  }

  private static @Nullable Strategy strategy(@Nullable String said, @Nullable String besides) {
    String word = said == null ? besides : said;
    if (word == null) {
      return null;
    }
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "manual" -> Strategy.MANUAL;
      case "automatic", "auto" -> Strategy.AUTOMATIC;
      default -> null;
    };
  }

  private static String description(Map<String, String> fields) {
    for (String name : new String[] {"description", "appDescription", "appName"}) {
      String text = field(fields, name);
      if (text != null && !text.isBlank()) {
        return text;
      }
    }
    return "";
  }

  /** Spaces keep what belongs to an action beside it or in its data. */
  private static @Nullable String field(Map<String, String> fields, String name) {
    String value = fields.get("data." + name);
    return value == null ? fields.get(name) : value;
  }

  private static long number(Map<String, String> fields, String name) {
    String value = field(fields, name);
    if (value == null) {
      return -1;
    }
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
