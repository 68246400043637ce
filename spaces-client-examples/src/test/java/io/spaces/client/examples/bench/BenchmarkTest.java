package io.spaces.client.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BenchmarkTest {
  @Test
  void measuresABackupAndBothFloors(@TempDir Path home) throws Exception {
    Benchmark benchmark =
        new Benchmark(
            new Settings(1, 3, "128m", home, null), new PrintWriter(new StringWriter(), true));
    StringWriter printed = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(printed)) {
      json.writeStartObject();
      benchmark.run(List.of(Corpus.of(30, 1000)), json);
      json.writeEndObject();
    }

    JsonNode corpus = new ObjectMapper().readTree(printed.toString()).path("corpora").get(0);
    assertThat(corpus.path("files").asInt()).isEqualTo(30);
    assertThat(corpus.path("bytes").asInt()).isEqualTo(30_000);
    for (String what : List.of("backup", "hashFloor", "requestFloor")) {
      JsonNode series = corpus.path(what);
      assertThat(series.path("seconds").asDouble()).as(what).isPositive();
      assertThat(series.path("inProcessSeconds").asDouble())
          .as(what)
          .isPositive()
          .isLessThan(series.path("seconds").asDouble());
      assertThat(series.path("cpuSeconds").asDouble()).as(what).isPositive();
      assertThat(series.path("filesPerSecond").asDouble()).as(what).isPositive();
      assertThat(series.path("peakRssMegabytes").asDouble()).as(what).isGreaterThan(10);
    }
    double backup = corpus.path("backup").path("seconds").asDouble();
    double hash = corpus.path("hashFloor").path("seconds").asDouble();
    assertThat(corpus.path("ratios").path("toHashFloor").asDouble())
        .isBetween(backup / hash - 0.05, backup / hash + 0.05);
  }
}
