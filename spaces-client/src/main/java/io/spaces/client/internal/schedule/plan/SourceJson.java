package io.spaces.client.internal.schedule.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.internal.source.SystemPaths;
import io.spaces.client.schedule.DataKind;
import io.spaces.client.schedule.PlanSource;
import io.spaces.client.schedule.SecretRef;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A plan's sources as JSON. */
final class SourceJson {
  private SourceJson() {}

  static ObjectNode write(PlanSource source) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("kind", JsonFields.word(source.kind()));
    if (source instanceof PlanSource.Folder folder) {
      node.put("type", "folder").put("path", SystemPaths.text("path", folder.path()));
      if (!folder.under().isEmpty()) {
        node.put("under", folder.under());
      }
    } else if (source instanceof PlanSource.Command command) {
      node.put("type", "command").put("name", command.name());
      var argv = node.putArray("argv");
      command.argv().forEach(argv::add);
      ObjectNode environment = node.putObject("environment");
      new TreeMap<>(command.environment())
          .forEach((variable, value) -> environment.put(variable, value.toString()));
    } else if (source instanceof PlanSource.Postgres postgres) {
      database(node.put("type", "postgres"), postgres.name(), postgres.url(), postgres.password());
    } else if (source instanceof PlanSource.Mysql mysql) {
      database(node.put("type", "mysql"), mysql.name(), mysql.url(), mysql.password());
    } else if (source instanceof PlanSource.Sqlite sqlite) {
      node.put("type", "sqlite")
          .put("name", sqlite.name())
          .put("path", SystemPaths.text("path", sqlite.path()));
    }
    Duration limit = source.timeLimit();
    if (limit != null) {
      node.put("timeLimit", JsonFields.text(limit));
    }
    return node;
  }

  private static void database(
      ObjectNode node, String name, String url, @Nullable SecretRef password) {
    node.put("name", name).put("url", url);
    if (password != null) {
      node.put("password", password.toString());
    }
  }

  static PlanSource read(JsonFields fields) {
    String type = fields.text("type");
    DataKind kind = kind(fields, type);
    PlanSource source = fields.make(() -> limited(read(type, kind, fields), fields), Map.of());
    fields.nothingElse();
    return source;
  }

  private static PlanSource limited(PlanSource source, JsonFields fields) {
    PlanSource[] limited = {source};
    fields.ifPresent(
        "timeLimit", () -> limited[0] = source.timeLimit(fields.duration("timeLimit")));
    return limited[0];
  }

  private static PlanSource read(String type, DataKind kind, JsonFields fields) {
    return switch (type) {
      case "folder" -> folder(kind, fields);
      case "command" ->
          new PlanSource.Command(
              kind, fields.text("name"), fields.texts("argv"), environment(fields));
      case "postgres" ->
          new PlanSource.Postgres(
              kind, fields.text("name"), fields.text("url"), fields.secretOrNull("password"));
      case "mysql" ->
          new PlanSource.Mysql(
              kind, fields.text("name"), fields.text("url"), fields.secretOrNull("password"));
      case "sqlite" ->
          new PlanSource.Sqlite(
              kind, fields.text("name"), SystemPaths.of("path", fields.text("path")));
      default ->
          throw fields.wrong(
              "type", "is \"" + type + "\"; expected folder, command, postgres, mysql or sqlite");
    };
  }

  private static PlanSource folder(DataKind kind, JsonFields fields) {
    String under = fields.textOrNull("under");
    return new PlanSource.Folder(
        kind, SystemPaths.of("path", fields.text("path")), under == null ? "" : under);
  }

  private static DataKind kind(JsonFields fields, String type) {
    DataKind[] kind = {
      type.equals("folder") || type.equals("command") ? DataKind.FILES : DataKind.DATABASE
    };
    fields.ifPresent("kind", () -> kind[0] = fields.word("kind", DataKind.class));
    return kind[0];
  }

  private static Map<String, SecretRef> environment(JsonFields fields) {
    Map<String, SecretRef> environment = new TreeMap<>();
    fields.ifPresent(
        "environment",
        () -> {
          JsonFields variables = fields.object("environment");
          variables.names().forEach(name -> environment.put(name, variables.secret(name)));
        });
    return environment;
  }
}
