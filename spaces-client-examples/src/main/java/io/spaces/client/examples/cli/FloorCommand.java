package io.spaces.client.examples.cli;

import io.spaces.client.examples.bench.Corpus;
import io.spaces.client.examples.bench.HashFloor;
import io.spaces.client.examples.bench.RequestFloor;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spaces bench-floor}: what the benchmark starts to measure a floor in its own process. */
@Command(name = "bench-floor", hidden = true, description = "Runs one floor of the benchmark.")
final class FloorCommand implements Callable<Integer> {
  enum Kind {
    HASH,
    REQUESTS
  }

  @Parameters(paramLabel = "KIND", description = "hash or requests.")
  private Kind kind;

  @Mixin private CorpusOptions corpus;

  @Option(names = "--folder", description = "What to hash.")
  private @Nullable Path folder;

  @Option(names = "--endpoint", description = "Where to send requests.")
  private @Nullable String endpoint;

  @Option(names = "--concurrency", defaultValue = "5", description = "Files or requests at once.")
  private int concurrency;

  @Mixin private Output output;

  @Override
  public Integer call() throws Exception {
    double seconds = seconds();
    output.printJson(json -> json.writeNumberField("seconds", seconds));
    return ExitCode.SUCCEEDED;
  }

  private double seconds() throws Exception {
    if (kind == Kind.HASH) {
      if (folder == null) {
        throw output.mistake("--folder is missing.");
      }
      return HashFloor.run(folder, concurrency);
    }
    if (endpoint == null) {
      throw output.mistake("--endpoint is missing.");
    }
    Corpus only = corpus.corpora(output).get(0);
    return RequestFloor.run(only, endpoint, concurrency);
  }
}
