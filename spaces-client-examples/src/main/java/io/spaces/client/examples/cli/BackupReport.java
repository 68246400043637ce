package io.spaces.client.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** Prints how a backup ended. */
final class BackupReport {
  private BackupReport() {}

  static void print(BackupResult result, boolean dryRun, Output output) {
    if (output.isJson()) {
      output.printJson(json -> write(result, json));
      return;
    }
    for (ObjectFailure failure : result.failures()) {
      output.err().println("failed  " + Printable.key(failure.key()) + ": " + failure.message());
    }
    boolean good = result.status() == TransferStatus.SUCCEEDED;
    PrintWriter writer = good ? output.out() : output.err();
    writer.println(sentence(result, dryRun));
    writer.flush();
  }

  static String sentence(BackupResult result, boolean dryRun) {
    return switch (result.status()) {
      case SUCCEEDED -> (dryRun ? "A backup would send " : "Backed up ") + numbers(result) + ".";
      case PARTIAL ->
          "Backed up "
              + numbers(result)
              + ", but "
              + Units.objects(result.errorCount())
              + " failed: "
              + result.statusMessage();
      case FAILED -> "The backup failed: " + result.statusMessage();
      case CANCELLED -> "The backup was cancelled.";
    };
  }

  private static String numbers(BackupResult result) {
    return Units.objects(result.count())
        + " ("
        + Units.bytes(result.size())
        + ") of "
        + Units.objects(result.scanned())
        + " in "
        + Units.duration(result.duration())
        + ", "
        + Units.objects(result.unchanged())
        + " unchanged"
        + (result.skipped() > 0 ? ", " + result.skipped() + " skipped" : "");
  }

  static void write(BackupResult result, JsonGenerator json) throws IOException {
    json.writeStringField("status", result.status().name().toLowerCase(java.util.Locale.ROOT));
    json.writeNumberField("statusCode", result.statusCode());
    json.writeStringField("statusMessage", result.statusMessage());
    json.writeNumberField("count", result.count());
    json.writeNumberField("errorCount", result.errorCount());
    json.writeNumberField("scanned", result.scanned());
    json.writeNumberField("unchanged", result.unchanged());
    json.writeNumberField("durationMillis", Math.max(-1, result.duration().toMillis()));
    json.writeNumberField("size", result.size());
    json.writeStringField("recordId", result.recordId());
    write(result.failures(), json);
  }

  static void write(List<ObjectFailure> failures, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("failures");
    for (ObjectFailure failure : failures) {
      json.writeStartObject();
      json.writeStringField("key", failure.key());
      json.writeStringField("message", failure.message());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
