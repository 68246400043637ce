package io.spaces.client.examples.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the plans of a YAML file are, by lines counted from 0, so that one can be changed without
 * touching the others, or anybody's comments.
 */
final class YamlLines {
  private final List<String> lines;
  private final List<Block> plans = new ArrayList<>();

  /**
   * A plan.
   *
   * @param span its lines
   * @param column how far its fields are indented
   * @param fields the lines of each field
   */
  record Block(Span span, int column, Map<String, Span> fields) {}

  /**
   * Some lines.
   *
   * @param first the first
   * @param end the first after them
   */
  record Span(int first, int end) {}

  private YamlLines(List<String> lines) {
    this.lines = lines;
  }

  static YamlLines of(String text) throws IOException {
    YamlLines all = new YamlLines(new ArrayList<>(text.lines().toList()));
    try (JsonParser parser = new YAMLFactory().createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME && parser.currentName().equals("defaults")) {
          parser.nextToken();
          parser.skipChildren();
        } else if (token == JsonToken.START_OBJECT
            && parser.getParsingContext().getParent().inArray()) {
          all.plans.add(all.block(parser));
        }
      }
    }
    return all;
  }

  private Block block(JsonParser parser) throws IOException {
    int first = line(parser);
    int column = 0;
    Map<String, Integer> starts = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      if (starts.isEmpty()) {
        column = parser.currentTokenLocation().getColumnNr() - 1;
      }
      starts.put(parser.currentName(), line(parser));
      parser.nextToken();
      parser.skipChildren();
    }
    // A block ends where something else begins; comments before that are about what follows.
    int end = withoutComments(first, Math.min(line(parser), lines.size()));
    Map<String, Span> fields = new LinkedHashMap<>();
    List<Integer> order = new ArrayList<>(starts.values());
    order.add(end);
    int i = 0;
    for (String name : starts.keySet()) {
      fields.put(name, new Span(order.get(i), withoutComments(order.get(i), order.get(i + 1))));
      i++;
    }
    return new Block(new Span(first, end), column, fields);
  }

  private static int line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr() - 1;
  }

  private int withoutComments(int first, int end) {
    int last = end;
    while (last > first + 1 && lines.get(last - 1).strip().matches("(#.*)?")) {
      last--;
    }
    return last;
  }

  List<Block> plans() {
    return plans;
  }

  /** Puts lines in the place of others; what stands before a field in its first line stays. */
  void replace(Span span, int column, List<String> by) {
    String before = lines.get(span.first()).substring(0, column);
    lines.subList(span.first(), span.end()).clear();
    lines.addAll(span.first(), indented(before, column, by));
  }

  void insert(int at, String before, int column, List<String> what) {
    lines.addAll(at, indented(before, column, what));
  }

  void delete(Span span) {
    lines.subList(span.first(), span.end()).clear();
  }

  private static List<String> indented(String before, int column, List<String> lines) {
    List<String> indented = new ArrayList<>();
    for (String line : lines) {
      indented.add((indented.isEmpty() ? before : " ".repeat(column)) + line);
    }
    return indented;
  }

  List<String> lines() {
    return lines;
  }

  /** The whole file. */
  String text() {
    return String.join("\n", lines) + "\n";
  }
}
