package io.spaces.client.internal.source.rules;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of gitignore: with {@code !} it takes back, with {@code /} at its end it means folders
 * only, with {@code /} elsewhere it starts at the root, and {@code **} stands for any number of
 * folders.
 */
final class Glob {
  private final String line;

  /** A null stands for {@code **}. */
  private final @Nullable NamePattern[] names;

  private final boolean negated;
  private final boolean foldersOnly;

  private Glob(String line, @Nullable NamePattern[] names, boolean negated, boolean foldersOnly) {
    this.line = line;
    this.names = names;
    this.negated = negated;
    this.foldersOnly = foldersOnly;
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  static Glob parse(String line) {
    String text = withoutTrailingSpaces(line);
    // In a file they mean nothing; what was given as a pattern is a variable that is not set.
    if (text.isBlank()) {
      throw new IllegalArgumentException("is blank");
    }
    if (text.startsWith("#")) {
      throw new IllegalArgumentException(
          "is a comment (a name that begins so is written with a \\ in front)");
    }
    boolean negated = text.startsWith("!");
    if (negated) {
      text = text.substring(1);
    }
    boolean foldersOnly = text.endsWith("/");
    if (foldersOnly) {
      text = text.substring(0, text.length() - 1);
    }
    boolean anchored = text.contains("/");
    if (text.startsWith("/")) {
      text = text.substring(1);
    }
    if (text.isEmpty()) {
      throw new IllegalArgumentException("names nothing");
    }
    List<@Nullable NamePattern> names = new ArrayList<>();
    if (!anchored) {
      names.add(null);
    }
    for (String name : text.split("/", -1)) {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("has two slashes in a row");
      }
      names.add(name.equals("**") ? null : NamePattern.parse(name));
    }
    if (names.get(names.size() - 1) == null) {
      // What ends in ** means all that is inside, not the folder itself.
      names.add(NamePattern.parse("*"));
    }
    return new Glob(line, names.toArray(NamePattern[]::new), negated, foldersOnly);
  }

  private static String withoutTrailingSpaces(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ' && (end < 2 || line.charAt(end - 2) != '\\')) {
      end--;
    }
    return line.substring(0, end);
  }

  /** As it was written. */
  @Override
  public String toString() {
    return line;
  }

  boolean isNegated() {
    return negated;
  }

  /**
   * Whether the first {@code end} characters of a key match.
   *
   * @param folder whether they are a folder's
   */
  boolean matches(String key, int end, boolean folder) {
    if (foldersOnly && !folder) {
      return false;
    }
    int name = 0;
    int at = 0;
    int starName = -1;
    int starAt = 0;
    while (at <= end) {
      if (name < names.length && names[name] == null) {
        starName = name++;
        starAt = at;
        continue;
      }
      NamePattern pattern = name < names.length ? names[name] : null;
      int nameEnd = endOfName(key, at, end);
      if (pattern != null && pattern.matches(key, at, nameEnd)) {
        name++;
        at = nameEnd + 1;
      } else if (starName >= 0) {
        starAt = endOfName(key, starAt, end) + 1;
        at = starAt;
        name = starName + 1;
      } else {
        return false;
      }
    }
    return name == names.length;
  }

  private static int endOfName(String key, int start, int end) {
    int slash = key.indexOf('/', start);
    return slash < 0 || slash > end ? end : slash;
  }
}
