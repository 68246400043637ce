package io.spaces.client.examples.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class OutputTest {
  @Test
  void whatIsBrokenOffByAnErrorDoesNotLookWhole() {
    StringWriter printed = new StringWriter();

    assertThatThrownBy(() -> Output.printJson(new PrintWriter(printed), this::breakOff))
        .isInstanceOf(UncheckedIOException.class);

    assertThatThrownBy(() -> new ObjectMapper().readTree(printed.toString()))
        .isInstanceOf(JsonProcessingException.class);
  }

  private void breakOff(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("objects");
    json.writeString("the first");
    throw new IOException("the connection is gone");
  }
}
