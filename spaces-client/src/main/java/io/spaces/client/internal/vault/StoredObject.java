package io.spaces.client.internal.vault;

/**
 * One object in a listing.
 *
 * @param key relative to the vault
 * @param size bytes
 * @param modifiedMillis when it was stored, by the server's clock, in milliseconds since 1970; -1
 *     when the server does not say
 */
public record StoredObject(String key, long size, long modifiedMillis) {
  /**
   * Returns the last part of the key.
   *
   * @return what follows the last slash
   */
  public String name() {
    return key.substring(key.lastIndexOf('/') + 1);
  }
}
