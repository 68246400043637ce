package io.spaces.client.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;

/** One run of the program in this process. */
record Run(int exitCode, String out, String err) {
  static Run spaces(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine program = Spaces.program(args);
    program.setOut(new PrintWriter(out));
    program.setErr(new PrintWriter(err));
    int exitCode = program.execute(args);
    return new Run(exitCode, out.toString(), err.toString());
  }

  /** What was printed, which is one JSON object on one line and nothing else. */
  JsonNode json() {
    return json(out);
  }

  static JsonNode json(String printed) {
    try {
      if (printed.strip().lines().count() != 1) {
        throw new AssertionError("expected one line, but there was: " + printed);
      }
      return new ObjectMapper().readTree(printed);
    } catch (IOException e) {
      throw new UncheckedIOException(printed, e);
    }
  }
}
