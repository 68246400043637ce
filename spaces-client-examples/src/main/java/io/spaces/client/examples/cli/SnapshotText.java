package io.spaces.client.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.snapshot.DamagedSnapshot;
import io.spaces.client.snapshot.FileVersion;
import io.spaces.client.snapshot.FoundEntry;
import io.spaces.client.snapshot.RetentionDecision;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotChange;
import io.spaces.client.snapshot.SnapshotEntry;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Snapshots and what is in them, a line each for people and an object each for programs. */
final class SnapshotText {
  private static final String PERMISSIONS = "rwxrwxrwx";

  private SnapshotText() {}

  static String line(Snapshot snapshot) {
    return String.format(
        Locale.ROOT,
        "%s  %-20s  %,9d files  %9s  sent %9s%s%s%s%s%s%s",
        snapshot.id(),
        snapshot.time().truncatedTo(ChronoUnit.SECONDS),
        snapshot.files(),
        Units.bytes(snapshot.size()),
        Units.bytes(snapshot.sent()),
        snapshot.set().isEmpty() ? "" : "  set " + Printable.line(snapshot.set()),
        snapshot.complete() ? "" : "  incomplete",
        snapshot.pinned() ? "  pinned" : "",
        snapshot.suspicion() == null ? "" : "  suspicious: " + Printable.line(snapshot.suspicion()),
        snapshot.expiresAt() == null
            ? ""
            : "  expires " + snapshot.expiresAt().truncatedTo(ChronoUnit.SECONDS),
        snapshot.description().isEmpty() ? "" : "  " + Printable.line(snapshot.description()));
  }

  static void write(Snapshot snapshot, JsonGenerator json) throws IOException {
    json.writeStringField("id", snapshot.id());
    json.writeStringField("time", snapshot.time().toString());
    json.writeStringField("set", snapshot.set());
    json.writeStringField("description", snapshot.description());
    json.writeStringField("expiresAt", HistoryText.text(snapshot.expiresAt()));
    json.writeBooleanField("pinned", snapshot.pinned());
    json.writeStringField("suspicion", snapshot.suspicion());
    json.writeStringField("parent", snapshot.parent());
    json.writeBooleanField("complete", snapshot.complete());
    json.writeNumberField("files", snapshot.files());
    json.writeNumberField("directories", snapshot.directories());
    json.writeNumberField("links", snapshot.links());
    json.writeNumberField("size", snapshot.size());
    json.writeNumberField("sent", snapshot.sent());
  }

  /** As {@code ls -l} does. */
  static String line(SnapshotEntry entry) {
    return String.format(
        Locale.ROOT,
        "%s%s  %12d  %-20s  %s%s",
        letter(entry.type()),
        permissions(entry.permissions()),
        entry.size(),
        entry.modified().truncatedTo(ChronoUnit.SECONDS),
        Printable.line(entry.path()),
        entry.linkTarget() == null ? "" : " -> " + Printable.line(entry.linkTarget()));
  }

  private static char letter(SnapshotEntry.Type type) {
    return switch (type) {
      case FILE -> '-';
      case DIRECTORY -> 'd';
      case SYMBOLIC_LINK -> 'l';
      case HARD_LINK -> 'h';
    };
  }

  private static String permissions(int bits) {
    if (bits < 0) {
      return "?".repeat(PERMISSIONS.length());
    }
    StringBuilder letters = new StringBuilder(PERMISSIONS);
    for (int i = 0; i < PERMISSIONS.length(); i++) {
      if ((bits >> (PERMISSIONS.length() - 1 - i) & 1) == 0) {
        letters.setCharAt(i, '-');
      }
    }
    return letters.toString();
  }

  static String line(FoundEntry found) {
    return found.snapshot().id()
        + "  "
        + found.snapshot().time().truncatedTo(ChronoUnit.SECONDS)
        + "  "
        + line(found.entry());
  }

  static void write(FoundEntry found, JsonGenerator json) throws IOException {
    json.writeStringField("snapshot", found.snapshot().id());
    json.writeStringField("time", found.snapshot().time().toString());
    write(found.entry(), json);
  }

  static String line(FileVersion version) {
    Snapshot newest = version.snapshots().get(0);
    return newest.id()
        + "  "
        + newest.time().truncatedTo(ChronoUnit.SECONDS)
        + String.format(Locale.ROOT, "  in %,5d  ", version.snapshots().size())
        + line(version.entry());
  }

  static void write(FileVersion version, JsonGenerator json) throws IOException {
    write("snapshots", version.snapshots().stream().map(Snapshot::id).toList(), json);
    write(version.entry(), json);
  }

  static void write(SnapshotEntry entry, JsonGenerator json) throws IOException {
    json.writeStringField("path", entry.path());
    writeWithoutPath(entry, json);
  }

  private static void writeWithoutPath(SnapshotEntry entry, JsonGenerator json) throws IOException {
    int permissions = entry.permissions();
    json.writeStringField("type", HistoryText.word(entry.type()));
    json.writeNumberField("size", entry.size());
    json.writeStringField("modified", entry.modified().toString());
    json.writeStringField(
        "permissions", permissions < 0 ? null : String.format(Locale.ROOT, "%04o", permissions));
    json.writeStringField("linkTarget", entry.linkTarget());
  }

  static String line(SnapshotChange change) {
    return HistoryText.word(change.kind()) + "  " + Printable.line(change.path());
  }

  static void write(SnapshotChange change, JsonGenerator json) throws IOException {
    json.writeStringField("kind", HistoryText.word(change.kind()));
    json.writeStringField("path", change.path());
    write("before", change.before(), json);
    write("after", change.after(), json);
  }

  private static void write(String name, @Nullable SnapshotEntry entry, JsonGenerator json)
      throws IOException {
    if (entry == null) {
      json.writeNullField(name);
      return;
    }
    json.writeObjectFieldStart(name);
    writeWithoutPath(entry, json);
    json.writeEndObject();
  }

  static void write(String name, List<String> texts, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  /** What becomes of a snapshot by a rule. */
  static String line(RetentionDecision decision) {
    return (decision.kept() ? "stays  " : "goes   ")
        + line(decision.snapshot())
        + ": "
        + decision.reason();
  }

  /** Writes what a rule would do, where it was asked. */
  static void writeDecisions(List<RetentionDecision> decisions, JsonGenerator json)
      throws IOException {
    if (!decisions.isEmpty()) {
      Output.writeArray("decisions", decisions.iterator(), SnapshotText::write, json);
    }
  }

  private static void write(RetentionDecision decision, JsonGenerator json) throws IOException {
    json.writeStringField("id", decision.snapshot().id());
    json.writeBooleanField("kept", decision.kept());
    json.writeStringField("reason", decision.reason());
  }

  /** Writes those that cannot be read, where there are any. */
  static void writeDamaged(Collection<DamagedSnapshot> damaged, JsonGenerator json)
      throws IOException {
    if (!damaged.isEmpty()) {
      Output.writeArray("damaged", damaged.iterator(), SnapshotText::write, json);
    }
  }

  private static void write(DamagedSnapshot damaged, JsonGenerator json) throws IOException {
    json.writeStringField("id", damaged.id());
    json.writeStringField("time", damaged.time().toString());
    json.writeStringField("problem", damaged.problem());
  }
}
