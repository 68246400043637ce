package io.spaces.client.internal.vault.object;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.content.seal.AesGcmSealer;
import io.spaces.client.internal.content.seal.KeyMaterial;
import io.spaces.client.internal.content.seal.KeyMaterial.Kind;
import io.spaces.client.internal.content.seal.RecoverySeal;
import io.spaces.client.internal.content.seal.ScryptCost;
import io.spaces.client.internal.content.seal.SegmentSeal;
import io.spaces.client.internal.crypto.RandomBytes;
import io.spaces.client.internal.vault.format.KeyWrap;
import io.spaces.client.internal.vault.format.VaultConfig;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Wraps a vault's own key by users' keys, and unwraps it. */
public final class KeyWraps {
  static final int KEY_LENGTH = 32;

  private KeyWraps() {}

  /**
   * Wraps a vault's key by a key or passphrase.
   *
   * @param others below whose cost that of a passphrase must not fall
   */
  static KeyWrap wrap(
      String vault, byte[] master, Encryption encryption, Collection<KeyWrap> others) {
    KeyMaterial material = KeyMaterial.of(encryption);
    if (material.kind() == Kind.RECOVERY) {
      throw new InvalidParameterException(
          "encryption",
          "is the private half of a recovery key; expected a key or a passphrase, or to add the"
              + " public half");
    }
    material.requireStrong();
    ScryptCost cost = material.cost();
    for (KeyWrap other : others) {
      cost = other.kind() == Kind.PASSPHRASE ? cost.orAtLeast(other.scrypt()) : cost;
    }
    String id = RandomBytes.name(KeyWrap.ID_LENGTH);
    byte[] salt = RandomBytes.of(KEY_LENGTH);
    byte[] context = KeyWrap.binding(vault, id, material.kind(), cost);
    byte[] key = material.wrappingKey(cost, salt, context);
    byte[] wrapped = new byte[KEY_LENGTH + SegmentSeal.TAG];
    try (AesGcmSealer sealer = new AesGcmSealer(key);
        SegmentSeal seal = sealer.seal(salt, context)) {
      seal.seal(0, true, master, KEY_LENGTH, wrapped);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
    return wrap(id, material.kind(), cost, material.hasExtraSalt(), salt, wrapped);
  }

  /** Wraps a vault's key by the public half of a recovery key. */
  static KeyWrap wrap(String vault, byte[] master, byte[] publicKey) {
    String id = RandomBytes.name(KeyWrap.ID_LENGTH);
    byte[] context = KeyWrap.binding(vault, id, Kind.RECOVERY, ScryptCost.DEFAULT);
    RecoverySeal.Sealed sealed = RecoverySeal.seal(publicKey, context, master);
    return wrap(id, Kind.RECOVERY, ScryptCost.DEFAULT, false, sealed.encapsulated(), sealed.text());
  }

  private static KeyWrap wrap(
      String id, Kind kind, ScryptCost cost, boolean extraSalt, byte[] salt, byte[] wrapped) {
    HexFormat hex = HexFormat.of();
    return new KeyWrap(
        id, VaultConfig.FORMAT, kind, cost, extraSalt, hex.formatHex(salt), hex.formatHex(wrapped));
  }

  /** Whether a secret is of the kind that a wrap asks for. */
  public static boolean mayOpen(KeyWrap wrap, KeyMaterial material) {
    return wrap.kind() == material.kind() && wrap.extraSalt() == material.hasExtraSalt();
  }

  /** Unwraps a vault's key; null when the secret is another, or the wrap was altered. */
  public static byte @Nullable [] unwrap(VaultConfig config, KeyWrap wrap, KeyMaterial material) {
    byte[] context = config.binding(wrap);
    if (wrap.kind() == Kind.RECOVERY) {
      return material.openByRecovery(wrap.salt(), wrap.wrapped(), context);
    }
    byte[] key = material.wrappingKey(wrap.scrypt(), wrap.salt(), context);
    byte[] master = new byte[KEY_LENGTH + SegmentSeal.TAG];
    try (AesGcmSealer sealer = new AesGcmSealer(key);
        SegmentSeal seal = sealer.seal(wrap.salt(), context)) {
      byte[] wrapped = wrap.wrapped();
      int length = seal.open(0, true, wrapped, wrapped.length, master);
      return length == KEY_LENGTH ? Arrays.copyOf(master, KEY_LENGTH) : null;
    } finally {
      Arrays.fill(key, (byte) 0);
      Arrays.fill(master, (byte) 0);
    }
  }
}
