package io.spaces.client.examples.cli;

import io.spaces.client.SpaceClient;
import io.spaces.client.SpaceObjects;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code spaces rm}. */
@Command(
    name = "rm",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Deletes objects.")
final class RmCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions connection;
  @Mixin private Output output;

  @Parameters(arity = "1..*", paramLabel = "KEY", description = "The keys, as ls prints them.")
  private List<String> keys = List.of();

  @Override
  public Integer call() {
    try (SpaceClient client = connection.open()) {
      SpaceObjects objects = client.objects();
      keys.forEach(objects::delete);
      if (output.isJson()) {
        output.printJson(
            json -> {
              json.writeArrayFieldStart("deleted");
              for (String key : keys) {
                json.writeString(key);
              }
              json.writeEndArray();
            });
      }
      return ExitCode.SUCCEEDED;
    }
  }
}
