package io.spaces.client.internal.protocol.record;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spaces.client.internal.protocol.wire.WireJson;
import io.spaces.client.internal.protocol.wire.WireTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records of a space as JSON. */
public final class RecordJson {
  /** How many fields all records of an answer may have together: a record has some 30. */
  private static final int MOST_FIELDS = 1_000_000;

  private RecordJson() {}

  /** Counts the fields of an answer: each takes far more memory than it is long. */
  private static final class Room {
    private int left = MOST_FIELDS;

    void take(JsonParser json) throws IOException {
      if (--left < 0) {
        throw WireJson.unexpected(json, "it has more than " + MOST_FIELDS + " fields");
      }
    }
  }

  /** Writes the fields of one JSON object. */
  @FunctionalInterface
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  /** Writes text fields. */
  public static byte[] text(Map<String, String> fields) {
    return object(
        json -> {
          for (Map.Entry<String, String> field : fields.entrySet()) {
            json.writeStringField(field.getKey(), field.getValue());
          }
        });
  }

  public static byte[] update(String id, RecordStatus status, String message, Instant now) {
    return object(
        json -> {
          json.writeStringField("id", id);
          json.writeStringField("status", status.wire());
          json.writeStringField("message", message);
          json.writeStringField("updateAt", now.truncatedTo(ChronoUnit.MILLIS).toString());
        });
  }

  /** Writes the row of what a run has moved, to be made. */
  public static byte[] sync(SyncRecordBody body) {
    return object(
        json -> {
          json.writeStringField("actionType", ActionType.APP_OBJECTS_SYNC.wire());
          write("data", body.fields(), json);
        });
  }

  /** The same, with its outcome. */
  public static byte[] sync(String id, RecordStatus status, String reason, SyncRecordBody body) {
    return object(
        json -> {
          json.writeStringField("id", id);
          json.writeStringField("status", status.wire());
          json.writeStringField("reason", reason);
          json.writeStringField("actionType", ActionType.APP_OBJECTS_SYNC.wire());
          write("data", body.fields(), json);
        });
  }

  private static void write(String name, Map<?, ?> fields, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      String key = String.valueOf(field.getKey());
      if (field.getValue() instanceof Map<?, ?> nested) {
        write(key, nested, json);
      } else if (field.getValue() instanceof Long number) {
        json.writeNumberField(key, number);
      } else if (field.getValue() instanceof BigDecimal number) {
        json.writeNumberField(key, number);
      } else {
        json.writeStringField(key, String.valueOf(field.getValue()));
      }
    }
    json.writeEndObject();
  }

  private static byte[] object(Fields fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = WireJson.FACTORY.createGenerator(out)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Reads one record, which must have an id. */
  public static SpaceRecord readRecord(InputStream in, String what) throws IOException {
    return WireJson.read(
        in,
        what,
        json -> {
          WireJson.next(json);
          return readRecord(json, new Room());
        });
  }

  /** Reads a page: {@code {count, rows: [...]}}, {@code {data: [...], total}}, or an array. */
  public static AuditLogPage readPage(InputStream in, String what, @Nullable Instant serverTime)
      throws IOException {
    return WireJson.read(
        in,
        what,
        json -> {
          JsonToken first = WireJson.next(json);
          if (first == JsonToken.START_ARRAY) {
            return new AuditLogPage(readRecords(json, new Room()), -1, serverTime);
          }
          if (first != JsonToken.START_OBJECT) {
            throw WireJson.unexpected(json, "expected a page of records");
          }
          List<SpaceRecord> records = null;
          long total = -1;
          while (WireJson.next(json) != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = WireJson.next(json);
            boolean list = name.equals("rows") || name.equals("data");
            boolean count = name.equals("count") || name.equals("total");
            if (list && value == JsonToken.START_ARRAY) {
              records = readRecords(json, new Room());
            } else if (count && value == JsonToken.VALUE_NUMBER_INT) {
              total = json.getLongValue();
            }
            json.skipChildren();
          }
          if (records == null) {
            throw WireJson.unexpected(json, "it has neither rows nor data: no page of records");
          }
          return new AuditLogPage(records, total, serverTime);
        });
  }

  private static List<SpaceRecord> readRecords(JsonParser json, Room room) throws IOException {
    List<SpaceRecord> records = new ArrayList<>();
    while (WireJson.next(json) != JsonToken.END_ARRAY) {
      records.add(readRecord(json, room));
    }
    return records;
  }

  private static SpaceRecord readRecord(JsonParser json, Room room) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw WireJson.unexpected(json, "expected a record");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    readFields(json, "", fields, room);
    String id = fields.get("id");
    if (id == null || id.isEmpty()) {
      throw WireJson.unexpected(json, "a record has no id");
    }
    String status = fields.getOrDefault("status", "");
    String message = fields.get("message");
    return new SpaceRecord(
        id,
        ActionType.fromWire(fields.getOrDefault("actionType", "")),
        RecordStatus.fromWire(status),
        message != null ? message : fields.getOrDefault("reason", ""),
        time(fields.get("createdAt")),
        time(fields.get("updatedAt")),
        fields);
  }

  private static @Nullable Instant time(@Nullable String text) {
    return text == null ? null : WireTime.instant(text);
  }

  private static void readFields(
      JsonParser json, String prefix, Map<String, String> fields, Room room) throws IOException {
    while (WireJson.next(json) != JsonToken.END_OBJECT) {
      room.take(json);
      String name = prefix + json.currentName();
      JsonToken value = WireJson.next(json);
      if (value == JsonToken.START_OBJECT) {
        readFields(json, name + ".", fields, room);
      } else if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
        fields.put(name, json.getText());
      }
      json.skipChildren();
    }
  }
}
