package io.spaces.client.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints how a backup or a restore ended. */
final class Report {
  private Report() {}

  static void print(Outcome outcome, boolean dryRun, Output output) {
    if (output.isJson()) {
      output.printJson(json -> write(outcome, json));
      return;
    }
    for (ObjectFailure failure : outcome.failures()) {
      output.err().println("failed  " + Printable.line(failure.key() + ": " + failure.message()));
    }
    boolean good = outcome.status() == TransferStatus.SUCCEEDED;
    PrintWriter writer = good ? output.out() : output.err();
    writer.println(Printable.line(sentence(outcome, dryRun)));
    if (outcome.snapshotId() != null) {
      writer.println("Snapshot " + outcome.snapshotId());
    }
    writer.flush();
  }

  static String sentence(Outcome outcome, boolean dryRun) {
    Outcome.Kind kind = outcome.kind();
    return switch (outcome.status()) {
      case SUCCEEDED ->
          (dryRun ? "A " + kind.noun + " " + kind.planned : kind.done)
              + " "
              + numbers(outcome)
              + ".";
      case PARTIAL ->
          kind.done
              + " "
              + numbers(outcome)
              + ", but "
              + Units.objects(outcome.errorCount())
              + " failed: "
              + outcome.statusMessage();
      case FAILED -> "The " + kind.noun + " failed: " + outcome.statusMessage();
      case CANCELLED -> "The " + kind.noun + " was cancelled.";
    };
  }

  private static String numbers(Outcome outcome) {
    return Units.objects(outcome.count())
        + " ("
        + Units.bytes(outcome.size())
        + ") of "
        + Units.objects(outcome.scanned())
        + " in "
        + Units.duration(outcome.duration())
        + ", "
        + Units.objects(outcome.unchanged())
        + " unchanged"
        + (outcome.skipped() > 0 ? ", " + outcome.skipped() + " skipped" : "");
  }

  static void write(Outcome outcome, JsonGenerator json) throws IOException {
    json.writeStringField("status", outcome.status().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("statusCode", outcome.statusCode());
    json.writeStringField("statusMessage", outcome.statusMessage());
    json.writeNumberField("count", outcome.count());
    json.writeNumberField("errorCount", outcome.errorCount());
    json.writeNumberField("scanned", outcome.scanned());
    json.writeNumberField("unchanged", outcome.unchanged());
    json.writeNumberField("skipped", outcome.skipped());
    json.writeNumberField("durationMillis", Math.max(-1, outcome.duration().toMillis()));
    json.writeNumberField("size", outcome.size());
    json.writeStringField("recordId", outcome.recordId());
    if (outcome.snapshotId() != null) {
      json.writeStringField("snapshotId", outcome.snapshotId());
    }
    Output.writeArray("failures", outcome.failures().iterator(), Report::write, json);
  }

  private static void write(ObjectFailure failure, JsonGenerator json) throws IOException {
    json.writeStringField("key", failure.key());
    json.writeStringField("message", failure.message());
  }
}
