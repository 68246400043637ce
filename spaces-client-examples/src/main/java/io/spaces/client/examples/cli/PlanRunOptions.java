package io.spaces.client.examples.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a plan's runs go about it: options of the commands that write one. */
final class PlanRunOptions {
  @Option(
      names = "--incremental",
      negatable = true,
      description = "Whether files that look unchanged are not read again. Default: yes.")
  private @Nullable Boolean incremental;

  @Option(
      names = "--strict-sync",
      negatable = true,
      description = "Whether a mirror loses what the sources do not have any more. Default: no.")
  private @Nullable Boolean strictSync;

  @Option(
      names = "--symbolic-links",
      paramLabel = "WHAT",
      description = "Links in folders: skip (default) or follow.")
  private @Nullable String symbolicLinks;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Objects worked on at once, 1 to 256.")
  private @Nullable Integer concurrency;

  @Option(
      names = "--retries",
      paramLabel = "N",
      description = "How often a failed request is tried again, 0 to 10.")
  private @Nullable Integer retries;

  @Option(
      names = "--time-limit",
      paramLabel = "TIME",
      description = "How long a run may take: 30m, 12h. Default: as long as it takes.")
  private @Nullable String timeLimit;

  @Option(
      names = "--run-retries",
      paramLabel = "TIMES[:PAUSE]",
      description =
          "Try a run that failed again, such as 3:15m (pause by default: 5m). Default: not at all.")
  private @Nullable String runRetries;

  @Option(
      names = "--debug",
      negatable = true,
      description = "Whether each object is logged. Default: no.")
  private @Nullable Boolean debug;

  @Option(
      names = "--temp-dir",
      paramLabel = "DIR",
      description = "Where temporary files go; a folder that is there and can be written to.")
  private @Nullable String temporaryDirectory;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Where the cache of content hashes is kept between runs.")
  private @Nullable String stateDirectory;

  void put(ObjectNode fields) {
    put(fields, "incremental", incremental);
    put(fields, "strictSync", strictSync);
    put(fields, "symbolicLinks", symbolicLinks);
    put(fields, "concurrency", concurrency);
    put(fields, "retries", retries);
    put(fields, "timeLimit", timeLimit);
    if (runRetries != null) {
      putRunRetries(fields.putObject("runRetries"), runRetries);
    }
    put(fields, "debug", debug);
    put(fields, "temporaryDirectory", temporaryDirectory);
    put(fields, "stateDirectory", stateDirectory);
  }

  /** What is no such text is told when the plan is read. */
  private static void putRunRetries(ObjectNode fields, String text) {
    String[] parts = text.split(":", 2);
    if (parts[0].matches("[0-9]{1,9}")) {
      fields.put("times", Integer.parseInt(parts[0]));
    } else {
      fields.put("times", parts[0]);
    }
    if (parts.length == 2) {
      fields.put("pause", parts[1]);
    }
  }

  private static void put(ObjectNode fields, String name, @Nullable Boolean value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private static void put(ObjectNode fields, String name, @Nullable Integer value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private static void put(ObjectNode fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
