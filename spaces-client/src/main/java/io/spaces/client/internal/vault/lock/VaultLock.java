package io.spaces.client.internal.vault.lock;

import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.error.VaultBusyException;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.crypto.RandomBytes;
import io.spaces.client.internal.transfer.Workers;
import io.spaces.client.internal.vault.format.LockRecord;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.object.SealedObjects;
import io.spaces.client.internal.waiting.ClientThreads;
import io.spaces.client.internal.waiting.Waiter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
  private final String holder;
  private final LockOwner self;
  private final Waiter waiter;
  private @Nullable ScheduledThreadPoolExecutor timer;
  private boolean exclusive;
  private String purpose = "";
  private long counter;
  private DualTimestamp refreshed;
  private DualTimestamp checked;
  private boolean besidePruning;
  private long storedAt = -1;
  private long prunedAt = -1;
  private long seenNanos;
  private boolean kept;
  private @Nullable Supplier<@Nullable LockRecord> inTheWay;
  private boolean lost;
  private boolean closed;

  /** A lock in a new object, which nobody else ever writes. */
  VaultLock(SealedObjects objects, LockOwner self, Waiter waiter) {
    this(objects, RandomBytes.name(ObjectNames.ID_LENGTH), null, self, waiter);
  }

  /** A lock in an object that others have held before, and may again. */
  static VaultLock inSpare(SealedObjects objects, String name, LockOwner self, Waiter waiter) {
    return new VaultLock(objects, name, RandomBytes.name(ObjectNames.ID_LENGTH), self, waiter);
  }

  private VaultLock(
      SealedObjects objects, String name, @Nullable String holder, LockOwner self, Waiter waiter) {
    this.objects = objects;
    this.name = name;
    this.holder = holder == null ? name : holder;
    this.self = self;
    this.waiter = waiter;
    refreshed = DualTimestamp.now(waiter);
    checked = refreshed;
  }

  String name() {
    return name;
  }

  void write(boolean isExclusive, String what) {
    if (counter > 0 && isInSpare()) {
      check(); // one that is another's by now must not be written
    }
    exclusive = isExclusive;
    purpose = what;
    LockOwner.holds(holder);
    refresh();
  }

  private boolean isInSpare() {
    return !holder.equals(name);
  }

  /** Leaves the object behind in the end, for who needs a lock when the space is full. */
  void keep() {
    kept = true;
  }

  /**
   * Goes on without an object: in a space that takes none nobody else can begin either. Before each
   * step it is tried again to write one.
   *
   * @param others looks for a lock that goes ill with this one
   */
  void goWithout(boolean isExclusive, String what, Supplier<@Nullable LockRecord> others) {
    exclusive = isExclusive;
    purpose = what;
    inTheWay = others;
    LockOwner.holds(holder);
  }

  public boolean isExclusive() {
    return exclusive;
  }

  /** Whether all depends on that the space is still as full as it was a moment ago. */
  public synchronized boolean isWithout() {
    return inTheWay != null;
  }

  /** Lets others hold a lock beside this one again. */
  public void share() {
    write(false, purpose);
  }

  String purpose() {
    return purpose;
  }

  /** When the space says that it stored the lock, in its milliseconds; -1 when it does not say. */
  public long storedAt() {
    return storedAt;
  }

  /** Keeps what a list has shown: when this lock was stored, and the note of the last pruning. */
  void sees(long storedMillis, long prunedMillis) {
    storedAt = storedMillis;
    prunedAt = prunedMillis;
    seenNanos = waiter.nanos();
  }

  /**
   * How long ago the vault was pruned when this lock was taken, and the time that has passed since;
   * empty when there is no note of it, or the space tells no times.
   */
  Optional<Duration> sinceLastPruning() {
    if (storedAt < 0 || prunedAt < 0) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofMillis(storedAt - prunedAt).plusNanos(waiter.nanos() - seenNanos));
  }

  /** Whether somebody was pruning the vault when this lock was taken. */
  public boolean isBesidePruning() {
    return besidePruning;
  }

  void setBesidePruning() {
    besidePruning = true;
  }

  void startRefreshing() {
    ScheduledThreadPoolExecutor refresher =
        new ScheduledThreadPoolExecutor(1, ClientThreads.named("spaces-vault-lock"));
    long every = VaultLocks.REFRESH.toMillis();
    ScheduledFuture<?> unused =
        refresher.scheduleWithFixedDelay(this::refreshQuietly, every, every, TimeUnit.MILLISECONDS);
    timer = refresher;
  }

  private synchronized void refresh() {
    if (closed) {
      return;
    }
    DualTimestamp now = DualTimestamp.now(waiter);
    LockRecord lock =
        new LockRecord(
            exclusive, purpose, counter++, self.machine(), self.process(), self.started(), holder);
    try {
      objects.put(key(), lock.write());
      inTheWay = null;
    } catch (SpaceUnavailableException e) {
      if (inTheWay == null) {
        throw e;
      }
    }
    refreshed = now;
  }

  public void refreshQuietly() {
    try {
      DualTimestamp looked = DualTimestamp.now(waiter);
      // One that was taken away must not come back: its place may be another's by now.
      if (!isWithout() && isHeld()) {
        refreshSince(looked);
      }
    } catch (SpaceException e) {
      log.debug("The lock on the vault could not be refreshed: {}", e.getMessage());
    }
  }

  private synchronized void refreshSince(DualTimestamp looked) {
    DualTimestamp before = refreshed;
    refresh();
    // Where that took so long, it may have been taken away since the look, and is back only now.
    lost |= before.isPast(VaultLocks.EXPIRY, waiter) && looked.isPast(AT_ONCE, waiter);
  }

  /**
   * Makes sure that the lock still holds: a machine may have slept through its expiry.
   *
   * @throws VaultBusyException when it does not
   */
  public void check() {
    Supplier<@Nullable LockRecord> others = inTheWay;
    if (others != null) {
      refresh();
      LockRecord other = others.get();
      if (other != null) {
        throw new VaultBusyException(
            "Another client has begun to work on the vault ("
                + other.purpose()
                + "), so that "
                + purpose
                + " cannot go on. Start it again later");
      }
      return;
    }
    DualTimestamp now = DualTimestamp.now(waiter);
    boolean fresh;
    synchronized (this) {
      checked = now;
      fresh = !lost && now.nanos() - refreshed.nanos() < VaultLocks.EXPIRY.toNanos();
    }
    if (!fresh || !isHeld()) {
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
  public void checkAgain() {
    boolean due;
    synchronized (this) {
      due = isWithout() || isInSpare() || checked.isPast(AT_ONCE, waiter);
    }
    if (due) {
      check();
    }
  }

  /** What is in a new object is nobody else's, as long as it is there. */
  boolean isHeld() {
    if (isInSpare()) {
      return VaultLocks.read(objects, key())
          .filter(lock -> lock.holder().equals(holder))
          .isPresent();
    }
    return objects.store().list(ObjectNames.LOCKS).stream()
        .anyMatch(object -> object.name().equals(name));
  }

  private String key() {
    return ObjectNames.LOCKS + name;
  }

  /** Gives the lock up. */
  @Override
  public void close() {
    ScheduledThreadPoolExecutor refresher = timer;
    if (refresher != null) {
      Workers.stop(refresher);
    }
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    try {
      giveUp();
    } catch (SpaceException e) {
      log.debug("The lock on the vault could not be removed: {}", e.getMessage());
    } finally {
      LockOwner.releases(holder);
    }
  }

  private void giveUp() {
    if (isInSpare()) {
      leave();
    } else if (!kept) {
      objects.store().delete(key());
    } else {
      try {
        leave();
      } catch (SpaceException e) {
        log.debug("The lock on the vault could not be left to others: {}", e.getMessage());
        objects.store().delete(key());
      }
    }
  }

  /** Must not come late: it would take the place of who takes the object next. */
  private void leave() {
    DualTimestamp start = DualTimestamp.now(waiter);
    Payload free = objects.seal(key(), SpareLocks.FREE);
    objects.store().leave(key(), new TimelyPayload(free, start));
  }

  private final class TimelyPayload implements Payload {
    private final Payload content;
    private final DualTimestamp start;

    TimelyPayload(Payload content, DualTimestamp start) {
      this.content = content;
      this.start = start;
    }

    @Override
    public long length() {
      return content.length();
    }

    @Override
    public InputStream open() throws IOException {
      if (start.isPast(SpareLocks.AT_ONCE, waiter)) {
        throw new VaultBusyException("The lock on the vault could not be given up in time");
      }
      return content.open();
    }
  }

  /** Ends without a trace: what is in the object is not this lock's, or not for certain. */
  void abandon() {
    synchronized (this) {
      closed = true;
    }
    LockOwner.releases(holder);
  }
}
