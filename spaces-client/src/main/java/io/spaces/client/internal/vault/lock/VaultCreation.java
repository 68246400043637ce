package io.spaces.client.internal.vault.lock;

import io.spaces.client.error.VaultBusyException;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.crypto.RandomBytes;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.object.ListedObject;
import io.spaces.client.internal.vault.object.ListedObjects;
import io.spaces.client.internal.vault.object.ObjectStore;
import io.spaces.client.internal.waiting.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Creates a vault only once, even when two clients find none at the same time: each announces
 * itself first, and goes on only when nobody else has.
 */
public final class VaultCreation {
  private static final String MARK = "create-";
  private static final Duration EXPIRY = Duration.ofMinutes(2);
  private static final int ATTEMPTS = 20;

  private final ObjectStore store;
  private final Waiter waiter;

  public VaultCreation(ObjectStore store, Waiter waiter) {
    this.store = store;
    this.waiter = waiter;
  }

  /**
   * Creates the vault unless there is one meanwhile.
   *
   * @param exists looks whether there is one
   * @param create creates it; what it is given throws once that would be too late
   * @throws VaultBusyException when that took so long that another client may be at it, too
   */
  public void run(Supplier<Boolean> exists, Consumer<Runnable> create) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      String key = ObjectNames.LOCKS + MARK + RandomBytes.name(ObjectNames.ID_LENGTH);
      DualTimestamp start = DualTimestamp.now(waiter);
      try {
        // Sent within: a mark whose acknowledgement is lost has to be taken away as well.
        store.put(key, Payload.of(new byte[] {0}));
        if (isAlone(key)) {
          if (!exists.get()) {
            create.accept(() -> requireInTime(start));
          }
          return;
        }
      } finally {
        store.delete(key);
      }
      VaultLocks.pause(Duration.ofMillis(50 + (long) (Math.random() * 200)), waiter);
      if (exists.get()) {
        return;
      }
    }
    throw new VaultBusyException(
        "The vault is busy: another client is about to create it. Try again in two minutes");
  }

  /**
   * Takes away what clients that died while they created the vault have left. Nobody goes by it any
   * more once there is a vault.
   */
  public static void tidyUp(ObjectStore store) {
    store.list(ObjectNames.LOCKS).stream()
        .filter(object -> object.name().startsWith(MARK))
        .forEach(object -> store.delete(object.key()));
  }

  /**
   * To write a configuration over another one would be the end of all that was stored with that.
   */
  private void requireInTime(DualTimestamp start) {
    if (start.isPast(EXPIRY.dividedBy(2), waiter)) {
      throw new VaultBusyException(
          "To create the vault took so long that another client may have created it. Try again");
    }
  }

  private boolean isAlone(String key) {
    // Only a list that is no older than the own mark shows everyone who made theirs before.
    List<ListedObject> all = ListedObjects.await(store, ObjectNames.LOCKS, Map.of(key, -1L));
    long now =
        all.stream()
            .filter(object -> object.key().equals(key))
            .mapToLong(ListedObject::modifiedMillis)
            .findFirst()
            .orElse(-1);
    return all.stream()
        .filter(object -> object.name().startsWith(MARK) && !object.key().equals(key))
        .allMatch(
            other ->
                now >= 0
                    && other.modifiedMillis() >= 0
                    && now - other.modifiedMillis() > EXPIRY.toMillis());
  }
}
