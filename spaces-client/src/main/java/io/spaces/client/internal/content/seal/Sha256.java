package io.spaces.client.internal.content.seal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of the JDK, which every Java runtime has. */
public final class Sha256 {
  private Sha256() {}

  /**
   * Returns a fresh digest.
   *
   * @return for one thread
   */
  public static MessageDigest create() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime lacks SHA-256", e);
    }
  }
}
