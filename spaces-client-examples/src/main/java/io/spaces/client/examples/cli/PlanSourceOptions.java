package io.spaces.client.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a plan backs up: options of the commands that write one. All together replace what was. */
final class PlanSourceOptions {
  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "Back this folder up; of several, each below its own name.")
  private List<String> folders = List.of();

  @Option(
      names = "--postgres",
      paramLabel = "KEY=URL",
      description = "Back this PostgreSQL database up into the object KEY.")
  private Map<String, String> postgres = new LinkedHashMap<>();

  @Option(
      names = "--mysql",
      paramLabel = "KEY=URL",
      description = "Back this MySQL or MariaDB database up into the object KEY.")
  private Map<String, String> mysql = new LinkedHashMap<>();

  @Option(
      names = "--database-password",
      paramLabel = "REF",
      description = {"Where the databases' password is:", "env:NAME or file:PATH."})
  private @Nullable String password;

  @Option(
      names = "--sqlite",
      paramLabel = "KEY=FILE",
      description = "Back this SQLite database up into the object KEY.")
  private Map<String, String> sqlite = new LinkedHashMap<>();

  @Option(
      names = "--command",
      paramLabel = "KEY=PROGRAM...",
      description = "Back what a program prints up into the object KEY.")
  private Map<String, String> commands = new LinkedHashMap<>();

  @Option(
      names = "--source-time-limit",
      paramLabel = "TIME",
      description =
          "How long each of these programs and databases may take: 30m, 12h. Default: as long as it"
              + " takes.")
  private @Nullable String timeLimit;

  ArrayNode sources() {
    ArrayNode sources = JsonNodeFactory.instance.arrayNode();
    for (String folder : folders) {
      ObjectNode source = sources.addObject().put("type", "folder").put("path", folder);
      Path name = WorkingFolder.resolve(Path.of(folder)).toAbsolutePath().normalize().getFileName();
      if (folders.size() > 1 && name != null) {
        source.put("under", name.toString());
      }
    }
    postgres.forEach((key, url) -> database(sources.addObject().put("type", "postgres"), key, url));
    mysql.forEach((key, url) -> database(sources.addObject().put("type", "mysql"), key, url));
    sqlite.forEach(
        (key, file) ->
            sources.addObject().put("type", "sqlite").put("name", key).put("path", file));
    commands.forEach(
        (key, command) -> {
          ArrayNode argv =
              sources.addObject().put("type", "command").put("name", key).putArray("argv");
          List.of(command.strip().split("\\s+", -1)).forEach(argv::add);
        });
    if (timeLimit != null) {
      for (JsonNode source : sources) {
        if (!source.path("type").asText().equals("folder")) {
          ((ObjectNode) source).put("timeLimit", timeLimit);
        }
      }
    }
    return sources;
  }

  private void database(ObjectNode source, String key, String url) {
    source.put("name", key).put("url", url);
    if (password != null) {
      source.put("password", password);
    }
  }
}
