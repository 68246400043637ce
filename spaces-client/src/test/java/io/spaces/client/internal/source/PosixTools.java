package io.spaces.client.internal.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What tests need of the system beyond Java. */
final class PosixTools {
  private PosixTools() {}

  static void makePipe(Path path) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a main method in a JVM of its own, on this one's class path. */
  static Process java(Map<String, String> environment, Class<?> main, String... arguments)
      throws IOException {
    List<String> options =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName());
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(options.stream(), Arrays.stream(arguments)).toList());
    builder.environment().putAll(environment);
    return builder.redirectError(Redirect.INHERIT).start();
  }
}
