package io.spaces.client.examples.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.examples.TemporaryFolder;
import io.spaces.client.identity.Wallet;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Measures backups into vaults, and restores from them: whole processes, against a space that
 * another process keeps on disk, in a vault of its own for each run of a backup.
 */
public final class VaultBenchmark {
  private static final String KEY = "00112233445566778899aabbccddeeff".repeat(2);
  private static final double MEGABYTE = 1e6;

  private final Scenario scenario;
  private final Settings settings;
  private final PrintWriter log;

  /**
   * A benchmark.
   *
   * @param scenario what to do; not {@link Scenario#MIRROR}
   * @param settings how to measure; their server is not used
   * @param log told what is going on
   */
  public VaultBenchmark(Scenario scenario, Settings settings, PrintWriter log) {
    this.scenario = scenario;
    this.settings = settings;
    this.log = log;
  }

  /**
   * Measures.
   *
   * @param corpora what to back up; for {@link Scenario#INSERT} only the first file of each counts
   * @param json where the fields of the result go
   * @throws IOException when a process fails
   * @throws InterruptedException when this thread is interrupted
   */
  public void run(List<Corpus> corpora, JsonGenerator json)
      throws IOException, InterruptedException {
    json.writeStringField("scenario", scenario.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.writeNumberField("runs", settings.runs());
    json.writeNumberField("concurrency", settings.concurrency());
    json.writeStringField("heap", settings.heap());
    json.writeArrayFieldStart("corpora");
    for (Corpus corpus : corpora) {
      json.writeStartObject();
      json.writeStringField("name", corpus.name());
      json.writeNumberField("files", corpus.files());
      json.writeNumberField("bytes", corpus.bytes());
      measure(corpus, json);
      json.writeEndObject();
      json.flush();
    }
    json.writeEndArray();
  }

  private void measure(Corpus corpus, JsonGenerator json) throws IOException, InterruptedException {
    Path folder = CorpusFiles.in(settings.home(), corpus);
    Map<String, Series> series;
    try (TemporaryFolder space = TemporaryFolder.create(settings.home(), "space-");
        Server server = Server.onDisk(space.path())) {
      series =
          switch (scenario) {
            case RESTORE -> restore(corpus, folder, server);
            case NO_CHANGE -> noChange(corpus, folder, server);
            case INSERT -> insert(corpus, folder, server, json);
            default -> first(corpus, folder, server, json);
          };
    }
    for (Map.Entry<String, Series> each : series.entrySet()) {
      each.getValue().write(each.getKey(), json);
    }
    if (scenario == Scenario.RESTORE) {
      double ratio = series("restore", series).seconds() / series("backup", series).seconds();
      Series.number(json, "restoreToBackup", ratio);
    }
  }

  /** Warms the server up; each measured process starts cold. */
  private void warmUp(Path folder, Server server) throws IOException, InterruptedException {
    try (Place place = new Place(server)) {
      place.backUp(folder, "backup, not counted");
    }
  }

  private static Series series(String name, Map<String, Series> series) {
    return Objects.requireNonNull(series.get(name));
  }

  private Map<String, Series> first(Corpus corpus, Path folder, Server server, JsonGenerator json)
      throws IOException, InterruptedException {
    warmUp(folder, server);
    Series backup = new Series(corpus, VaultBenchmark::inProcess);
    for (int run = 1; run <= settings.runs(); run++) {
      try (Place place = new Place(server)) {
        backup.add(place.backUp(folder, "backup, run " + run));
        if (run == settings.runs()) {
          writeSent(place.newest(), json);
        }
      }
    }
    return Map.of("backup", backup);
  }

  private Map<String, Series> restore(Corpus corpus, Path folder, Server server)
      throws IOException, InterruptedException {
    warmUp(folder, server);
    Series backup = new Series(corpus, VaultBenchmark::inProcess);
    Series restore = new Series(corpus, VaultBenchmark::inProcess);
    // All are kept to the end: ext4 takes long to find room for many files where as many others
    // were deleted within the last minutes (recently_deleted in its ialloc.c).
    List<Place> places = new ArrayList<>();
    try {
      for (int run = 1; run <= settings.runs(); run++) {
        Place place = new Place(server);
        places.add(place);
        backup.add(place.backUp(folder, "backup, run " + run));
        restore.add(place.restore("restore, run " + run));
      }
    } finally {
      places.forEach(Place::close);
    }
    return Map.of("backup", backup, "restore", restore);
  }

  private Map<String, Series> noChange(Corpus corpus, Path folder, Server server)
      throws IOException, InterruptedException {
    Series backup = new Series(corpus, VaultBenchmark::inProcess);
    try (Place place = new Place(server)) {
      place.backUp(folder, "first backup");
      CorpusFiles.awaitSettled(settings.home(), corpus);
      place.backUp(folder, "second backup"); // by now no file is too new to be trusted
      for (int run = 1; run <= settings.runs(); run++) {
        Measured measured = place.backUp(folder, "backup, run " + run);
        if (measured.output().path("count").asLong() != 0) {
          throw new IOException("files were sent that have not changed: " + measured.output());
        }
        backup.add(measured);
      }
    }
    return Map.of("backup", backup);
  }

  private Map<String, Series> insert(Corpus corpus, Path folder, Server server, JsonGenerator json)
      throws IOException, InterruptedException {
    Path original = folder.resolve(corpus.path(0));
    Corpus single = Corpus.of(1, corpus.size(0));
    Series first = new Series(single, VaultBenchmark::inProcess);
    Series again = new Series(single, VaultBenchmark::inProcess);
    for (int run = 1; run <= settings.runs(); run++) {
      try (Place place = new Place(server)) {
        Path source = Files.createDirectories(place.path("source"));
        Files.copy(original, source.resolve("file"));
        first.add(place.backUp(source, "backup, run " + run));
        Insertion.intoMiddle(original, source.resolve("file"));
        again.add(place.backUp(source, "backup after the insertion, run " + run));
        if (run == settings.runs()) {
          writeSent(place.newest(), json);
        }
      }
    }
    return Map.of("backup", first, "backupAfterInsertion", again);
  }

  private static void writeSent(JsonNode snapshot, JsonGenerator json) throws IOException {
    Series.number(json, "sentMegabytes", snapshot.path("sent").asLong() / MEGABYTE);
  }

  private static double inProcess(Measured run) {
    return run.output().path("durationMillis").asDouble() / 1000;
  }

  /** An app that the space has never heard of, and a folder for all that it has on this side. */
  private final class Place implements AutoCloseable {
    private final Wallet wallet = Wallet.random();
    private final TemporaryFolder folder;
    private final Server server;

    Place(Server server) throws IOException {
      this.server = server;
      folder = TemporaryFolder.create(settings.home(), "run-");
      File key = Files.writeString(path("key"), KEY).toFile();
      boolean closed = key.setReadable(false, false) && key.setReadable(true, true);
      if (!closed) {
        log.println("The file " + key + " cannot be made private.");
      }
    }

    Path path(String name) {
      return folder.path().resolve(name);
    }

    Measured backUp(Path source, String what) throws IOException, InterruptedException {
      List<String> args = options("backup");
      args.addAll(List.of("--incremental", "--concurrency", "" + settings.concurrency()));
      args.addAll(scenario.options());
      args.add(source.toString());
      return run(args, what);
    }

    Measured restore(String what) throws IOException, InterruptedException {
      List<String> args = options("restore");
      args.addAll(List.of("--concurrency", "" + settings.concurrency(), "--snapshot=newest"));
      args.add(path("restored").toString());
      return run(args, what);
    }

    JsonNode newest() throws IOException, InterruptedException {
      List<String> args = options("snapshots", "list");
      return run(args, "snapshots").output().path("snapshots").path(0);
    }

    private List<String> options(String... command) {
      List<String> args = new ArrayList<>(List.of(command));
      args.addAll(List.of("--json", "--endpoint", server.endpoint()));
      args.addAll(List.of("--state-dir", path("state").toString()));
      if (scenario.isEncrypted()) {
        args.addAll(List.of("--key-file", path("key").toString()));
      }
      return args;
    }

    private Measured run(List<String> args, String what) throws IOException, InterruptedException {
      List<String> command =
          Program.command(List.of("-Xmx" + settings.heap()), args.toArray(String[]::new));
      Measured measured =
          Measured.run(command, Map.of("SPACES_SECRET_KEY", wallet.exportSecretKey()));
      log.println(String.format(Locale.ROOT, "%s: %.2f s", what, measured.seconds()));
      log.flush();
      return measured;
    }

    @Override
    public void close() {
      folder.close();
    }
  }
}
