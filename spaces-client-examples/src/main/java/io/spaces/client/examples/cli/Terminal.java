package io.spaces.client.examples.cli;

import java.io.Console;

/** What is known of the terminal, without loading a terminal library. */
final class Terminal {
  private Terminal() {}

  /** Whether somebody is watching: a line that rewrites itself is for people only. */
  @SuppressWarnings("SystemConsoleNull") // see isTerminal
  static boolean isInteractive() {
    Console console = System.console();
    return console != null && isTerminal(console) && !"dumb".equals(System.getenv("TERM"));
  }

  /** From JDK 22 on there is always a console, and it says itself whether it is a terminal. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
