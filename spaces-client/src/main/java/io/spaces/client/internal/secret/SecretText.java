package io.spaces.client.internal.secret;

import io.spaces.client.error.InvalidParameterException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out early that a secret cannot be one. What it goes to, an environment or a header say,
 * would refuse it later, in a message that repeats it.
 */
public final class SecretText {
  /** What a decoder puts in the place of bytes that are no characters. */
  private static final char REPLACEMENT = '\ufffd';

  private SecretText() {}

  /**
   * Refuses a secret that is no text.
   *
   * @param parameter the parameter's name
   * @param subject what of the parameter it is, with a space behind it, or empty; goes into the
   *     message, which the secret does not
   * @return the secret
   * @throws InvalidParameterException when it is no text
   */
  public static String check(String parameter, String subject, String secret) {
    String problem = problem(secret);
    if (problem != null) {
      throw new InvalidParameterException(parameter, subject + problem);
    }
    return secret;
  }

  /** What is wrong with a secret, as a predicate; null when nothing is. */
  private static @Nullable String problem(CharSequence secret) {
    if (secret.chars().anyMatch(c -> c == 0)) {
      return "holds a NUL, which no secret can; expected text (in a file: UTF-8, not UTF-16)";
    }
    if (!isText(secret)) {
      return "holds bytes that are no characters; expected text (in a file: UTF-8; in the"
          + " environment: as the locale says)";
    }
    return null;
  }

  /** Whether all of it is characters, so that it has bytes in UTF-8 of its own. */
  public static boolean isText(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == REPLACEMENT || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }
}
