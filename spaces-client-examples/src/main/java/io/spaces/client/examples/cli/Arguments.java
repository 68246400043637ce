package io.spaces.client.examples.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** The words of a command line, as the JVM has read them. */
final class Arguments {
  private static final String UNREADABLE = "\uFFFD";

  private Arguments() {}

  /**
   * Whether they are what somebody typed. Bytes that the locale cannot express arrive as
   * replacement characters: as an object's key or a pattern, they would name something else.
   */
  static boolean areReadable(String... args) {
    return Charset.forName(charset()).equals(StandardCharsets.UTF_8)
        || Stream.of(args).noneMatch(arg -> arg.contains(UNREADABLE));
  }

  /** In what the JVM takes the command line to be written. */
  static String charset() {
    return System.getProperty("sun.jnu.encoding", "UTF-8");
  }
}
