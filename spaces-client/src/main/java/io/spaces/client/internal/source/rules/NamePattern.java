package io.spaces.client.internal.source.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One name's worth of a glob: literals, {@code ?}, {@code *}, character classes, escapes. Matching
 * takes at most the product of both lengths, since only the last star is ever tried again.
 */
final class NamePattern {
  private final String source;
  private final boolean literal;

  /** What each character must be; a null stands for a star. */
  private final @Nullable IntPredicate[] tokens;

  private NamePattern(String source, boolean literal, @Nullable IntPredicate[] tokens) {
    this.source = source;
    this.literal = literal;
    this.tokens = tokens;
  }

  /**
   * Reads a pattern without {@code /}.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  static NamePattern parse(String text) {
    List<@Nullable IntPredicate> tokens = new ArrayList<>();
    boolean literal = true;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '*' -> {
          literal = false;
          if (tokens.isEmpty() || tokens.get(tokens.size() - 1) != null) {
            tokens.add(null);
          }
        }
        case '?' -> {
          literal = false;
          tokens.add(x -> true);
        }
        case '[' -> {
          literal = false;
          CharacterClass.Parsed parsed = CharacterClass.parse(text, i);
          tokens.add(parsed.matches());
          i = parsed.end();
        }
        case '\\' -> {
          literal = false;
          if (i == text.length()) {
            throw new IllegalArgumentException("ends with a backslash that escapes nothing");
          }
          int escaped = text.codePointAt(i);
          i += Character.charCount(escaped);
          tokens.add(x -> x == escaped);
        }
        default -> tokens.add(x -> x == c);
      }
    }
    return new NamePattern(text, literal, tokens.toArray(IntPredicate[]::new));
  }

  boolean matches(String key, int start, int end) {
    if (literal) {
      return end - start == source.length() && key.startsWith(source, start);
    }
    int token = 0;
    int at = start;
    int starToken = -1;
    int starAt = start;
    while (at < end) {
      if (token < tokens.length && tokens[token] == null) {
        starToken = token++;
        starAt = at;
        continue;
      }
      int c = key.codePointAt(at);
      IntPredicate expected = token < tokens.length ? tokens[token] : null;
      if (expected != null && expected.test(c)) {
        token++;
        at += Character.charCount(c);
      } else if (starToken >= 0) {
        starAt += Character.charCount(key.codePointAt(starAt));
        at = starAt;
        token = starToken + 1;
      } else {
        return false;
      }
    }
    while (token < tokens.length && tokens[token] == null) {
      token++;
    }
    return token == tokens.length;
  }
}
