package io.spaces.client.examples.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.TypeConversionException;

/**
 * The folder that the program was started in. Where the locale cannot express its name, the JVM
 * takes another one for it, in which relative paths would be looked for and made.
 */
final class WorkingFolder {
  private static final Path REAL = Path.of("/proc/self/cwd");
  private static final boolean LOST = isLost();

  private WorkingFolder() {}

  /** The path, from the real working folder on. */
  static Path resolve(Path path) {
    if (!LOST || path.isAbsolute()) {
      return path;
    }
    try {
      return REAL.toRealPath().resolve(path);
    } catch (IOException e) {
      throw new TypeConversionException(
          "\""
              + path
              + "\" is relative, and the locale cannot express the name of the working folder (it"
              + " uses "
              + Arguments.charset()
              + "); run this in a UTF-8 locale, as with LC_ALL=C.UTF-8.");
    }
  }

  private static boolean isLost() {
    String text = System.getProperty("user.dir", "");
    boolean utf8 = Charset.forName(Arguments.charset()).equals(StandardCharsets.UTF_8);
    boolean suspicious =
        text.contains(Arguments.UNREADABLE)
            || (!utf8 && !text.chars().allMatch(c -> c < 0x80 && c != '?'));
    try {
      return suspicious
          && (Files.isDirectory(REAL) || text.contains(Arguments.UNREADABLE))
          && !Files.isSameFile(Path.of("").toAbsolutePath(), REAL);
    } catch (IOException e) {
      return true;
    }
  }
}
