package io.spaces.client.testkit.internal.fault;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A pattern of keys. */
public final class KeyGlob {
  private KeyGlob() {}

  /** Accepts whole keys that fit the pattern. */
  public static Predicate<String> of(String glob) {
    StringBuilder regex = new StringBuilder();
    int at = 0;
    while (at < glob.length()) {
      if (glob.startsWith("**/", at)) {
        regex.append("(?:.*/)?");
        at += 3;
      } else if (glob.startsWith("**", at)) {
        regex.append(".*");
        at += 2;
      } else {
        char character = glob.charAt(at);
        switch (character) {
          case '*' -> regex.append("[^/]*");
          case '?' -> regex.append("[^/]");
          default -> regex.append(Pattern.quote(String.valueOf(character)));
        }
        at++;
      }
    }
    Pattern pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    return key -> pattern.matcher(key).matches();
  }
}
