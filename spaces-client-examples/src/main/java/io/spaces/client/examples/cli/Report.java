package io.spaces.client.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.SkippedEntry;
import io.spaces.client.transfer.TransferResult;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.Warning;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints how a backup or a restore ended. */
final class Report {
  private Report() {}

  static void print(Outcome outcome, boolean dryRun, Output output) {
    if (output.isJson()) {
      output.printJson(
          json -> {
            write(outcome.result(), json);
            if (outcome.result() instanceof BackupResult backup) {
              SnapshotText.writeDecisions(backup.retention(), json);
            }
          });
      return;
    }
    TransferResult result = outcome.result();
    for (ObjectFailure failure : result.failures()) {
      say("failed ", failure.key() + ": " + failure.message(), output);
    }
    if (output.isVerbose()) {
      tellSkipped(result, output);
    }
    warn(result.warnings(), output);
    output.err().flush();
    boolean good = result.status() == TransferStatus.SUCCEEDED;
    PrintWriter writer = good ? output.out() : output.err();
    writer.println(Printable.line(sentence(outcome, dryRun)));
    if (result.snapshotId() != null) {
      writer.println("Snapshot " + result.snapshotId());
    }
    writer.flush();
  }

  private static void tellSkipped(TransferResult result, Output output) {
    for (SkippedEntry skipped : result.skipped()) {
      say("skipped", skipped.key() + ": " + skipped.reason(), output);
    }
    long more = result.skippedCount() - result.skipped().size();
    if (more > 0) {
      say("skipped", "and " + more + " more", output);
    }
  }

  /** Tells people. */
  static void warn(List<Warning> warnings, Output output) {
    warnings.forEach(warning -> say("warning", warning.text(), output));
  }

  private static void say(String what, String line, Output output) {
    output.err().println(what + " " + Printable.line(line));
  }

  static String sentence(Outcome outcome, boolean dryRun) {
    TransferResult result = outcome.result();
    Outcome.Kind kind = outcome.kind();
    return switch (result.status()) {
      case SUCCEEDED ->
          (dryRun ? "A " + kind.noun + " " + kind.planned : kind.done)
              + " "
              + numbers(outcome, dryRun)
              + ".";
      case PARTIAL ->
          kind.done
              + " "
              + numbers(outcome, dryRun)
              + ", but "
              + Units.objects(result.errorCount())
              + " failed: "
              + result.statusMessage();
      case NOTHING_FOUND ->
          "Nothing was "
              + kind.done.toLowerCase(Locale.ROOT)
              + ": "
              + Mistakes.options(result.statusMessage());
      case FAILED -> "The " + kind.noun + " failed: " + result.statusMessage();
      case CANCELLED -> "The " + kind.noun + " was cancelled.";
    };
  }

  private static String numbers(Outcome outcome, boolean dryRun) {
    TransferResult result = outcome.result();
    long deleted = Math.max(0, result.deleted());
    return Units.objects(result.count() - deleted)
        + " ("
        + Units.bytes(result.size())
        + ") of "
        + Units.objects(result.scanned())
        + " in "
        + Units.duration(result.duration())
        + (outcome.kind() == Outcome.Kind.VERIFICATION
            ? ""
            : ", " + Units.objects(result.unchanged()) + " unchanged")
        + (deleted > 0
            ? ", "
                + Units.objects(deleted)
                + (dryRun ? " to be deleted from " : " deleted from ")
                + outcome.kind().place
            : "")
        + (result.skippedCount() > 0 ? ", " + result.skippedCount() + " skipped" : "");
  }

  static void write(TransferResult result, JsonGenerator json) throws IOException {
    json.writeStringField("status", result.status().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("statusCode", result.statusCode());
    json.writeStringField("statusMessage", result.statusMessage());
    json.writeNumberField("count", result.count());
    json.writeNumberField("deleted", result.deleted());
    json.writeNumberField("errorCount", result.errorCount());
    json.writeNumberField("scanned", result.scanned());
    json.writeNumberField("unchanged", result.unchanged());
    json.writeNumberField("skippedCount", result.skippedCount());
    json.writeNumberField("durationMillis", Math.max(-1, result.duration().toMillis()));
    json.writeNumberField("size", result.size());
    json.writeStringField("recordId", result.recordId());
    if (result.snapshotId() != null) {
      json.writeStringField("snapshotId", result.snapshotId());
    }
    Output.writeArray("failures", result.failures().iterator(), Report::write, json);
    Output.writeArray("skipped", result.skipped().iterator(), Report::write, json);
    write(result.warnings(), json);
  }

  private static void write(ObjectFailure failure, JsonGenerator json) throws IOException {
    json.writeStringField("key", failure.key());
    json.writeStringField("message", failure.message());
  }

  private static void write(SkippedEntry skipped, JsonGenerator json) throws IOException {
    json.writeStringField("key", skipped.key());
    json.writeStringField("reason", skipped.reason());
  }

  static void write(List<Warning> warnings, JsonGenerator json) throws IOException {
    Output.writeArray("warnings", warnings.iterator(), Report::write, json);
  }

  private static void write(Warning warning, JsonGenerator json) throws IOException {
    json.writeStringField("code", HistoryText.word(warning.code()));
    json.writeStringField("text", warning.text());
  }
}
