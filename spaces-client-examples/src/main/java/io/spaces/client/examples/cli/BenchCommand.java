package io.spaces.client.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.examples.bench.Benchmark;
import io.spaces.client.examples.bench.Corpus;
import io.spaces.client.examples.bench.Scenario;
import io.spaces.client.examples.bench.Settings;
import io.spaces.client.examples.bench.VaultBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spaces bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures whole backup processes, JVM start included, against a server in another process"
          + " that discards content; and in the same run two floors: walk and hash without a"
          + " network, and the same requests, signed, by a bare HTTP loop with ready bodies.",
      "Prints medians as JSON."
    })
final class BenchCommand implements Callable<Integer> {
  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      converter = ScenarioConverter.class,
      description = {
        "mirror: as above (default). The others measure vaults on a space on disk, without floors:",
        "zip, encrypt, zip-encrypt: a first backup;",
        "restore: of a compressed and encrypted snapshot, into an empty folder;",
        "no-change: an incremental backup of what is all there;",
        "insert: of a file of 1 GiB, again after 1 MiB was inserted in its middle."
      })
  private Scenario scenario = Scenario.MIRROR;

  @Mixin private CorpusOptions corpus;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "The endpoint of a server that runs already (serve --discard --no-verify).")
  private @Nullable String server;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each. Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "5",
      description = "Files or requests at once. Default: ${DEFAULT-VALUE}.")
  private int concurrency;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description =
          "The largest heap of each measured process. Default: 128m, and 256m with vaults.")
  private @Nullable String heap;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description =
          "Where the corpora are kept for the next time. Default: in the system's"
              + " temporary directory.")
  private @Nullable Path home;

  @Mixin private Output output;

  @Override
  public Integer call() throws IOException {
    Mistakes.between(output, "--runs", 1, 1000, runs);
    Mistakes.between(output, "--concurrency", 1, 256, concurrency);
    List<Corpus> corpora =
        scenario == Scenario.INSERT && !corpus.isGiven()
            ? List.of(Corpus.LARGE)
            : corpus.corpora(output);
    Settings settings =
        new Settings(runs, concurrency, heap(), Files.createDirectories(home()), server);
    Thread bench = Thread.currentThread();
    return StopSignal.whileRunning(bench::interrupt, () -> run(corpora, settings));
  }

  private int run(List<Corpus> corpora, Settings settings) {
    output.printJson(
        json -> {
          try {
            run(corpora, settings, json.useDefaultPrettyPrinter());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
          }
        });
    return ExitCode.SUCCEEDED;
  }

  private void run(List<Corpus> corpora, Settings settings, JsonGenerator json)
      throws IOException, InterruptedException {
    if (scenario == Scenario.MIRROR) {
      new Benchmark(settings, output.err()).run(corpora, json);
    } else {
      new VaultBenchmark(scenario, settings, output.err()).run(corpora, json);
    }
  }

  private String heap() {
    if (heap != null) {
      return heap;
    }
    return scenario == Scenario.MIRROR ? "128m" : "256m";
  }

  private Path home() {
    return home == null
        ? Path.of(
            System.getProperty("java.io.tmpdir"), "spaces-bench-" + System.getProperty("user.name"))
        : home;
  }
}
