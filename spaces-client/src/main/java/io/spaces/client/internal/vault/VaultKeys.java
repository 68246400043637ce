package io.spaces.client.internal.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.WrongKeyException;
import io.spaces.client.internal.content.Digest;
import io.spaces.client.internal.content.chunk.ChunkSizes;
import io.spaces.client.internal.content.chunk.GearTable;
import io.spaces.client.internal.content.seal.AesGcmSealer;
import io.spaces.client.internal.content.seal.ChecksumSealer;
import io.spaces.client.internal.content.seal.Hkdf;
import io.spaces.client.internal.content.seal.KeyMaterial;
import io.spaces.client.internal.content.seal.ScryptCost;
import io.spaces.client.internal.content.seal.Sealer;
import io.spaces.client.internal.content.seal.SegmentSeal;
import io.spaces.client.internal.crypto.Hashes;
import io.spaces.client.internal.vault.format.Keys;
import io.spaces.client.internal.vault.format.VaultConfig;
import io.spaces.client.internal.vault.format.VaultConfig.KeyWrap;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one open vault: what seals its objects, names its blobs and cuts its contents. All
 * come from one random key, which only the configuration holds, wrapped. Wiped on close.
 */
public final class VaultKeys implements AutoCloseable {
  private static final byte[] PLAIN_GEAR_SEED = "spaces-vault/1/gear".getBytes(US_ASCII);
  private static final int KEY_LENGTH = 32;

  private final byte @Nullable [] master;
  private final byte @Nullable [] blobKey;
  private final Sealer sealer;
  private final GearTable gear;

  private VaultKeys(VaultConfig config, byte @Nullable [] master) {
    this.master = master;
    if (master == null) {
      blobKey = null;
      sealer = new ChecksumSealer();
      gear = new GearTable(PLAIN_GEAR_SEED);
      return;
    }
    blobKey = derive(config, master, "spaces-vault/1/blob");
    byte[] sealKey = derive(config, master, "spaces-vault/1/seal");
    byte[] gearSeed = derive(config, master, "spaces-vault/1/gear");
    sealer = new AesGcmSealer(sealKey);
    gear = new GearTable(gearSeed);
    Arrays.fill(sealKey, (byte) 0);
    Arrays.fill(gearSeed, (byte) 0);
  }

  /** A new vault's configuration and its keys. */
  record Created(VaultConfig config, VaultKeys keys) {}

  /**
   * Makes a new vault's keys.
   *
   * @param chunks how it cuts
   * @param encryption what wraps its key, or null for none
   */
  static Created create(ChunkSizes chunks, @Nullable Encryption encryption) {
    VaultConfig plain = new VaultConfig(Keys.randomName(Keys.ID_LENGTH), chunks, null);
    if (encryption == null) {
      return new Created(plain, new VaultKeys(plain, null));
    }
    byte[] master = Keys.random(KEY_LENGTH);
    VaultConfig config = wrap(plain, master, encryption);
    return new Created(config, new VaultKeys(config, master));
  }

  /**
   * Opens a vault's keys.
   *
   * @param config what the vault says of itself
   * @param encryption the user's key, or null
   * @throws WrongKeyException when it does not open the vault
   */
  static VaultKeys open(VaultConfig config, @Nullable Encryption encryption) {
    KeyWrap wrap = config.wrap();
    if (wrap == null) {
      if (encryption != null) {
        throw new WrongKeyException(
            "The vault is not encrypted, but a key was given. Leave the key out, or back up to"
                + " another place");
      }
      return new VaultKeys(config, null);
    }
    if (encryption == null) {
      throw new WrongKeyException("The vault is encrypted. Give the " + what(wrap));
    }
    KeyMaterial material = KeyMaterial.of(encryption);
    if (material.kind() != wrap.kind() || material.hasExtraSalt() != wrap.extraSalt()) {
      throw new WrongKeyException(
          "The vault needs the " + what(wrap) + ", but a " + material + " was given");
    }
    byte[] context = config.binding(wrap.kind(), wrap.scrypt());
    byte[] key = material.wrappingKey(wrap.scrypt(), wrap.salt(), context);
    byte[] master = new byte[KEY_LENGTH + SegmentSeal.TAG];
    try (AesGcmSealer sealer = new AesGcmSealer(key)) {
      int length =
          sealer
              .seal(wrap.salt(), context)
              .open(0, true, wrap.wrapped(), wrap.wrapped().length, master);
      if (length != KEY_LENGTH) {
        throw new WrongKeyException(
            "This is not the " + what(wrap) + " of the vault (or its configuration was altered)");
      }
      return new VaultKeys(config, Arrays.copyOf(master, KEY_LENGTH));
    } finally {
      Arrays.fill(key, (byte) 0);
      Arrays.fill(master, (byte) 0);
    }
  }

  /** Returns the configuration with the same vault key wrapped by another user's key. */
  VaultConfig rewrap(VaultConfig config, Encryption encryption) {
    if (master == null) {
      throw new WrongKeyException(
          "The vault is not encrypted, so it has no key to change. Back up to another place");
    }
    return wrap(config, master, encryption);
  }

  private static VaultConfig wrap(VaultConfig config, byte[] master, Encryption encryption) {
    KeyMaterial material = KeyMaterial.of(encryption);
    material.requireStrong();
    KeyWrap before = config.wrap();
    ScryptCost cost =
        before == null || before.kind() == KeyMaterial.Kind.KEY
            ? material.cost()
            : material.cost().orAtLeast(before.scrypt());
    byte[] salt = Keys.random(KEY_LENGTH);
    byte[] context = config.binding(material.kind(), cost);
    byte[] key = material.wrappingKey(cost, salt, context);
    byte[] wrapped = new byte[KEY_LENGTH + SegmentSeal.TAG];
    try (AesGcmSealer sealer = new AesGcmSealer(key)) {
      sealer.seal(salt, context).seal(0, true, master, KEY_LENGTH, wrapped);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
    return new VaultConfig(
        config.id(),
        config.chunks(),
        new KeyWrap(
            material.kind(),
            cost,
            material.hasExtraSalt(),
            HexFormat.of().formatHex(salt),
            HexFormat.of().formatHex(wrapped)));
  }

  private static String what(KeyWrap wrap) {
    return (wrap.kind() == KeyMaterial.Kind.KEY ? "key" : "passphrase")
        + (wrap.extraSalt() ? " and iv" : "");
  }

  private static byte[] derive(VaultConfig config, byte[] master, String purpose) {
    return Hkdf.derive(
        master, HexFormat.of().parseHex(config.id()), purpose.getBytes(US_ASCII), KEY_LENGTH);
  }

  /** Returns what seals the vault's objects. */
  Sealer sealer() {
    return sealer;
  }

  /** Returns what contents are cut with. */
  GearTable gear() {
    return gear;
  }

  /** Tells whether the vault is encrypted. */
  boolean encrypted() {
    return master != null;
  }

  /** Returns what names blobs, for one thread. */
  Digest blobDigest() {
    return blobKey == null
        ? new PlainDigest(Hashes.newSha256())
        : new KeyedDigest(Hkdf.hmac(blobKey));
  }

  @Override
  public void close() {
    if (sealer instanceof AesGcmSealer keyed) {
      keyed.close();
    }
    if (master != null) {
      Arrays.fill(master, (byte) 0);
    }
    if (blobKey != null) {
      Arrays.fill(blobKey, (byte) 0);
    }
  }

  private record PlainDigest(java.security.MessageDigest sha256) implements Digest {
    @Override
    public void update(byte[] bytes, int offset, int length) {
      sha256.update(bytes, offset, length);
    }

    @Override
    public byte[] finish() {
      return sha256.digest();
    }
  }

  private record KeyedDigest(javax.crypto.Mac hmac) implements Digest {
    @Override
    public void update(byte[] bytes, int offset, int length) {
      hmac.update(bytes, offset, length);
    }

    @Override
    public byte[] finish() {
      return hmac.doFinal();
    }
  }
}
