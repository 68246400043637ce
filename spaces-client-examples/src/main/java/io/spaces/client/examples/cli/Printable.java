package io.spaces.client.examples.cli;

/** Makes text that others chose fit for a terminal. */
final class Printable {
  private Printable() {}

  /** A key on one line: control characters, which may steer a terminal, become {@code ?}. */
  static String key(String key) {
    return key.replaceAll("\\p{Cntrl}", "?");
  }
}
