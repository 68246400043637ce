package io.spaces.client.internal.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What tests need of the system beyond Java. */
public final class PosixTools {
  private PosixTools() {}

  public static void makePipe(Path path) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  public static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a main method in a JVM of its own, on this one's class path. */
  public static Process java(Map<String, String> environment, Class<?> main, String... arguments)
      throws IOException {
    return java(List.of(), environment, main, arguments);
  }

  /** The same, bound by permissions even when root runs it. */
  public static Process javaBoundByPermissions(Class<?> main, String... arguments)
      throws IOException {
    boolean root = "root".equals(System.getProperty("user.name"));
    List<String> bound =
        root ? List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search") : List.of();
    return java(bound, Map.of(), main, arguments);
  }

  private static Process java(
      List<String> before, Map<String, String> environment, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder.redirectError(Redirect.INHERIT).start();
  }
}
