package io.spaces.client.internal.vault.object;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.protocol.object.ListLag;
import io.spaces.client.internal.protocol.object.ListLimits;
import io.spaces.client.internal.vault.format.VaultPlace;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The place where a vault's objects lie. Keys are relative to the vault. Retries are the store's
 * business; what it throws is final. Safe for use by several threads.
 */
public interface ObjectStore {
  /**
   * Names the place, the same whenever and however it is reached.
   *
   * @return a name that no other place has, or null when nothing is to be remembered of it
   */
  default @Nullable String place() {
    return null;
  }

  /**
   * Says where a vault belongs that is made here.
   *
   * @return the app and the folder, or null when it is no place in a space
   */
  default @Nullable VaultPlace home() {
    return null;
  }

  /**
   * Stores an object, replacing one of the same key; returns when that is acknowledged.
   *
   * @param key such as {@code packs/0a/0a1b…}
   * @param content its bytes
   */
  void put(String key, Payload content);

  /**
   * Replaces a lock by one that nobody holds, as its holder ends: after a cancellation, too.
   *
   * @param key the lock's key
   * @param content what to leave there
   */
  default void leave(String key, Payload content) {
    put(key, content);
  }

  /**
   * Reads an object that is small by its kind.
   *
   * @param key its key
   * @param reader reads its bytes, as far as it likes; called again when the connection breaks
   * @param <T> what the reader makes of them
   * @return what the reader returned, or empty when there is no such object
   */
  <T> Optional<T> get(String key, ContentReader<T> reader);

  /**
   * Reads an object of which is known how long it can be.
   *
   * @param key its key
   * @param longest how many bytes it has at the most
   * @param reader reads its bytes, as far as it likes; called again when the connection breaks
   * @param <T> what the reader makes of them
   * @return what the reader returned, or empty when there is no such object
   * @throws IntegrityException when it is longer
   */
  default <T> Optional<T> get(String key, long longest, ContentReader<T> reader) {
    return get(key, reader);
  }

  /**
   * Lists the objects whose keys start with a folder.
   *
   * @param folder ends with {@code /}
   * @return all of them, in no order
   */
  List<ListedObject> list(String folder);

  /**
   * Waits for a list to show what was sent.
   *
   * @return nothing has been waited for yet
   */
  default ListLag listLag() {
    return new ListLag(ListLimits.DEFAULTS.lag(), this::await);
  }

  /**
   * Lets time pass, for what the place lists to change.
   *
   * @param time how long
   */
  default void await(Duration time) {}

  /**
   * Deletes an object; one that is not there is no error.
   *
   * @param key its key
   */
  void delete(String key);

  /**
   * Reads an object's bytes.
   *
   * @param <T> what it makes of them
   */
  @FunctionalInterface
  interface ContentReader<T> {
    /**
     * Reads.
     *
     * @param content the bytes from their start; closed afterwards
     * @return what it made of them
     * @throws IOException when they cannot be read
     */
    T read(InputStream content) throws IOException;
  }
}
