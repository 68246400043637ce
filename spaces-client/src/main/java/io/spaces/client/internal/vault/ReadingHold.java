package io.spaces.client.internal.vault;

import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.error.VaultBusyException;
import io.spaces.client.internal.vault.lock.VaultLock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps other clients from removing anything while this one reads. A space that takes nothing more,
 * because it is full, can be read all the same: without that.
 */
public final class ReadingHold implements AutoCloseable {
  /** Keeps nobody from anything. */
  public static final ReadingHold NONE = new ReadingHold(null);

  private static final Logger log = LoggerFactory.getLogger(ReadingHold.class);

  private final @Nullable VaultLock lock;

  private ReadingHold(@Nullable VaultLock lock) {
    this.lock = lock;
  }

  /**
   * Starts to hold.
   *
   * @param vault what to read
   * @param patience how long to wait for a client that is removing something
   * @return to be closed when reading has ended
   * @throws VaultBusyException when that takes longer
   */
  public static ReadingHold on(Vault vault, Duration patience) {
    try {
      return new ReadingHold(vault.holdForReading(patience));
    } catch (SpaceResponseException | SpaceUnavailableException e) {
      log.warn("The vault could not be locked and is read without that: {}", e.getMessage());
      return NONE;
    }
  }

  @Override
  public void close() {
    if (lock != null) {
      lock.close();
    }
  }
}
