package io.spaces.client.internal.source;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Between paths and keys. On POSIX a name is bytes, and Java shows them through the locale's
 * charset: what that cannot show is lost in {@link Path#toString}. URIs of paths carry the very
 * bytes, so names are read and written through them wherever the text is not plain.
 */
public final class PathKeys {
  /** Orders names by their UTF-8 bytes, which for supplementary characters differs from Java's. */
  public static final Comparator<String> BY_UTF8 = PathKeys::compareUtf8;

  private static final boolean LOCALE_IS_UTF8 =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"))
          .equals(StandardCharsets.UTF_8);

  private PathKeys() {}

  /**
   * The path that a key stands for.
   *
   * @throws java.nio.file.InvalidPathException when the file system has no such path
   */
  public static Path resolve(Path root, String key) {
    if (key.isEmpty()) {
      return root;
    }
    if (!isBytes(root) || LOCALE_IS_UTF8 || isAscii(key)) {
      return root.resolve(key);
    }
    String base = root.toUri().getRawPath();
    return Path.of(
        URI.create(
            "file://"
                + (base.endsWith("/") ? base : base + "/")
                + encode(key.getBytes(StandardCharsets.UTF_8))));
  }

  /**
   * A key as a relative path, for predicates.
   *
   * @throws java.nio.file.InvalidPathException when the platform has no such path
   */
  public static Path relative(String key) {
    if (LOCALE_IS_UTF8 || isAscii(key) || !isBytes(Path.of(""))) {
      return Path.of(key);
    }
    Path top = Path.of("/");
    return top.relativize(resolve(top, key));
  }

  /**
   * The key of a path in a folder, whatever links lead to either; null when it is not in it.
   *
   * @return empty for the folder itself
   */
  public static @Nullable String below(Path folder, Path path) {
    Path top = real(folder);
    Path inside = real(path);
    return inside.startsWith(top) ? text(top.relativize(inside)) : null;
  }

  /** The path without links, also where its end is not there yet. */
  private static Path real(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    for (Path there = absolute; there != null; there = there.getParent()) {
      try {
        return there.toRealPath().resolve(there.relativize(absolute));
      } catch (IOException e) {
        // Not there, but what is above it may be.
      }
    }
    return absolute;
  }

  /** The last name of a path as text, or null when it cannot be written as UTF-8. */
  public static @Nullable String name(Path path) {
    Path last = path.getFileName();
    String text = last == null ? "" : last.toString();
    return isPlain(text) ? text : exact(path, text, true);
  }

  /** A whole path as text with {@code /} between names, or null when that is no valid UTF-8. */
  public static @Nullable String text(Path path) {
    String text = path.toString();
    if (!isPlain(text)) {
      return exact(path, text, false);
    }
    String separator = path.getFileSystem().getSeparator();
    return separator.equals("/") ? text : text.replace(separator, "/");
  }

  private static @Nullable String exact(Path path, String text, boolean lastName) {
    if (!isBytes(path)) {
      return isEncodable(text) ? text : null;
    }
    Path absolute = path.isAbsolute() ? path : Path.of("/").resolve(path);
    String raw = absolute.toUri().getRawPath();
    // A folder's URI ends with a slash.
    int end = raw.length() > 1 && raw.endsWith("/") ? raw.length() - 1 : raw.length();
    int start = path.isAbsolute() ? 0 : 1;
    return decode(raw, lastName ? raw.lastIndexOf('/', end - 1) + 1 : start, end);
  }

  private static boolean isBytes(Path path) {
    return path.getFileSystem() == FileSystems.getDefault()
        && path.getFileSystem().getSeparator().equals("/");
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80 && (!LOCALE_IS_UTF8 || c == '\uFFFD' || Character.isSurrogate(c))) {
        return false;
      }
    }
    return true;
  }

  static boolean isUtf8Locale() {
    return LOCALE_IS_UTF8;
  }

  public static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEncodable(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static @Nullable String decode(String raw, int start, int end) {
    byte[] bytes = new byte[end - start];
    int length = 0;
    for (int i = start; i < end; i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes[length++] = (byte) Integer.parseInt(raw, i + 1, i + 3, 16);
        i += 2;
      } else {
        bytes[length++] = (byte) c;
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException notText) {
      return null;
    }
  }

  /** The bytes of names, with slashes between them, as a URI has them. */
  static String encode(byte[] names) {
    StringBuilder out = new StringBuilder(names.length * 2);
    for (byte b : names) {
      if (b == '/' || isAlphanumeric(b)) {
        out.append((char) b);
      } else {
        out.append('%').append(Character.forDigit(b >> 4 & 15, 16));
        out.append(Character.forDigit(b & 15, 16));
      }
    }
    return out.toString();
  }

  private static boolean isAlphanumeric(byte b) {
    return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }

  private static int compareUtf8(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return rank(x) - rank(y);
      }
    }
    return a.length() - b.length();
  }

  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + 0x10000 : c;
  }
}
