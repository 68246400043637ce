package io.spaces.client.examples.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The words of a command line, as the JVM has read them. */
final class Arguments {
  static final String UNREADABLE = "\uFFFD";

  private Arguments() {}

  /**
   * Whether they are what somebody typed. Bytes that the locale cannot express arrive as
   * replacement characters: as an object's key or a pattern, they would name something else.
   */
  static boolean areReadable(String... args) {
    return Stream.of(args).noneMatch(arg -> arg.contains(UNREADABLE)) || isUtf8();
  }

  /** Whether a replacement character is what was typed: then all is UTF-8, as the locale says. */
  private static boolean isUtf8() {
    if (!Charset.forName(charset()).equals(StandardCharsets.UTF_8)) {
      return false;
    }
    try {
      Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
      return true;
    } catch (CharacterCodingException e) {
      return false;
    } catch (IOException e) {
      return true; // not Linux
    }
  }

  /** In what the JVM takes the command line to be written. */
  static String charset() {
    return System.getProperty("sun.jnu.encoding", "UTF-8");
  }
}
