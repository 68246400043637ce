package io.spaces.client.internal.crypto;

import java.util.Arrays;
import javax.crypto.SecretKey;

/** A key whose bytes are overwritten when it is closed; the JDK's own key class cannot do that. */
public final class WipedKey implements SecretKey, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final transient byte[] bytes;
  private final String algorithm;
  private transient volatile boolean destroyed;

  private WipedKey(byte[] bytes, String algorithm) {
    this.bytes = bytes;
    this.algorithm = algorithm;
  }

  public static WipedKey copyOf(byte[] bytes, String algorithm) {
    return new WipedKey(bytes.clone(), algorithm);
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  @Override
  public byte[] getEncoded() {
    return bytes.clone();
  }

  @Override
  public void destroy() {
    destroyed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public boolean isDestroyed() {
    return destroyed;
  }

  @Override
  public void close() {
    destroy();
  }

  private void writeObject(java.io.ObjectOutputStream out) throws java.io.IOException {
    throw new java.io.NotSerializableException("a key");
  }
}
