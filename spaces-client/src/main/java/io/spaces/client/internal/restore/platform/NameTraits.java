package io.spaces.client.internal.restore.platform;

import java.text.Normalizer;

/**
 * Which different names a file system takes for the same.
 *
 * @param ignoresCase {@code a} and {@code A} are one name
 * @param ignoresForm composed and decomposed Unicode are one name
 */
public record NameTraits(boolean ignoresCase, boolean ignoresForm) {
  /** Every difference counts, as on most Linux file systems. */
  public static final NameTraits EXACT = new NameTraits(false, false);

  public boolean isExact() {
    return !ignoresCase && !ignoresForm;
  }

  /** Maps all names that may be one to the same text. */
  public String fold(String name) {
    if (isExact() || isPlainLowerCase(name)) {
      return name;
    }
    // Case folding may leave text that composes anew, so it comes between two decompositions.
    String folded = ignoresForm ? Normalizer.normalize(name, Normalizer.Form.NFD) : name;
    if (ignoresCase) {
      StringBuilder lower = new StringBuilder(folded.length());
      folded
          .codePoints()
          .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
          .forEach(lower::appendCodePoint);
      folded = lower.toString();
    }
    return ignoresForm ? Normalizer.normalize(folded, Normalizer.Form.NFD) : folded;
  }

  /** Composes a name, so that how a file system decomposes names does not count. */
  public static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  private static boolean isPlainLowerCase(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c > 0x7e || (c >= 'A' && c <= 'Z')) {
        return false;
      }
    }
    return true;
  }
}
