package io.spaces.client.examples.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Starts this very program again, in a process of its own. */
public final class Program {
  private static final String MAIN = "io.spaces.client.examples.cli.Spaces";

  private Program() {}

  /**
   * The command line of the program: its jar when it runs from one, else its class path.
   *
   * @param jvmOptions such as {@code -Xmx128m}
   * @param args the program's arguments
   * @return the words
   */
  public static List<String> command(List<String> jvmOptions, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    String classPath = System.getProperty("java.class.path");
    if (classPath.endsWith(".jar") && Files.isRegularFile(Path.of(classPath))) {
      command.addAll(List.of("-jar", classPath));
    } else {
      command.addAll(List.of("-cp", classPath, MAIN));
    }
    command.addAll(Arrays.asList(args));
    return command;
  }
}
