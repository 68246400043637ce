package io.spaces.client.snapshot;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One of the keys that open a vault; never the secret itself. What it says is sealed in the vault,
 * so that the space cannot change it.
 *
 * @param id its name: 16 hexadecimal digits
 * @param label what its owner calls it
 * @param kind what it is
 * @param created when it was added, by the clock of who did; null for that of a vault of before
 *     there could be several
 * @param current whether the vault was opened with it
 * @param scrypt what stretching costs, as {@code n,r,p}; null for what is no passphrase
 * @since 0.1.0
 */
public record KeySlot(
    String id,
    String label,
    Kind kind,
    @Nullable Instant created,
    boolean current,
    @Nullable String scrypt) {
  /**
   * Refuses null.
   *
   * @param id see {@link #id}
   * @param label see {@link #label}
   * @param kind see {@link #kind}
   * @param created see {@link #created}
   * @param current see {@link #current}
   * @param scrypt see {@link #scrypt}
   */
  public KeySlot {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(kind, "kind");
  }

  /**
   * What a key is.
   *
   * @since 0.1.0
   */
  public enum Kind {
    /** 32 bytes. */
    KEY,
    /** A passphrase. */
    PASSPHRASE,
    /** A pair of keys, whose private half is needed to open the vault, and only then. */
    RECOVERY
  }
}
