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
class VaultBenchmarkTest {
  @TempDir Path home;

  private JsonNode measure(Scenario scenario, Corpus corpus) throws Exception {
    VaultBenchmark benchmark =
        new VaultBenchmark(
            scenario,
            new Settings(1, 3, "128m", home, null),
            new PrintWriter(new StringWriter(), true));
    StringWriter printed = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(printed)) {
      json.writeStartObject();
      benchmark.run(List.of(corpus), json);
      json.writeEndObject();
    }
    return new ObjectMapper().readTree(printed.toString()).path("corpora").get(0);
  }

  @Test
  void measuresARestoreAndItsBackup() throws Exception {
    JsonNode corpus = measure(Scenario.RESTORE, Corpus.of(30, 1000));

    double backup = corpus.path("backup").path("seconds").asDouble();
    double restore = corpus.path("restore").path("seconds").asDouble();
    assertThat(backup).isPositive();
    assertThat(restore).isPositive();
    assertThat(corpus.path("restoreToBackup").asDouble())
        .isBetween(restore / backup - 0.05, restore / backup + 0.05);
  }

  @Test
  void anInsertionSendsItsNeighbourhoodOnly() throws Exception {
    Corpus random = new Corpus("one", 1, 20_000_000, 20_000_000, -1, false);

    JsonNode corpus = measure(Scenario.INSERT, random);

    assertThat(corpus.path("backupAfterInsertion").path("seconds").asDouble()).isPositive();
    assertThat(corpus.path("sentMegabytes").asDouble()).isBetween(1.0, 12.0);
    assertThat(home.toFile().list()).containsExactlyInAnyOrder("one", "one.complete");
  }
}
