package io.spaces.client.internal.source;

import io.spaces.client.internal.content.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The simplest digest there is. */
public class Sha256 implements Digest {
  private final MessageDigest digest;

  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  public static byte[] of(byte[] content) {
    Sha256 digest = new Sha256();
    digest.update(content, 0, content.length);
    return digest.finish();
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
  }

  @Override
  public byte[] finish() {
    return digest.digest();
  }
}
