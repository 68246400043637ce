package io.spaces.client.restore;

import io.spaces.client.transfer.TransferListener;

/**
 * Told what a restore does. The laws are those of {@link TransferListener}; here an object
 * {@linkplain #objectSucceeded succeeds} when its content is verified and in its place.
 */
public interface RestoreListener extends TransferListener {
  /**
   * In a dry run: an object that would be restored.
   *
   * @param key the object's key
   * @param size its content length in bytes
   */
  default void objectPlanned(String key, long size) {}

  /**
   * In a dry run: a file that would be deleted from the target.
   *
   * @param key the file's path relative to the target, its names joined by {@code /}
   */
  default void deletionPlanned(String key) {}
}
