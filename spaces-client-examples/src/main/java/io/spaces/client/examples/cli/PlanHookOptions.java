package io.spaces.client.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is done before and after a plan's runs: options of the commands that write one. */
final class PlanHookOptions {
  @Option(
      names = "--before",
      paramLabel = "PROGRAM...",
      description = {
        "Run this program before each run, such as \"systemctl stop shop\": its words are its",
        "arguments, and no shell reads them. When it fails, the run has failed."
      })
  private List<String> before = List.of();

  @Option(
      names = "--after",
      paramLabel = "PROGRAM...",
      description = "Run this program after each run, however that has ended.")
  private List<String> after = List.of();

  @Option(
      names = "--hook-time-limit",
      paramLabel = "TIME",
      description = "How long each of these programs may take: 30s, 1h. Default: 10m.")
  private @Nullable String timeLimit;

  @Option(
      names = "--hooks-optional",
      description = "When one of these programs fails, the run only warns.")
  private boolean optional;

  void put(ObjectNode fields) {
    put("before", before, fields);
    put("after", after, fields);
  }

  private void put(String name, List<String> programs, ObjectNode fields) {
    if (programs.isEmpty()) {
      return;
    }
    ArrayNode hooks = fields.putArray(name);
    for (String program : programs) {
      ObjectNode hook = hooks.addObject();
      ArrayNode argv = hook.putArray("argv");
      List.of(program.strip().split("\\s+", -1)).forEach(argv::add);
      if (timeLimit != null) {
        hook.put("timeLimit", timeLimit);
      }
      if (optional) {
        hook.put("essential", false);
      }
    }
  }
}
