package io.spaces.client.examples.cli;

import io.spaces.client.SpaceClient;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
  public Integer call() throws IOException {
    if (file == null && output.isJson()) {
      throw output.mistake("--json needs a FILE: standard output cannot take both.");
    }
    try (SpaceClient client = connection.open();
        InputStream content = client.objects().get(key)) {
      long size = file == null ? copyToStandardOutput(content) : copyTo(file, content);
      if (output.isJson()) {
        output.printJson(
            json -> {
              json.writeStringField("key", key);
              json.writeNumberField("size", size);
              json.writeStringField("file", String.valueOf(file));
            });
      }
      return ExitCode.SUCCEEDED;
    }
  }

  private static long copyToStandardOutput(InputStream content) throws IOException {
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    return content.transferTo(out);
  }

  /** A file of that name is replaced when the object is complete, and not before. */
  private static long copyTo(Path file, InputStream content) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null || Files.isDirectory(absolute)) {
      throw new IOException(file + " is a directory");
    }
    Path unfinished = Files.createTempFile(folder, ".spaces-", ".part");
    try {
      long size = Files.copy(content, unfinished, StandardCopyOption.REPLACE_EXISTING);
      Files.move(unfinished, absolute, StandardCopyOption.ATOMIC_MOVE);
      return size;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
