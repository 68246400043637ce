package io.spaces.client.examples.cli;

/** Sets how much is logged, on standard error. To be called before anything logs. */
final class Logging {
  private static final String LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  private Logging() {}

  static void configure(String[] args) {
    for (String arg : args) {
      switch (arg) {
        case "-v", "--verbose" -> System.setProperty(LEVEL, "info");
        case "-vv" -> System.setProperty(LEVEL, "debug");
        case "--" -> {
          return;
        }
        default -> {}
      }
    }
  }
}
