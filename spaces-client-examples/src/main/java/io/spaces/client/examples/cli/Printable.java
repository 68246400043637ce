package io.spaces.client.examples.cli;

import java.util.regex.Pattern;

/** Makes text that others chose fit for a terminal. */
final class Printable {
  /** Control characters, line ends, and what changes the direction of what follows. */
  private static final Pattern STEERING =
      Pattern.compile(
          "[\\p{Cc}\\x{2028}\\x{2029}\\x{61c}\\x{200e}\\x{200f}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}]");

  private Printable() {}

  /** A text on one line: characters that may steer a terminal become {@code ?}. */
  static String line(String text) {
    return STEERING.matcher(text).replaceAll("?");
  }
}
