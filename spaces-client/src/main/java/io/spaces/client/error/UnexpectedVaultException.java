package io.spaces.client.error;

import org.jspecify.annotations.Nullable;

/**
 * The vault at a place is not the one that belongs there: it is another than this machine has seen
 * there, or belongs to another place, or is gone. The space may serve another vault, an earlier one
 * or a copy; or somebody has moved, replaced or removed it on purpose. Nothing was restored,
 * written or deleted. The message names the places and the vaults' ids, and says how to accept what
 * is there.
 *
 * @since 0.1.0
 */
public final class UnexpectedVaultException extends IntegrityException {
  private static final long serialVersionUID = 1L;

  /** The id of the vault that is there, or null when there is none. */
  private final @Nullable String vault;

  /**
   * An error about a vault.
   *
   * @param message what was found where, what was expected, and what to do
   * @param vault the id of the vault that is there, or null when there is none
   */
  public UnexpectedVaultException(String message, @Nullable String vault) {
    super(message, null);
    this.vault = vault;
  }

  /**
   * Returns the id of the vault that is there: what to accept, once a person knows that it is the
   * right one.
   *
   * @return 32 hexadecimal digits, or null when there is no vault
   */
  public @Nullable String vault() {
    return vault;
  }
}
