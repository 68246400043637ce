package io.spaces.client.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.history.HistoryRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What happened in a space, a line each for people and an object each for programs. */
final class HistoryText {
  private HistoryText() {}

  static String line(HistoryRecord record) {
    Duration duration = record.duration();
    return String.format(
            Locale.ROOT,
            "%-20s  %-12s  %-9s  %10s  %9s  %s  %s%s%s",
            record.startedAt().truncatedTo(ChronoUnit.SECONDS),
            word(record.kind()),
            word(record.status()),
            duration == null ? "" : Units.duration(duration),
            record.size() < 0 ? "" : Units.bytes(record.size()),
            record.snapshotId() == null ? "-".repeat(16) : record.snapshotId(),
            set(record.set()),
            Printable.line(record.description()),
            record.message().isEmpty() ? "" : ": " + Printable.line(record.message()))
        .stripTrailing();
  }

  private static String set(@Nullable String set) {
    return set == null || set.isEmpty() ? "" : "[" + Printable.line(set) + "] ";
  }

  /** Writes an array as the records come. */
  static void write(Iterator<HistoryRecord> records, JsonGenerator json) throws IOException {
    Output.writeArray("records", records, HistoryText::write, json);
  }

  private static void write(HistoryRecord record, JsonGenerator json) throws IOException {
    Duration duration = record.duration();
    json.writeStringField("id", record.id());
    json.writeStringField("kind", word(record.kind()));
    json.writeStringField("status", word(record.status()));
    json.writeStringField("strategy", record.strategy() == null ? null : word(record.strategy()));
    json.writeStringField("startedAt", record.startedAt().toString());
    json.writeStringField("endedAt", text(record.endedAt()));
    json.writeNumberField("durationMillis", duration == null ? -1 : duration.toMillis());
    json.writeStringField("message", record.message());
    json.writeStringField("description", record.description());
    json.writeNumberField("count", record.count());
    json.writeNumberField("errorCount", record.errorCount());
    json.writeNumberField("size", record.size());
    json.writeStringField("snapshotId", record.snapshotId());
    json.writeStringField("set", record.set());
    json.writeStringField("expiresAt", text(record.expiresAt()));
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static @Nullable String text(@Nullable Object value) {
    return value == null ? null : Objects.toString(value);
  }
}
