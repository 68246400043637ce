package io.spaces.client.examples.cli;

import io.spaces.client.examples.bench.Corpus;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which files the benchmark works on. */
final class CorpusOptions {
  @Option(
      names = "--corpus",
      paramLabel = "NAME",
      description = {
        "small: 10,000 files of about 5 KB (default);",
        "medium: 2,000 files of 366 MB in all;",
        "large: a file of 1 GiB and four of 64 MiB;",
        "unchanged: 100,000 files, incremental, none of them changed;",
        "all: each of these."
      })
  private @Nullable String name;

  @Option(names = "--files", paramLabel = "N", description = "A corpus of this many files instead.")
  private @Nullable Integer files;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "5000",
      description = "The size of each of those files. Default: ${DEFAULT-VALUE}.")
  private long size;

  boolean isGiven() {
    return name != null || files != null;
  }

  List<Corpus> corpora(Output output) {
    if (files != null && name != null) {
      throw output.mistake("--corpus and --files exclude each other.");
    }
    if (files != null) {
      if (files < 1 || size < 0) {
        throw output.mistake("--files is " + files + "; expected 1 or more, and --size 0 or more.");
      }
      return List.of(Corpus.of(files, size));
    }
    if ("all".equals(name)) {
      return Corpus.ALL;
    }
    String wanted = name == null ? Corpus.SMALL.name() : name;
    return Corpus.ALL.stream()
        .filter(corpus -> corpus.name().equals(wanted))
        .findFirst()
        .map(List::of)
        .orElseThrow(
            () ->
                output.mistake(
                    "--corpus is \""
                        + wanted
                        + "\"; expected small, medium, large, unchanged or all."));
  }
}
