package io.spaces.client.internal.content.seal;

import io.spaces.client.backup.Encryption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import javax.security.auth.Destroyable;
import org.bouncycastle.crypto.generators.SCrypt;
import org.jspecify.annotations.Nullable;

/** A user's secret, out of which the key that wraps a vault's own key is derived. */
public final class KeyMaterial implements Destroyable {
  /** What the secret is. */
  public enum Kind {
    /** 32 random bytes. */
    KEY,
    /** Something a person remembers, in UTF-8. */
    PASSPHRASE
  }

  private static volatile @Nullable Function<Encryption, KeyMaterial> access;

  private final Kind kind;
  private final byte[] secret;
  private final byte @Nullable [] extraSalt;
  private boolean destroyed;

  /**
   * Holds a secret.
   *
   * @param kind what it is
   * @param secret kept, not copied
   * @param extraSalt kept, not copied; or null
   */
  public KeyMaterial(Kind kind, byte[] secret, byte @Nullable [] extraSalt) {
    this.kind = kind;
    this.secret = secret;
    this.extraSalt = extraSalt;
  }

  /**
   * Lets {@link #of} look into the public value, whose secret is nobody else's business.
   *
   * @param reader looks into it
   */
  public static void accessBy(Function<Encryption, KeyMaterial> reader) {
    access = reader;
  }

  /**
   * Returns the secret in a public value.
   *
   * @param encryption the public value
   * @return its secret, not copied
   */
  public static KeyMaterial of(Encryption encryption) {
    return Objects.requireNonNull(access, "Encryption is not initialised").apply(encryption);
  }

  /**
   * Returns a copy with an extra salt.
   *
   * @param salt the salt
   * @return the copy
   */
  public synchronized KeyMaterial withExtraSalt(byte[] salt) {
    return new KeyMaterial(kind, copyOfSecret(), salt.clone());
  }

  /**
   * Returns what the secret is.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * Tells whether an extra salt belongs to the secret.
   *
   * @return true when there is one
   */
  public boolean hasExtraSalt() {
    return extraSalt != null;
  }

  /**
   * Derives a 32-byte key that wraps keys.
   *
   * @param scrypt how to stretch a passphrase; ignored for a key
   * @param salt the vault's salt
   * @param context what the derived key is bound to
   * @return a fresh array; the caller wipes it
   */
  public byte[] wrappingKey(ScryptCost scrypt, byte[] salt, byte[] context) {
    byte[] copy;
    byte[] info;
    synchronized (this) { // both at once: stretching takes long, and destroy may come meanwhile
      copy = copyOfSecret();
      info = info(context);
    }
    byte[] stretched = copy;
    try {
      if (kind == Kind.PASSPHRASE) {
        stretched = SCrypt.generate(copy, salt, scrypt.n(), scrypt.r(), scrypt.p(), 32);
      }
      return Hkdf.derive(stretched, salt, info, 32);
    } finally {
      Arrays.fill(copy, (byte) 0);
      Arrays.fill(stretched, (byte) 0);
      Arrays.fill(info, (byte) 0);
    }
  }

  private byte[] info(byte[] context) {
    byte[] extra = extraSalt == null ? new byte[0] : extraSalt;
    byte[] info = Arrays.copyOf(context, context.length + 1 + extra.length);
    info[context.length] = (byte) extra.length;
    System.arraycopy(extra, 0, info, context.length + 1, extra.length);
    return info;
  }

  private byte[] copyOfSecret() {
    if (destroyed) {
      throw new IllegalStateException("The encryption key was destroyed and cannot be used");
    }
    return secret.clone();
  }

  @Override
  public synchronized void destroy() {
    destroyed = true;
    Arrays.fill(secret, (byte) 0);
    if (extraSalt != null) {
      Arrays.fill(extraSalt, (byte) 0);
    }
  }

  @Override
  public synchronized boolean isDestroyed() {
    return destroyed;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeyMaterial that
        && kind == that.kind
        && MessageDigest.isEqual(secret, that.secret)
        && MessageDigest.isEqual(extraSalt, that.extraSalt);
  }

  /** Tells nothing about the secret. */
  @Override
  public int hashCode() {
    return kind.hashCode();
  }

  @Override
  public String toString() {
    return (kind == Kind.KEY ? "key" : "passphrase") + (extraSalt == null ? "" : " and iv");
  }
}
