package io.spaces.client.internal.vault.format;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** By what a vault's contents are cut. */
public enum Cutter {
  /** A Gear hash with a secret table: in encrypted vaults of before there was another. */
  GEAR,

  /** A pseudo-random function: in new encrypted vaults. */
  KEYED;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Cutter of(@Nullable String word) throws FormatException {
    if (word == null) {
      return GEAR;
    }
    if (word.equals(KEYED.word())) {
      return KEYED;
    }
    throw new FormatException("cuts contents in a way that is unknown here; use a newer program");
  }
}
