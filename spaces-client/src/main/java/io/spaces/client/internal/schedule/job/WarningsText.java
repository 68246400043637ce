package io.spaces.client.internal.schedule.job;

import io.spaces.client.transfer.Warning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Warnings as a column of a table holds them: a line each, its code first. */
public final class WarningsText {
  /** Room for each of several; what does not fit is cut off, and what is left out is told. */
  private static final int LONGEST = 700;

  private WarningsText() {}

  /** Returns null for none. */
  public static @Nullable String write(List<Warning> warnings, int most) {
    StringBuilder text = new StringBuilder();
    for (Warning warning : warnings) {
      String line = warning.code() + " " + cut(plain(warning.text())) + "\n";
      if (text.length() + line.length() > most) {
        break;
      }
      text.append(line);
    }
    return text.length() == 0 ? null : text.toString();
  }

  /** A code that a newer node has written is left out. */
  public static List<Warning> read(@Nullable String text) {
    List<Warning> warnings = new ArrayList<>();
    for (String line : text == null ? List.<String>of() : text.lines().toList()) {
      int end = line.indexOf(' ');
      for (Warning.Code code : Warning.Code.values()) {
        if (end > 0 && code.name().equals(line.substring(0, end))) {
          warnings.add(new Warning(code, line.substring(end + 1)));
        }
      }
    }
    return warnings;
  }

  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
    return text.substring(0, end) + "…";
  }
}
