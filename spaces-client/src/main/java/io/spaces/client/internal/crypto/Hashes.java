package io.spaces.client.internal.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.bouncycastle.crypto.digests.SHA3Digest;

/** The hash functions of the DID world. */
public final class Hashes {
  private Hashes() {}

  public static byte[] sha3(byte[] content) {
    return sha3(256, content);
  }

  public static byte[] sha3(int bits, byte[] content) {
    return finish(new SHA3Digest(bits), content);
  }

  /** Keccak as Ethereum has it: the padding is older than the one of SHA-3. */
  public static byte[] keccak(int bits, byte[] content) {
    return finish(new KeccakDigest(bits), content);
  }

  public static byte[] sha256(byte[] content) {
    return newSha256().digest(content);
  }

  /** The platform's own, which is several times faster than Bouncy Castle's. */
  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] finish(KeccakDigest digest, byte[] content) {
    digest.update(content, 0, content.length);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return hash;
  }
}
