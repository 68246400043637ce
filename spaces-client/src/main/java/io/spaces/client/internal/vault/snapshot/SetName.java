package io.spaces.client.internal.vault.snapshot;

import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.crypto.Hashes;
import io.spaces.client.internal.source.PathKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** The names of sets: what a backup is of. */
public final class SetName {
  /** The most characters in a name. */
  public static final int LONGEST = 200;

  private static final int HASH = 8;
  private static final String BETWEEN = ", ";
  private static final String AS = " as ";
  private static final String UNNAMED = " (those that nobody gave one)";

  private SetName() {}

  /**
   * Checks a name that somebody gives.
   *
   * @param parameter what the error is to name
   * @param name the name
   * @return the name
   * @throws InvalidParameterException when it is empty, too long, not printable, or begins or ends
   *     with white space
   */
  public static String check(String parameter, String name) {
    if (name.isEmpty() || name.length() > LONGEST) {
      throw new InvalidParameterException(
          parameter, "has " + name.length() + " characters; expected 1 to " + LONGEST);
    }
    if (!isValid(name)) {
      throw new InvalidParameterException(
          parameter,
          "has white space at an end, or a character that cannot be printed; expected a name such"
              + " as uploads or nightly/database");
    }
    return name;
  }

  /**
   * Tells whether {@link #check} passes a name.
   *
   * @param name the name
   * @return true when it does
   */
  public static boolean isValid(String name) {
    return !name.isEmpty()
        && name.length() <= LONGEST
        && isPrintable(name)
        && !isSpace(name.codePointAt(0))
        && !isSpace(name.codePointBefore(name.length()));
  }

  /** Also one that does not break, which nobody sees at an end. */
  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /**
   * Makes a name of what is backed up: the places of folders and the keys of objects, in order. The
   * same sources have the same name; two others have two.
   *
   * @param source what is backed up
   * @return a name that {@link #check} passes
   */
  public static String of(Source source) {
    List<String> parts = new ArrayList<>();
    boolean plain = describe(source, parts);
    String name = String.join(BETWEEN, parts);
    if (plain && isValid(name)) {
      return name;
    }
    // Distinct where what is shown is not: the parts with their lengths.
    String exact = parts.stream().map(p -> p.length() + ":" + p).collect(Collectors.joining());
    byte[] hash = Hashes.sha256(exact.getBytes(StandardCharsets.UTF_8));
    String mark = " #" + HexFormat.of().formatHex(hash, 0, HASH);
    return stripped(printable(name, LONGEST - mark.length())) + mark;
  }

  /** Adds the parts of a name; false when the name does not tell them all from others. */
  private static boolean describe(Source source, List<String> parts) {
    boolean plain = true;
    if (source instanceof Source.All all) {
      for (Source part : all.parts()) {
        plain &= describe(part, parts);
      }
    } else if (source instanceof Source.Folder folder) {
      String path = place(folder.path());
      plain = isPlain(path) && isPlain(folder.under());
      parts.add(folder.under().isEmpty() ? path : path + AS + folder.under());
    } else if (source instanceof Source.Objects objects) {
      for (SourceObject object : objects.objects()) {
        plain &= isPlain(object.key());
        parts.add(object.key());
      }
    }
    return plain;
  }

  /** The very bytes of a path, where its text may not tell it from another. */
  private static String place(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    String text = PathKeys.text(path);
    return text != null ? text : path.toUri().toASCIIString();
  }

  private static boolean isPlain(String part) {
    return isPrintable(part) && !part.contains(BETWEEN) && !part.contains(AS);
  }

  private static boolean isPrintable(String text) {
    return text.codePoints().allMatch(SetName::isPrintable);
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String stripped(String text) {
    int from = 0;
    while (from < text.length() && isSpace(text.charAt(from))) {
      from++;
    }
    return text.substring(from).strip();
  }

  private static String printable(String text, int most) {
    StringBuilder printable = new StringBuilder();
    for (int c : text.codePoints().map(c -> isPrintable(c) ? c : '?').toArray()) {
      if (printable.length() + Character.charCount(c) > most) {
        int last = Character.charCount(printable.codePointBefore(printable.length()));
        return printable.replace(printable.length() - last, printable.length(), "…").toString();
      }
      printable.appendCodePoint(c);
    }
    return printable.toString();
  }

  /**
   * Names sets for people.
   *
   * @param names the names
   * @return such as {@code "uploads" and "database"}
   */
  public static String list(Collection<String> names) {
    List<String> quoted =
        names.stream()
            .map(name -> '"' + printable(name, LONGEST) + '"' + (name.isEmpty() ? UNNAMED : ""))
            .toList();
    int last = quoted.size() - 1;
    return last < 1
        ? String.join("", quoted)
        : String.join(BETWEEN, quoted.subList(0, last)) + " and " + quoted.get(last);
  }
}
