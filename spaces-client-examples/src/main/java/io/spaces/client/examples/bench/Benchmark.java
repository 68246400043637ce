package io.spaces.client.examples.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.examples.TemporaryFolder;
import io.spaces.client.identity.Wallet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measures corpora one after the other and writes what came out as JSON. */
public final class Benchmark {
  private static final int WARM_UPS = 3;

  private final Settings settings;
  private final PrintWriter log;
  private final Wallet wallet = Wallet.random();

  /**
   * A benchmark.
   *
   * @param settings how to measure
   * @param log told what is going on
   */
  public Benchmark(Settings settings, PrintWriter log) {
    this.settings = settings;
    this.log = log;
  }

  /**
   * Measures.
   *
   * @param corpora what to back up
   * @param json where the fields of the result go
   * @throws IOException when a process fails
   * @throws InterruptedException when this thread is interrupted
   */
  public void run(List<Corpus> corpora, JsonGenerator json)
      throws IOException, InterruptedException {
    json.writeStringField("java", System.getProperty("java.vm.version"));
    json.writeNumberField("processors", Runtime.getRuntime().availableProcessors());
    json.writeNumberField("runs", settings.runs());
    json.writeNumberField("concurrency", settings.concurrency());
    json.writeStringField("heap", settings.heap());
    json.writeArrayFieldStart("corpora");
    try (Server server = server()) {
      for (Corpus corpus : corpora) {
        json.writeStartObject();
        measure(corpus, server.endpoint(), json);
        json.writeEndObject();
        json.flush();
      }
    }
    json.writeEndArray();
  }

  private Server server() throws IOException {
    return settings.server() == null ? Server.start() : Server.at(settings.server());
  }

  private void measure(Corpus corpus, String endpoint, JsonGenerator json)
      throws IOException, InterruptedException {
    log(
        "%s: %,d files of %,d bytes in all"
            .formatted(corpus.name(), corpus.files(), corpus.bytes()));
    Path folder = CorpusFiles.in(settings.home(), corpus);
    json.writeStringField("name", corpus.name());
    json.writeNumberField("files", corpus.files());
    json.writeNumberField("bytes", corpus.bytes());
    if (corpus.equals(Corpus.UNCHANGED)) {
      measureUnchanged(corpus, folder, endpoint, json);
    } else {
      measureFull(corpus, folder, endpoint, json);
    }
  }

  private void measureFull(Corpus corpus, Path folder, String endpoint, JsonGenerator json)
      throws IOException, InterruptedException {
    Series hash = new Series(corpus, Benchmark::floorSeconds);
    Series requests = new Series(corpus, Benchmark::floorSeconds);
    Series backup = new Series(corpus, Benchmark::backupSeconds);
    for (int i = 0; i < WARM_UPS; i++) { // of the server's: each measured process starts cold
      floor("requests", corpus, "--endpoint", endpoint);
    }
    for (int run = 1; run <= settings.runs(); run++) {
      Measured hashed = floor("hash", corpus, "--folder", folder.toString());
      Measured requested = floor("requests", corpus, "--endpoint", endpoint);
      Measured backedUp = firstBackup(folder, endpoint);
      log(
          "%s, run %d: hash %.2f s, requests %.2f s, backup %.2f s"
              .formatted(
                  corpus.name(), run, hashed.seconds(), requested.seconds(), backedUp.seconds()));
      hash.add(hashed);
      requests.add(requested);
      backup.add(backedUp);
    }
    backup.write("backup", json);
    hash.write("hashFloor", json);
    requests.write("requestFloor", json);
    json.writeObjectFieldStart("ratios");
    double slower = Math.max(hash.seconds(), requests.seconds());
    Series.number(json, "toHashFloor", backup.seconds() / hash.seconds());
    Series.number(json, "toRequestFloor", backup.seconds() / requests.seconds());
    Series.number(json, "toSlowerFloor", backup.seconds() / slower);
    json.writeEndObject();
  }

  /** A backup for an app that the server has never heard of: it has none of the files yet. */
  private Measured firstBackup(Path folder, String endpoint)
      throws IOException, InterruptedException {
    try (TemporaryFolder state = TemporaryFolder.create("spaces-bench-state-")) {
      return backup(folder, endpoint, state, List.of("--app-did", Wallet.random().address()));
    }
  }

  private void measureUnchanged(Corpus corpus, Path folder, String endpoint, JsonGenerator json)
      throws IOException, InterruptedException {
    try (TemporaryFolder state = TemporaryFolder.create("spaces-bench-state-")) {
      List<String> options = List.of("--incremental");
      backup(folder, endpoint, state, options);
      CorpusFiles.awaitSettled(settings.home(), corpus);
      backup(folder, endpoint, state, options); // by now no file is too new to be trusted
      Series backup = new Series(corpus, Benchmark::backupSeconds);
      for (int run = 1; run <= settings.runs(); run++) {
        Measured measured = backup(folder, endpoint, state, options);
        if (measured.output().path("count").asLong() != 0) {
          throw new IOException("files were sent that have not changed: " + measured.output());
        }
        log("%s, run %d: backup %.2f s".formatted(corpus.name(), run, measured.seconds()));
        backup.add(measured);
      }
      backup.write("backup", json);
    }
  }

  private Measured floor(String kind, Corpus corpus, String option, String value)
      throws IOException, InterruptedException {
    List<String> args = new ArrayList<>(List.of("bench-floor", kind, option, value));
    args.addAll(List.of("--concurrency", String.valueOf(settings.concurrency())));
    args.addAll(corpus.options());
    return Measured.run(command(args), Map.of());
  }

  private Measured backup(Path folder, String endpoint, TemporaryFolder state, List<String> options)
      throws IOException, InterruptedException {
    List<String> args = new ArrayList<>(List.of("backup", "--json", "--endpoint", endpoint));
    args.addAll(List.of("--concurrency", String.valueOf(settings.concurrency())));
    args.addAll(List.of("--state-dir", state.path().toString()));
    args.addAll(options);
    args.add(folder.toString());
    return Measured.run(command(args), Map.of("SPACES_SECRET_KEY", wallet.exportSecretKey()));
  }

  private List<String> command(List<String> args) {
    return Program.command(List.of("-Xmx" + settings.heap()), args.toArray(String[]::new));
  }

  private static double floorSeconds(Measured run) {
    return run.output().path("seconds").asDouble();
  }

  private static double backupSeconds(Measured run) {
    return run.output().path("durationMillis").asDouble() / 1000;
  }

  private void log(String line) {
    log.println(line);
    log.flush();
  }
}
