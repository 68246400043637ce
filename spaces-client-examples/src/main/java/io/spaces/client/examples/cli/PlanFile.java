package io.spaces.client.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.schedule.BackupPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** A file of plans that is read, and changed a plan at a time: comments and layout stay. */
final class PlanFile {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  private final Path file;
  private final Output output;

  PlanFile(Path file, Output output) {
    this.file = file;
    this.output = output;
  }

  /** All plans; a mistake in the file is one of usage, told with its line. */
  List<BackupPlan> read() {
    try {
      return BackupPlan.readAll(file);
    } catch (InvalidParameterException e) {
      throw output.mistake(e.getMessage() + ".");
    }
  }

  /** The plan of a name. */
  BackupPlan plan(String name) {
    return read().get(indexOf(name));
  }

  private int indexOf(String name) {
    List<String> names = read().stream().map(BackupPlan::name).toList();
    int index = names.indexOf(name);
    if (index < 0) {
      throw output.mistake(
          "NAME \"" + name + "\" is not in " + file + "; there are " + names + ".");
    }
    return index;
  }

  /** Adds a plan at the end; makes the file when it is missing. */
  void add(ObjectNode plan) {
    String name = plan.path("name").asText();
    boolean there = Files.exists(file);
    if (there && read().stream().anyMatch(other -> other.name().equals(name))) {
      throw output.mistake("NAME \"" + name + "\" is in " + file + " already.");
    }
    change(
        there ? text() : "plans: []\n",
        list -> list.add(plan),
        lines -> {
          List<YamlLines.Block> blocks = lines.plans();
          if (blocks.isEmpty()) {
            lines
                .lines()
                .replaceAll(line -> line.matches("plans:\\s*\\[\\s*]\\s*") ? "plans:" : line);
            lines.insert(lines.lines().size(), "  - ", 4, yaml(plan));
            return;
          }
          YamlLines.Block last = blocks.get(blocks.size() - 1);
          String before = lines.lines().get(last.span().first()).substring(0, last.column());
          lines.insert(last.span().end(), before, last.column(), yaml(plan));
        });
  }

  /** Puts a plan in the place of the one of its name; adds it when there is none. */
  void put(ObjectNode plan) {
    String name = plan.path("name").asText();
    if (!Files.exists(file) || read().stream().noneMatch(other -> other.name().equals(name))) {
      add(plan);
      return;
    }
    int index = indexOf(name);
    change(
        text(),
        list -> list.set(index, plan),
        lines -> {
          YamlLines.Block old = lines.plans().get(index);
          int first = old.span().first();
          String before = lines.lines().get(first).substring(0, old.column());
          lines.delete(old.span());
          lines.insert(first, before, old.column(), yaml(plan));
        });
  }

  /** Changes or adds some fields of a plan. */
  void set(String name, ObjectNode fields) {
    int index = indexOf(name);
    change(
        text(),
        list -> ((ObjectNode) list.get(index)).setAll(fields),
        lines -> set(lines, lines.plans().get(index), fields));
  }

  /** From the end to the beginning, so that the lines before stay where they are. */
  private static void set(YamlLines lines, YamlLines.Block plan, ObjectNode fields) {
    int column = plan.column();
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      if (!plan.fields().containsKey(field.getKey())) {
        List<String> yaml = yaml(field.getKey(), field.getValue());
        lines.insert(plan.span().end(), " ".repeat(column), column, yaml);
      }
    }
    List<String> present = new ArrayList<>(plan.fields().keySet());
    Collections.reverse(present);
    for (String field : present) {
      if (fields.has(field)) {
        YamlLines.Span span = Objects.requireNonNull(plan.fields().get(field));
        lines.replace(span, column, yaml(field, fields.get(field)));
      }
    }
  }

  /** Removes a plan. */
  void remove(String name) {
    int index = indexOf(name);
    change(
        text(),
        list -> list.remove(index),
        lines -> {
          lines.delete(lines.plans().get(index).span());
          if (lines.plans().size() == 1) {
            lines.lines().replaceAll(line -> line.matches("plans:\\s*") ? "plans: []" : line);
          }
        });
  }

  /** What plans have that say nothing else, as JSON; of a file that is missing, nothing. */
  String defaults() {
    return Files.exists(file) ? tree(text()).path("defaults").toString() : "";
  }

  /** The plan's fields as the file has them. */
  ObjectNode fields(String name) {
    int index = indexOf(name);
    return (ObjectNode) list(tree(text())).get(index);
  }

  private void change(String text, Consumer<ArrayNode> wanted, Consumer<YamlLines> edit) {
    JsonNode expected = tree(text);
    wanted.accept(list(expected));
    try {
      YamlLines lines = YamlLines.of(text);
      edit.accept(lines);
      if (!tree(lines.text()).equals(expected)) {
        throw inAnotherWay();
      }
      byte[] changed = lines.text().getBytes(StandardCharsets.UTF_8);
      WholeFile.write(file, out -> out.write(changed));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw inAnotherWay();
    } catch (IOException e) {
      throw new SpaceException(file + " cannot be changed: " + e, e);
    }
  }

  /** Lists and objects in brackets, say. */
  private SpaceException inAnotherWay() {
    return new SpaceException(
        file + " is not laid out as a block of lines for each plan; change it with an editor.");
  }

  private String text() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new SpaceException(file + " cannot be read: " + e, e);
    }
  }

  private JsonNode tree(String text) {
    try {
      return YAML.readTree(text);
    } catch (IOException e) {
      throw inAnotherWay();
    }
  }

  private static ArrayNode list(JsonNode root) {
    return (ArrayNode) (root.isObject() ? root.path("plans") : root);
  }

  private static List<String> yaml(String field, JsonNode value) {
    return yaml(JsonNodeFactory.instance.objectNode().set(field, value));
  }

  /** A plan or a part of it as lines of YAML. */
  static List<String> yaml(JsonNode node) {
    try {
      return YAML.writeValueAsString(node).lines().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
