package io.spaces.client.internal.content.seal;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.crypto.Hkdf;
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
    PASSPHRASE,
    /** The private half of a pair, 32 bytes, whose public half is enough to wrap a key. */
    RECOVERY;

    /**
     * Returns what a person calls it.
     *
     * @return such as {@code passphrase}
     */
    public String words() {
      return switch (this) {
        case KEY -> "key";
        case PASSPHRASE -> "passphrase";
        case RECOVERY -> "recovery key";
      };
    }
  }

  /** Guessing eleven random letters is within reach of who has some machines and a month. */
  private static final int MIN_CHARACTERS = 12;

  /** Stretching takes much memory: one at a time, however many vaults are opened at once. */
  private static final Object STRETCHING = new Object();

  private static volatile @Nullable Function<Encryption, KeyMaterial> access;

  private final Kind kind;
  private final byte[] secret;
  private final byte @Nullable [] extraSalt;
  private final ScryptCost cost;
  private final boolean shortAllowed;
  private boolean destroyed;

  /**
   * Holds a secret.
   *
   * @param kind what it is
   * @param secret kept, not copied
   * @param extraSalt kept, not copied; or null
   */
  public KeyMaterial(Kind kind, byte[] secret, byte @Nullable [] extraSalt) {
    this(kind, secret, extraSalt, ScryptCost.DEFAULT, false);
  }

  private KeyMaterial(
      Kind kind,
      byte[] secret,
      byte @Nullable [] extraSalt,
      ScryptCost cost,
      boolean shortAllowed) {
    this.kind = kind;
    this.secret = secret;
    this.extraSalt = extraSalt;
    this.cost = cost;
    this.shortAllowed = shortAllowed;
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
    return new KeyMaterial(kind, copyOfSecret(), salt.clone(), cost, shortAllowed);
  }

  /**
   * Returns a copy that asks for another cost where it is to open something new.
   *
   * @param scrypt the cost
   * @return the copy
   */
  public synchronized KeyMaterial withCost(ScryptCost scrypt) {
    return new KeyMaterial(kind, copyOfSecret(), copyOfExtraSalt(), scrypt, shortAllowed);
  }

  /**
   * Returns a copy that may open something new however short it is.
   *
   * @return the copy
   */
  public synchronized KeyMaterial allowingShort() {
    return new KeyMaterial(kind, copyOfSecret(), copyOfExtraSalt(), cost, true);
  }

  /**
   * Returns what stretching costs where the secret is to open something new.
   *
   * @return without meaning for a key
   */
  public ScryptCost cost() {
    return cost;
  }

  /**
   * Makes sure that the secret is good enough to open something new.
   *
   * @throws InvalidParameterException when it is a short passphrase, and that was not allowed
   */
  public synchronized void requireStrong() {
    if (kind != Kind.PASSPHRASE || shortAllowed) {
      return;
    }
    int characters = 0;
    for (byte each : copyOfSecret()) {
      characters += (each & 0xc0) == 0x80 ? 0 : 1; // one that does not continue a character
    }
    if (characters < MIN_CHARACTERS) {
      throw new InvalidParameterException(
          "passphrase",
          "has "
              + characters
              + (characters == 1 ? " character" : " characters")
              + "; expected at least "
              + MIN_CHARACTERS
              + " for a new vault or key: whoever has the vault can guess a short one. Take a"
              + " longer one, or allow it (Encryption.allowShort, --allow-short-passphrase,"
              + " allowShort in a plan)");
    }
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
        stretched = stretch(copy, salt, scrypt);
      }
      return Hkdf.derive(stretched, salt, info, 32);
    } finally {
      Arrays.fill(copy, (byte) 0);
      Arrays.fill(stretched, (byte) 0);
      Arrays.fill(info, (byte) 0);
    }
  }

  /**
   * Opens what was sealed to a recovery key.
   *
   * @param encapsulated the encapsulated key
   * @param sealed what was sealed
   * @param context what it is bound to
   * @return a fresh array, which the caller wipes; null when it does not open
   */
  public byte @Nullable [] openByRecovery(byte[] encapsulated, byte[] sealed, byte[] context) {
    byte[] copy;
    synchronized (this) {
      copy = copyOfSecret();
    }
    try {
      return RecoverySeal.open(copy, encapsulated, sealed, context);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  private static byte[] stretch(byte[] passphrase, byte[] salt, ScryptCost cost) {
    // Refused beforehand: an error of no memory could end another thread of the application.
    if (cost.memory() > Runtime.getRuntime().maxMemory() / 5 * 4) {
      throw tooLittleMemory(cost, null);
    }
    synchronized (STRETCHING) {
      try {
        return SCrypt.generate(passphrase, salt, cost.n(), cost.r(), cost.p(), 32);
      } catch (OutOfMemoryError e) {
        throw tooLittleMemory(cost, e);
      }
    }
  }

  private static SpaceException tooLittleMemory(ScryptCost cost, @Nullable OutOfMemoryError cause) {
    long mebibytes = cost.memory() >> 20;
    return new SpaceException(
        "Stretching the vault's passphrase takes "
            + mebibytes
            + " MiB of memory, which this JVM does not have: it may use "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MiB in all. Give it more (-Xmx"
            + (mebibytes * 2)
            + "m)",
        cause);
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

  private byte @Nullable [] copyOfExtraSalt() {
    return extraSalt == null ? null : extraSalt.clone();
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
    return kind.words() + (extraSalt == null ? "" : " and iv");
  }
}
