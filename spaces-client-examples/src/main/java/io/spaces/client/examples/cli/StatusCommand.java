package io.spaces.client.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.SpaceClient;
import io.spaces.client.SpaceStatus;
import io.spaces.client.error.SpaceErrorCode;
import io.spaces.client.error.SpaceResponseException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code spaces status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Tells how the space is, and ends with 1 when it cannot take a backup.")
final class StatusCommand implements Callable<Integer> {
  /** A folder that nobody has: its list is short, and certain. */
  private static final String NOWHERE = ".spaces-client-check/";

  @Mixin private ConnectionOptions connection;
  @Mixin private Output output;

  @Override
  public Integer call() {
    try (SpaceClient client = connection.open()) {
      SpaceStatus status = client.status();
      String refusal = refusal(client);
      String explorer = client.explorer().orElse(null);
      boolean takes = status.takesBackups() && refusal == null;
      output.print(
          json -> write(status, refusal, explorer, takes, json),
          out -> print(status, refusal, explorer, takes, out));
      return takes ? ExitCode.SUCCEEDED : ExitCode.FAILED;
    }
  }

  /** Why the space does not take the credentials, or null: it may say how it is to anybody. */
  private static @Nullable String refusal(SpaceClient client) {
    try {
      client.objects().list(NOWHERE);
      return null;
    } catch (SpaceResponseException e) {
      return e.getMessage();
    }
  }

  private static void write(
      SpaceStatus status,
      @Nullable String refusal,
      @Nullable String explorer,
      boolean takes,
      JsonGenerator json)
      throws IOException {
    SpaceErrorCode error = status.error();
    json.writeBooleanField("takesBackups", takes);
    json.writeBooleanField("available", status.available());
    json.writeBooleanField("full", status.full());
    json.writeNumberField("freeCapacity", status.freeCapacity());
    json.writeStringField("error", error == null ? null : HistoryText.word(error));
    json.writeStringField("message", status.message());
    json.writeStringField("refusal", refusal);
    json.writeStringField("name", status.name());
    json.writeStringField("version", status.version());
    json.writeStringField("owner", status.owner());
    json.writeBooleanField("listable", status.listable());
    json.writeBooleanField("readable", status.readable());
    json.writeBooleanField("writeable", status.writeable());
    json.writeStringField("explorer", explorer);
  }

  private static void print(
      SpaceStatus status,
      @Nullable String refusal,
      @Nullable String explorer,
      boolean takes,
      PrintWriter out) {
    line(out, "space", status.name());
    line(out, "version", status.version());
    line(out, "owner", status.owner());
    line(out, "free", status.freeCapacity() < 0 ? "" : Units.bytes(status.freeCapacity()));
    line(out, "may", permissions(status));
    line(out, "backups", takes ? "can be taken" : "cannot be taken: " + why(status, refusal));
    line(out, "explorer", explorer == null ? "" : explorer);
  }

  private static void line(PrintWriter out, String name, String value) {
    if (!value.isEmpty()) {
      out.printf("%-10s%s%n", name, Printable.line(value));
    }
  }

  private static String permissions(SpaceStatus status) {
    return (status.listable() ? "list " : "")
        + (status.readable() ? "read " : "")
        + (status.writeable() ? "write" : "");
  }

  private static String why(SpaceStatus status, @Nullable String refusal) {
    if (refusal != null) {
      return refusal;
    }
    SpaceErrorCode error = status.error();
    String what =
        status.full()
            ? "the space is full"
            : !status.available() || error != null
                ? "the space is not available"
                : "nothing may be written";
    return what
        + (error == null ? "" : " (" + HistoryText.word(error) + ")")
        + (status.message().isEmpty() ? "" : ": " + status.message());
  }
}
