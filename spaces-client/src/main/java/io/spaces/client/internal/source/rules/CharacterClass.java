package io.spaces.client.internal.source.rules;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A bracket expression of a glob, such as {@code [!a-z_[:digit:]]}. */
final class CharacterClass {
  private CharacterClass() {}

  record Parsed(IntPredicate matches, int end) {}

  /**
   * Reads a class.
   *
   * @param start behind the opening bracket
   */
  static Parsed parse(String text, int start) {
    int at = start;
    boolean negated = at < text.length() && (text.charAt(at) == '!' || text.charAt(at) == '^');
    if (negated) {
      at++;
    }
    IntPredicate members = c -> false;
    boolean first = true;
    while (true) {
      int c = peek(text, at);
      if (c == ']' && !first) {
        at++;
        break;
      }
      first = false;
      if (c == '[' && at + 1 < text.length() && text.charAt(at + 1) == ':') {
        int close = text.indexOf(":]", at + 2);
        IntPredicate named = close < 0 ? null : named(text.substring(at + 2, close));
        if (named == null) {
          throw new IllegalArgumentException("has an unknown [:class:]");
        }
        members = members.or(named);
        at = close + 2;
        continue;
      }
      if (c == '\\') {
        c = peek(text, ++at);
      }
      at += Character.charCount(c);
      int from = c;
      int to = c;
      if (peek(text, at) == '-' && peek(text, at + 1) != ']') {
        to = peek(text, ++at);
        if (to == '\\') {
          to = peek(text, ++at);
        }
        at += Character.charCount(to);
        if (to < from) {
          throw new IllegalArgumentException("has a range that ends before it starts");
        }
      }
      int last = to;
      members = members.or(x -> x >= from && x <= last);
    }
    return new Parsed(negated ? members.negate() : members, at);
  }

  private static int peek(String text, int at) {
    if (at >= text.length()) {
      throw new IllegalArgumentException("has a [ without its ]");
    }
    return text.codePointAt(at);
  }

  private static @Nullable IntPredicate named(String name) {
    return switch (name) {
      case "alnum" -> Character::isLetterOrDigit;
      case "alpha" -> Character::isLetter;
      case "blank" -> c -> c == ' ' || c == '\t';
      case "cntrl" -> Character::isISOControl;
      case "digit" -> c -> c >= '0' && c <= '9';
      case "graph" -> c -> !Character.isWhitespace(c) && !Character.isISOControl(c);
      case "lower" -> Character::isLowerCase;
      case "print" -> c -> !Character.isISOControl(c);
      case "punct" -> c -> c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
      case "space" -> Character::isWhitespace;
      case "upper" -> Character::isUpperCase;
      case "xdigit" -> c -> Character.digit(c, 16) >= 0 && c < 0x80;
      default -> null;
    };
  }
}
