package io.spaces.client.examples.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a command tells what it did: options that every command has. */
final class Output {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          // What is broken off by an error must not look whole.
          .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
          .build();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--json", description = "Print one JSON object on standard output, and no more.")
  private boolean json;

  // Logging looks for it before anything else runs; here it is only declared.
  @Option(
      names = {"-v", "--verbose"},
      description = "Log what happens on standard error; twice (-vv) for more.")
  private boolean[] verbose = {};

  boolean isJson() {
    return json;
  }

  boolean isVerbose() {
    return verbose.length > 0;
  }

  PrintWriter out() {
    return command.commandLine().getOut();
  }

  PrintWriter err() {
    return command.commandLine().getErr();
  }

  /** What is wrong with the command line; to be thrown. */
  ParameterException mistake(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** Prints JSON when that was asked for, and text otherwise. */
  void print(JsonFields fields, Consumer<PrintWriter> text) {
    if (json) {
      printJson(fields);
    } else {
      text.accept(out());
      out().flush();
    }
  }

  /** Tells what is wrong with a vault, a line each. */
  void problems(List<String> problems) {
    problems.forEach(problem -> err().println("problem  " + Printable.line(problem)));
    err().flush();
  }

  /** Prints one JSON object on a line of its own. */
  void printJson(JsonFields fields) {
    printJson(out(), fields);
  }

  static void printJson(PrintWriter out, JsonFields fields) {
    try (JsonGenerator generator = JSON.createGenerator(out)) {
      generator.writeStartObject();
      fields.write(generator);
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println();
    out.flush();
  }

  /** Writes an array of objects, each as it comes. */
  static <T> void writeArray(
      String name, Iterator<? extends T> items, ItemFields<T> fields, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(name);
    while (items.hasNext()) {
      json.writeStartObject();
      fields.write(items.next(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes the fields of the object that stands for an item. */
  @FunctionalInterface
  interface ItemFields<T> {
    void write(T item, JsonGenerator json) throws IOException;
  }

  /** Writes the fields of an object. */
  @FunctionalInterface
  interface JsonFields {
    void write(JsonGenerator json) throws IOException;
  }
}
