package io.spaces.client.internal.vault;

import io.spaces.client.error.SpaceException;
import io.spaces.client.error.VaultBusyException;
import io.spaces.client.internal.vault.format.Keys;
import io.spaces.client.internal.vault.format.LockRecord;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One lock that this client holds on a vault: refreshed until it is closed. */
public final class VaultLock implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(VaultLock.class);

  /** Whoever takes no longer for a step did not stand still. */
  private static final Duration AT_ONCE = Duration.ofSeconds(10);

  private final SealedObjects objects;
  private final String name;
  private final LockOwner self;
  private final Pause pause;
  private @Nullable ScheduledThreadPoolExecutor timer;
  private boolean exclusive;
  private String purpose = "";
  private long counter;
  private Moment refreshed;
  private Moment checked;
  private boolean besidePruning;
  private long storedAt = -1;
  private boolean lost;
  private boolean closed;

  VaultLock(SealedObjects objects, String name, LockOwner self, Pause pause) {
    this.objects = objects;
    this.name = name;
    this.self = self;
    this.pause = pause;
    refreshed = Moment.now(pause);
    checked = refreshed;
  }

  String name() {
    return name;
  }

  void write(boolean isExclusive, String what) {
    exclusive = isExclusive;
    purpose = what;
    LockOwner.holds(name);
    refresh();
  }

  /** Lets others hold a lock beside this one again. */
  void share() {
    write(false, purpose);
  }

  String purpose() {
    return purpose;
  }

  /** When the space says that it stored the lock, in its milliseconds; -1 when it does not say. */
  long storedAt() {
    return storedAt;
  }

  void setStoredAt(long millis) {
    storedAt = millis;
  }

  /** Whether somebody was pruning the vault when this lock was taken. */
  boolean isBesidePruning() {
    return besidePruning;
  }

  void setBesidePruning() {
    besidePruning = true;
  }

  void startRefreshing() {
    ScheduledThreadPoolExecutor refresher =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "spaces-vault-lock");
              thread.setDaemon(true);
              return thread;
            });
    long every = VaultLocks.REFRESH.toMillis();
    ScheduledFuture<?> unused =
        refresher.scheduleWithFixedDelay(this::refreshQuietly, every, every, TimeUnit.MILLISECONDS);
    timer = refresher;
  }

  private synchronized void refresh() {
    if (closed) {
      return;
    }
    Moment now = Moment.now(pause);
    LockRecord lock =
        new LockRecord(
            exclusive, purpose, counter++, self.machine(), self.process(), self.started());
    objects.put(key(), lock.write());
    refreshed = now;
  }

  void refreshQuietly() {
    try {
      Moment looked = Moment.now(pause);
      // One that was taken away must not come back: its place may be another's by now.
      if (isListed()) {
        refreshSince(looked);
      }
    } catch (SpaceException e) {
      log.debug("The lock on the vault could not be refreshed: {}", e.getMessage());
    }
  }

  private synchronized void refreshSince(Moment looked) {
    Moment before = refreshed;
    refresh();
    // Where that took so long, it may have been taken away since the look, and is back only now.
    lost |= before.isPast(VaultLocks.EXPIRY, pause) && looked.isPast(AT_ONCE, pause);
  }

  /**
   * Makes sure that the lock still holds: a machine may have slept through its expiry.
   *
   * @throws VaultBusyException when it does not
   */
  void check() {
    Moment now = Moment.now(pause);
    boolean fresh;
    synchronized (this) {
      checked = now;
      fresh = !lost && now.nanos() - refreshed.nanos() < VaultLocks.EXPIRY.toNanos();
    }
    if (!fresh || !isListed()) {
      throw new VaultBusyException(
          "The lock on the vault was lost while "
              + purpose
              + " went on, so another client may have changed the vault. Start again; what was"
              + " stored so far is found and not sent again");
    }
  }

  /**
   * The same before each of many steps, of which most follow the one before at once.
   *
   * @throws VaultBusyException when it does not hold
   */
  void checkAgain() {
    boolean due;
    synchronized (this) {
      due = checked.isPast(AT_ONCE, pause);
    }
    if (due) {
      check();
    }
  }

  private boolean isListed() {
    return objects.store().list(Keys.LOCKS).stream().anyMatch(object -> object.name().equals(name));
  }

  private String key() {
    return Keys.LOCKS + name;
  }

  /** Gives the lock up. */
  @Override
  public void close() {
    ScheduledThreadPoolExecutor refresher = timer;
    if (refresher != null) {
      Threads.stop(refresher);
    }
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    LockOwner.releases(name);
    try {
      objects.store().delete(key());
    } catch (SpaceException e) {
      log.debug("The lock on the vault could not be removed: {}", e.getMessage());
    }
  }
}
