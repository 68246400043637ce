package io.spaces.client.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Runs the programs of databases, as another user where they refuse to be run by root. */
final class Programs {
  private Programs() {}

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** A directory that a server which runs as the user can have for itself. */
  static Path directoryOf(String user, String prefix) {
    try {
      Path directory = Files.createTempDirectory(Path.of("/tmp"), prefix);
      if (isRoot()) {
        giveTo(user, directory);
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void giveTo(String user, Path path) throws IOException {
    if (isRoot()) {
      Files.setOwner(
          path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
    }
  }

  /** The command line that runs a program as the user. */
  static List<String> as(String user, List<String> argv) {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      all.addAll(List.of("runuser", "-u", user, "--"));
    }
    all.addAll(argv);
    return all;
  }

  /** Runs to the end and returns what it printed; fails when the program does. */
  static String run(List<String> argv, Map<String, String> variables, @Nullable Path input) {
    try {
      Path output = Files.createTempFile("spaces", ".out");
      ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
      builder.directory(Path.of("/tmp").toFile());
      builder.environment().putAll(variables);
      // To a file: a server that the program leaves running would hold a pipe open.
      builder.redirectOutput(output.toFile());
      builder.redirectInput(input == null ? Path.of("/dev/null").toFile() : input.toFile());
      int code = builder.start().waitFor();
      String printed = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      if (code != 0) {
        throw new AssertionError(argv + " ended with " + code + ": " + printed);
      }
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * A port for a server that has to be told one. It is below those that the system gives to whoever
   * asks for any (from 32768 on): until the server is up, no connection may take it.
   */
  static int freePort() {
    for (; ; ) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_768);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // somebody has it: another one then
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static void deleteTree(Path directory) {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
                throws IOException {
              Files.deleteIfExists(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
