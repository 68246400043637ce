package io.spaces.client.internal.restore.platform;

import java.io.File;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which file names an operating system gives a meaning of their own. */
public enum Platform {
  /** Linux, macOS and the like: only {@code /} and NUL are special. */
  POSIX {
    @Override
    public @Nullable String objectionTo(String name) {
      return null;
    }

    @Override
    public int lengthOf(String name) throws CharacterCodingException {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name)).remaining();
    }
  },

  /** Windows: "Naming Files, Paths, and Namespaces" in its file system documentation. */
  WINDOWS {
    @Override
    public @Nullable String objectionTo(String name) {
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        if (c < ' ' || RESERVED_CHARACTERS.indexOf(c) >= 0) {
          return "has the character " + quoted(c) + ", which Windows does not allow in a name";
        }
      }
      char last = name.charAt(name.length() - 1);
      if (last == '.' || last == ' ') {
        return "has a name that ends in a dot or a space, which Windows would drop";
      }
      if (isDevice(name)) {
        return "has the name of a Windows device";
      }
      return null;
    }

    @Override
    public int lengthOf(String name) throws CharacterCodingException {
      POSIX.lengthOf(name);
      return name.length();
    }
  };

  /** NAME_MAX of the usual file systems: bytes on POSIX, UTF-16 units on Windows. */
  public static final int MAX_NAME_LENGTH = 255;

  private static final String RESERVED_CHARACTERS = "<>:\"|?*\\";
  private static final Set<String> DEVICES =
      Set.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$");
  private static final String DEVICE_DIGITS = "0123456789\u00b9\u00b2\u00b3";

  /**
   * Returns the platform of this JVM.
   *
   * @return what file names mean here
   */
  public static Platform current() {
    return File.separatorChar == '\\' ? WINDOWS : POSIX;
  }

  /** Says what is wrong with a name that is not empty, or null. */
  public abstract @Nullable String objectionTo(String name);

  /** The length that counts against {@link #MAX_NAME_LENGTH}. */
  public abstract int lengthOf(String name) throws CharacterCodingException;

  private static boolean isDevice(String name) {
    int dot = name.indexOf('.');
    String stem =
        (dot < 0 ? name : name.substring(0, dot)).stripTrailing().toUpperCase(Locale.ROOT);
    return DEVICES.contains(stem)
        || (stem.length() == 4
            && (stem.startsWith("COM") || stem.startsWith("LPT"))
            && DEVICE_DIGITS.indexOf(stem.charAt(3)) >= 0);
  }

  private static String quoted(char c) {
    return c < ' ' ? String.format(Locale.ROOT, "U+%04X", (int) c) : "'" + c + "'";
  }
}
