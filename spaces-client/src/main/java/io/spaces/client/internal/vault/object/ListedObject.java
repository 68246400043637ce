package io.spaces.client.internal.vault.object;

/**
 * One object in a listing.
 *
 * @param key relative to the vault
 * @param size bytes
 * @param modifiedMillis when it was stored, by the server's clock, in milliseconds since 1970; -1
 *     when the server does not say
 * @param asSent false when this client has sent something else to that key, as far as the server
 *     says what it has
 */
public record ListedObject(String key, long size, long modifiedMillis, boolean asSent) {
  /**
   * One that this client has not sent, or of which the server says too little.
   *
   * @param key see {@link #key}
   * @param size see {@link #size}
   * @param modifiedMillis see {@link #modifiedMillis}
   */
  public ListedObject(String key, long size, long modifiedMillis) {
    this(key, size, modifiedMillis, true);
  }

  /**
   * Returns the last part of the key.
   *
   * @return what follows the last slash
   */
  public String name() {
    return key.substring(key.lastIndexOf('/') + 1);
  }
}
