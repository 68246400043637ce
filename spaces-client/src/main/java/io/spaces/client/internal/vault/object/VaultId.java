package io.spaces.client.internal.vault.object;

import io.spaces.client.error.InvalidParameterException;

/** The ids of vaults, which are in their configurations. */
public final class VaultId {
  private static final String FORM = "[0-9a-f]{32}";

  private VaultId() {}

  /**
   * Checks an id that somebody gives.
   *
   * @param parameter what the error is to name
   * @param id the id
   * @return the id
   * @throws InvalidParameterException when it is none
   */
  public static String check(String parameter, String id) {
    if (!isValid(id)) {
      throw new InvalidParameterException(
          parameter, "is \"" + id + "\"; expected a vault's id: 32 hexadecimal digits");
    }
    return id;
  }

  static boolean isValid(String id) {
    return id.matches(FORM);
  }
}
