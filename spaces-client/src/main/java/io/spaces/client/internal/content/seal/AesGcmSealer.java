package io.spaces.client.internal.content.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spaces.client.error.CancelledException;
import io.spaces.client.internal.crypto.Hkdf;
import io.spaces.client.internal.crypto.WipedKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM in the STREAM construction. Every object has its own key, derived from a random salt,
 * so that counting nonces from zero never repeats a pair of key and nonce.
 */
public final class AesGcmSealer implements Sealer, AutoCloseable {
  static final int SALT = 32;
  private static final int NONCE = 12;
  private static final byte[] INFO = "spaces-vault/1/object".getBytes(US_ASCII);

  private final byte[] key;
  private volatile boolean closed;

  /**
   * Seals with a key.
   *
   * @param key 32 random bytes; copied
   */
  public AesGcmSealer(byte[] key) {
    this.key = key.clone();
  }

  @Override
  public int saltLength() {
    return SALT;
  }

  @Override
  public SegmentSeal seal(byte[] salt, byte[] name) {
    byte[] objectKey = Hkdf.derive(key, salt, INFO, 32);
    try {
      // Checked after the derivation: a key that was wiped meanwhile must not have been used.
      if (closed) {
        throw new CancelledException("The vault was closed meanwhile; its key is wiped.", null);
      }
      return new ObjectSeal(WipedKey.copyOf(objectKey, "AES"), name);
    } finally {
      Arrays.fill(objectKey, (byte) 0);
    }
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(key, (byte) 0);
  }

  private static final class ObjectSeal implements SegmentSeal {
    private final WipedKey key;
    private final byte[] name;
    private final Cipher cipher;
    private final ByteBuffer nonce = ByteBuffer.allocate(NONCE);

    ObjectSeal(WipedKey key, byte[] name) {
      this.key = key;
      this.name = name;
      try {
        this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("This Java runtime lacks AES-GCM", e);
      }
    }

    @Override
    public int seal(long index, boolean last, byte[] content, int length, byte[] sealed) {
      try {
        init(Cipher.ENCRYPT_MODE, index, last);
        return cipher.doFinal(content, 0, length, sealed, 0);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("AES-GCM cannot seal", e);
      }
    }

    @Override
    public int open(long index, boolean last, byte[] sealed, int length, byte[] content) {
      if (length < TAG) {
        return -1;
      }
      try {
        init(Cipher.DECRYPT_MODE, index, last);
        return cipher.doFinal(sealed, 0, length, content, 0);
      } catch (AEADBadTagException e) {
        return -1;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("AES-GCM cannot open", e);
      }
    }

    private void init(int mode, long index, boolean last) throws GeneralSecurityException {
      if (key.isDestroyed()) {
        throw new IllegalStateException("The object's key is wiped");
      }
      nonce.putLong(3, index).put(NONCE - 1, (byte) (last ? 1 : 0));
      cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce.array()));
      cipher.updateAAD(name);
    }

    @Override
    public void close() {
      key.close();
    }
  }
}
