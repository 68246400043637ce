package io.spaces.client.internal.vault.view;

import java.nio.file.PathMatcher;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Patterns of paths as {@link java.nio.file.FileSystem#getPathMatcher} describes them. */
public final class PathPatterns {
  private static final String SPECIAL = "\\^$.|?*+()[]{}";

  private PathPatterns() {}

  static PathMatcher parse(String syntaxAndPattern) {
    int colon = syntaxAndPattern.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException(
          "\"" + syntaxAndPattern + "\" does not begin with glob: or regex:");
    }
    String text = syntaxAndPattern.substring(colon + 1);
    Pattern pattern =
        switch (syntaxAndPattern.substring(0, colon).toLowerCase(Locale.ROOT)) {
          case "glob" -> glob(text);
          case "regex" -> Pattern.compile(text);
          default ->
              throw new UnsupportedOperationException(
                  "\"" + syntaxAndPattern + "\" begins with neither glob: nor regex:");
        };
    return path -> pattern.matcher(path.toString()).matches();
  }

  /**
   * Reads a glob: {@code *}, {@code ?} and {@code [a-z]} stand for what is in one name, {@code **}
   * for any number of names, and {@code {a,b}} for either.
   *
   * @param glob the pattern
   * @return the same as a regular expression
   * @throws PatternSyntaxException when it is none
   */
  public static Pattern glob(String glob) {
    StringBuilder regex = new StringBuilder();
    boolean grouped = false;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '\\' -> {
          if (++i == glob.length()) {
            throw new PatternSyntaxException("Nothing follows the \\", glob, i - 1);
          }
          append(glob.charAt(i), regex);
        }
        case '*' -> {
          boolean across = i + 1 < glob.length() && glob.charAt(i + 1) == '*';
          i += across ? 1 : 0;
          regex.append(across ? ".*" : "[^/]*");
        }
        case '?' -> regex.append("[^/]");
        case '[' -> i = bracket(glob, i, regex);
        case '{' -> {
          if (grouped) {
            throw new PatternSyntaxException("There is a { within a {", glob, i);
          }
          grouped = true;
          regex.append("(?:(?:");
        }
        case '}' -> {
          regex.append(grouped ? "))" : "\\}");
          grouped = false;
        }
        case ',' -> regex.append(grouped ? ")|(?:" : ",");
        default -> append(c, regex);
      }
    }
    if (grouped) {
      throw new PatternSyntaxException("A } is missing", glob, glob.length());
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static int bracket(String glob, int start, StringBuilder regex) {
    int i = start + 1;
    boolean negated = i < glob.length() && glob.charAt(i) == '!';
    i += negated ? 1 : 0;
    int first = i;
    regex.append("(?!/)[").append(negated ? "^" : "");
    while (i < glob.length() && (glob.charAt(i) != ']' || i == first)) {
      char c = glob.charAt(i);
      if (c == '/') {
        throw new PatternSyntaxException("There is a / within a [", glob, i);
      }
      boolean range = c == '-' && i > first && i + 1 < glob.length() && glob.charAt(i + 1) != ']';
      if (range && glob.charAt(i + 1) < glob.charAt(i - 1)) {
        throw new PatternSyntaxException("A range ends before it begins", glob, i);
      }
      if (!range && "\\[]^-&".indexOf(c) >= 0) {
        regex.append('\\');
      }
      regex.append(c);
      i++;
    }
    if (i == glob.length()) {
      throw new PatternSyntaxException("A ] is missing", glob, start);
    }
    regex.append(']');
    return i;
  }

  private static void append(char c, StringBuilder regex) {
    if (SPECIAL.indexOf(c) >= 0) {
      regex.append('\\');
    }
    regex.append(c);
  }
}
