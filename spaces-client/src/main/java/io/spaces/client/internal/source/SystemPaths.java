package io.spaces.client.internal.source;

import io.spaces.client.error.InvalidParameterException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Paths that the system or a configuration names in text: variables of the environment, properties
 * of the JVM, the working folder, lines of a plan. On POSIX a path is bytes. Where the locale
 * cannot express them, the JVM holds another text, which leads elsewhere or nowhere; then the bytes
 * are asked for, and where nobody has them, the path is refused.
 */
public final class SystemPaths {
  private static final char UNREADABLE = '\uFFFD';
  private static final Path ENVIRONMENT = Path.of("/proc/self/environ");
  private static final Path WORKING_FOLDER = Path.of("/proc/self/cwd");
  private static final boolean LOST = isWorkingFolderLost();

  private SystemPaths() {}

  /**
   * The path of a text that is known to be right, such as one in a file in UTF-8: names are its
   * bytes in UTF-8, whatever the locale.
   *
   * @param parameter what it is called where it is given
   * @throws InvalidParameterException when the platform has no such path
   */
  public static Path of(String parameter, String text) {
    try {
      Path path =
          PathKeys.isAscii(text) || PathKeys.isUtf8Locale() || !isPosix()
              ? Path.of(text)
              : ofBytes(text.getBytes(StandardCharsets.UTF_8));
      return here(parameter, path);
    } catch (InvalidPathException e) {
      throw new InvalidParameterException(parameter, "is \"" + text + "\"; expected a path");
    }
  }

  /**
   * The text of a path, from which {@link #of} makes the same path under every locale.
   *
   * @throws InvalidParameterException when it is no text in UTF-8
   */
  public static String text(String parameter, Path path) {
    // The text of another platform keeps its own separators.
    String text = isPosix() ? PathKeys.text(path) : path.toString();
    if (text == null) {
      throw new InvalidParameterException(
          parameter, "is \"" + path + "\", which is no text in UTF-8; expected another name");
    }
    return text;
  }

  /**
   * The path itself, or when it is relative and the JVM does not know its working folder, which the
   * locale cannot express, the same below the real one.
   *
   * @throws InvalidParameterException when that is not to be found
   */
  public static Path here(String parameter, Path path) {
    if (!LOST || path.isAbsolute() || path.getFileSystem() != FileSystems.getDefault()) {
      return path;
    }
    try {
      return WORKING_FOLDER.toRealPath().resolve(path);
    } catch (IOException e) {
      throw new InvalidParameterException(
          parameter,
          "is \""
              + path
              + "\" below a working folder whose name the locale cannot express; expected an"
              + " absolute path, or a UTF-8 locale, as with LC_ALL=C.UTF-8");
    }
  }

  /**
   * The text of a path as a program on this machine gets it.
   *
   * @throws IOException when the program would get another path
   */
  public static String argument(Path path) throws IOException {
    String text = path.toString();
    if (!path.equals(exact(text))) {
      throw new IOException(
          "The name of "
              + text
              + " cannot be given to another program in this locale; run the JVM in a UTF-8 one, as"
              + " with LC_ALL=C.UTF-8.");
    }
    return text;
  }

  /**
   * The folder that a variable of the environment names; null for none.
   *
   * @param parameter what to give instead, where the folder is lost
   */
  public static @Nullable Path variable(String parameter, String name) {
    String text = System.getenv(name);
    if (text == null || text.isEmpty()) {
      return null;
    }
    byte[] bytes = PathKeys.isAscii(text) ? null : bytesOf(name);
    Path path = bytes != null ? ofBytes(bytes) : exact(text);
    if (path == null) {
      throw lost(parameter, "the variable " + name);
    }
    return path;
  }

  /** The folders that PATH and its like name; those that are lost are left out. */
  public static List<Path> list(String name) {
    String text = System.getenv(name);
    if (text == null) {
      return List.of();
    }
    byte[] bytes = PathKeys.isAscii(text) ? null : bytesOf(name);
    // One character for each byte.
    String all = bytes == null ? text : new String(bytes, StandardCharsets.ISO_8859_1);
    List<Path> folders = new ArrayList<>();
    for (String folder : all.split(File.pathSeparator, -1)) {
      Path path =
          bytes == null ? exact(folder) : ofBytes(folder.getBytes(StandardCharsets.ISO_8859_1));
      if (!folder.isEmpty() && path != null) {
        folders.add(path);
      }
    }
    return folders;
  }

  /**
   * The user's home; null for a user without one.
   *
   * @param parameter what to give instead, where the folder is lost
   */
  public static @Nullable Path home(String parameter) {
    String text = System.getProperty("user.home");
    if (text == null || text.isEmpty() || text.equals("?")) {
      return null;
    }
    // Mostly the same, and that is known to the byte.
    byte[] variable = PathKeys.isAscii(text) ? null : bytesOf("HOME");
    Path path =
        variable != null && new String(variable, charset()).equals(text)
            ? ofBytes(variable)
            : exact(text);
    if (path == null) {
      throw lost(parameter, "the user's home");
    }
    return path;
  }

  /** The system's temporary directory. */
  public static Path temporaryDirectory() {
    Path path = exact(System.getProperty("java.io.tmpdir"));
    if (path == null) {
      throw lost("temporaryDirectory", "java.io.tmpdir");
    }
    return path;
  }

  private static InvalidParameterException lost(String parameter, String what) {
    return new InvalidParameterException(
        parameter,
        "is not given, and "
            + what
            + " names a folder that the locale cannot express (it uses "
            + charset()
            + "); expected another folder, or a UTF-8 locale, as with LC_ALL=C.UTF-8");
  }

  /** The path of a text that the JVM has decoded; null when it is not what was encoded. */
  private static @Nullable Path exact(String text) {
    try {
      return text.indexOf(UNREADABLE) < 0 ? Path.of(text) : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** The bytes of a variable, where the system tells them. */
  private static byte @Nullable [] bytesOf(String name) {
    try {
      // One character for each byte.
      String all = Files.readString(ENVIRONMENT, StandardCharsets.ISO_8859_1);
      for (String variable : all.split("\0", -1)) {
        if (variable.startsWith(name + "=")) {
          return variable.substring(name.length() + 1).getBytes(StandardCharsets.ISO_8859_1);
        }
      }
    } catch (IOException e) {
      return null; // not Linux
    }
    return null;
  }

  private static Path ofBytes(byte[] bytes) {
    boolean absolute = bytes.length > 0 && bytes[0] == '/';
    Path path = Path.of(URI.create("file://" + (absolute ? "" : "/") + PathKeys.encode(bytes)));
    return absolute || path.getNameCount() == 0 ? path : path.subpath(0, path.getNameCount());
  }

  /** Whether relative paths lead elsewhere. */
  private static boolean isWorkingFolderLost() {
    String text = System.getProperty("user.dir", "");
    boolean suspicious =
        text.indexOf(UNREADABLE) >= 0
            || (!PathKeys.isUtf8Locale() && (!PathKeys.isAscii(text) || text.indexOf('?') >= 0));
    if (!suspicious || !isPosix()) {
      return false;
    }
    try {
      return !Files.isSameFile(Path.of("").toAbsolutePath(), WORKING_FOLDER);
    } catch (IOException e) {
      return true;
    }
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().getSeparator().equals("/");
  }

  private static Charset charset() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  }
}
