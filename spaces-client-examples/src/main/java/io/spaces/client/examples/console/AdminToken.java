package io.spaces.client.examples.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** One token for the one who started the console. Only its hash is kept. */
public final class AdminToken implements TokenVerifier {
  private static final int LENGTH = 32;
  private static final int SHORTEST = 16;

  private final byte[] hash;

  private AdminToken(String token) {
    hash = hash(token);
  }

  /**
   * Verifies a token by comparison.
   *
   * @param token 16 characters or more
   * @return the verifier
   * @throws IllegalArgumentException when it is shorter
   */
  public static AdminToken of(String token) {
    if (token.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "The token has fewer than " + SHORTEST + " characters: it could be guessed");
    }
    return new AdminToken(token);
  }

  /**
   * Makes a token that nobody can guess.
   *
   * @return 256 random bits as text
   */
  public static String generate() {
    byte[] random = new byte[LENGTH];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  @Override
  public Access verify(String token) {
    // Takes the same time wherever they differ.
    return MessageDigest.isEqual(hash, hash(token)) ? Access.ADMIN : Access.UNKNOWN;
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
