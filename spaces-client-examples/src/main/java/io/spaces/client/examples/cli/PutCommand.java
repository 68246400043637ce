package io.spaces.client.examples.cli;

import io.spaces.client.SpaceClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code spaces put}. */
@Command(
    name = "put",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Stores one file as an object.")
final class PutCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions connection;
  @Mixin private Output output;

  @Parameters(index = "0", paramLabel = "FILE", description = "The file.")
  private Path file;

  @Parameters(index = "1", paramLabel = "KEY", description = "The object's key.")
  private String key;

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw output.mistake("FILE is \"" + file + "\"; expected an existing file.");
    }
    try (SpaceClient client = connection.open()) {
      client.objects().put(key, file);
      if (output.isJson()) {
        long size = Files.size(file);
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
