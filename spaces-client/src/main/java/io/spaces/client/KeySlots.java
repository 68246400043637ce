package io.spaces.client;

import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.RecoveryKey;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.VaultBusyException;
import io.spaces.client.error.WrongKeyException;
import io.spaces.client.internal.check.Parameters;
import io.spaces.client.internal.vault.VaultSlots;
import io.spaces.client.snapshot.KeySlot;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * The keys that open a vault. Each by itself opens all of it; none is ever stored. The vault's own
 * key, which they wrap, stays the same, so that nothing is written anew when they change.
 *
 * <pre>{@code
 * try (Snapshots snapshots = client.snapshots(pid).encryption(Encryption.key(key))) {
 *   snapshots.keys().add("laptop", Encryption.passphrase(passphrase));
 *   snapshots.keys().addRecovery("paper in the safe", publicKey);
 *   snapshots.keys().remove("old server");
 * }
 * }</pre>
 *
 * <p>A key that was removed opens the vault no more; but whoever kept it and a copy of the vault's
 * earlier configuration, as the space may have, can still read what the vault holds and what it
 * will hold. Where a key has leaked, make a new vault. A machine that has seen the change notices
 * when the space serves an earlier one.
 *
 * <p>Each change is made under a lock that no backup or restore may share, and is there as a whole
 * or not at all, whenever it is broken off. After the first one, releases that knew one key only
 * say that the vault has a newer format, and open it no more. Safe for use by several threads.
 *
 * <p>Every method throws what those of {@link Snapshots} do; {@link WrongKeyException} too when the
 * vault is not encrypted, and {@link VaultBusyException} when others use it for longer than a
 * minute.
 *
 * @since 0.1.0
 */
public final class KeySlots {
  private final Supplier<VaultSlots> slots;
  private final Supplier<Instant> clock;

  KeySlots(Supplier<VaultSlots> slots, Supplier<Instant> clock) {
    this.slots = slots;
    this.clock = clock;
  }

  /**
   * Returns the keys, as the space has them now.
   *
   * @return the earliest first; none for a vault without encryption
   */
  public List<KeySlot> list() {
    return slots.get().list();
  }

  /**
   * Adds a key or passphrase.
   *
   * @param label what to call it: 1 to 100 printable characters that no other key has
   * @param encryption the key or passphrase; one of less than 12 characters has to be {@linkplain
   *     Encryption#allowShort allowed}
   * @return what was added
   * @throws InvalidParameterException when the label is no such text, the passphrase is too short,
   *     it opens the vault already, or the vault has 16 keys
   */
  public KeySlot add(String label, Encryption encryption) {
    Parameters.required("label", label);
    Parameters.required("encryption", encryption);
    return slots.get().add(label, encryption, clock.get());
  }

  /**
   * Adds a recovery key, whose private half is not needed for it.
   *
   * @param label what to call it: 1 to 100 printable characters that no other key has
   * @param publicKey {@link RecoveryKey#publicKey()} of the pair
   * @return what was added
   * @throws InvalidParameterException when it is no public key, or opens the vault already, the
   *     label is no such text, or the vault has 16 keys
   */
  public KeySlot addRecovery(String label, String publicKey) {
    Parameters.required("label", label);
    byte[] key = RecoveryKey.parsePublicKey(Parameters.required("publicKey", publicKey));
    return slots.get().addRecovery(label, key, clock.get());
  }

  /**
   * Removes a key. It opens the vault no more.
   *
   * @param slot its label, its id, or the beginning of that: at least 4 digits
   * @return what was removed
   * @throws InvalidParameterException when there is no such key, or it is the one that this vault
   *     was opened with, which may be the last
   */
  public KeySlot remove(String slot) {
    Parameters.required("slot", slot);
    return slots.get().remove(slot);
  }
}
