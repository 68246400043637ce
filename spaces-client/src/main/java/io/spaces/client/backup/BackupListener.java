package io.spaces.client.backup;

import io.spaces.client.transfer.TransferListener;

/**
 * Told what a backup does. The laws are those of {@link TransferListener}; here an object
 * {@linkplain #objectSucceeded succeeds} when the space has acknowledged it.
 */
public interface BackupListener extends TransferListener {
  /**
   * In a dry run: an object that would be uploaded.
   *
   * @param key the object's key
   * @param size its content length in bytes
   */
  default void objectPlanned(String key, long size) {}

  /**
   * In a dry run: an object that would be deleted from the space.
   *
   * @param key the object's key
   */
  default void deletionPlanned(String key) {}
}
