package io.spaces.client.examples.cli;

import io.spaces.client.SpaceClient;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code spaces get}. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Fetches one object.")
final class GetCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions connection;
  @Mixin private Output output;

  @Parameters(index = "0", paramLabel = "KEY", description = "The object's key, as ls prints it.")
  private String key;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "Where to write it. Default: standard output (not with --json).")
  private @Nullable Path file;

  @Override
  public Integer call() {
    if (file == null && output.isJson()) {
      throw output.mistake("--json needs a FILE: standard output cannot take both.");
    }
    try (SpaceClient client = connection.open()) {
      return StopSignal.whileRunning(client::close, () -> fetch(client));
    }
  }

  private int fetch(SpaceClient client) {
    try {
      if (file == null) {
        stream(client, new FileOutputStream(FileDescriptor.out));
      } else if (WholeFile.isNoFile(file)) {
        try (OutputStream out = WholeFile.append(file)) {
          confirm(file, stream(client, out));
        }
      } else {
        confirm(file, client.objects().get(key, file));
      }
      return ExitCode.SUCCEEDED;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long stream(SpaceClient client, OutputStream out) throws IOException {
    try (InputStream content = client.objects().get(key)) {
      return content.transferTo(out);
    }
  }

  private void confirm(Path written, long size) {
    if (output.isJson()) {
      output.printJson(
          json -> {
            json.writeStringField("key", key);
            json.writeNumberField("size", size);
            json.writeStringField("file", written.toString());
          });
    }
  }
}
