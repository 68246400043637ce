package io.spaces.client.examples.cli;

import io.spaces.client.SpaceClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spaces put}. */
@Command(
    name = "put",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Stores one file, or standard input, as an object.")
final class PutCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions connection;
  @Mixin private Output output;

  @Parameters(index = "0", paramLabel = "FILE", description = "The file; - for standard input.")
  private Path file;

  @Parameters(index = "1", paramLabel = "KEY", description = "The object's key.")
  private String key;

  @Option(
      names = "--length",
      paramLabel = "BYTES",
      description = {
        "How long standard input is: one that ends early, or",
        "does not end there, is not stored."
      })
  private @Nullable Long length;

  @Override
  public Integer call() throws IOException {
    boolean standardInput = file.toString().equals("-");
    if (standardInput && length == null) {
      throw output.mistake("--length is missing; expected how many bytes standard input has.");
    }
    if (!standardInput && length != null) {
      throw output.mistake("--length goes with standard input; expected - as FILE.");
    }
    if (!standardInput && !Files.isRegularFile(file)) {
      throw output.mistake("FILE is \"" + file + "\"; expected an existing file.");
    }
    try (SpaceClient client = connection.open()) {
      if (length != null) {
        client.objects().put(key, System.in, length);
      } else {
        client.objects().put(key, file);
      }
      if (output.isJson()) {
        long size = length != null ? length : Files.size(file);
        output.printJson(
            json -> {
              json.writeStringField("key", key);
              json.writeNumberField("size", size);
            });
      }
      return ExitCode.SUCCEEDED;
    }
  }
}
