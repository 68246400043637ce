package io.spaces.client.internal.vault.lock;

import io.spaces.client.error.CancelledException;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.error.VaultBusyException;
import io.spaces.client.internal.vault.format.LockRecord;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.object.ListedObject;
import io.spaces.client.internal.vault.object.ListedObjects;
import io.spaces.client.internal.vault.object.SealedObjects;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks on a vault, as objects in it. Whoever wants one writes it, then looks whether anyone else
 * holds one that goes ill with it, and if so takes it back: of two at the same time at least one
 * sees the other.
 *
 * <p>A lock that its owner no longer refreshes loses its force. That is judged by the server's
 * clock alone, which stamps both this client's fresh lock and the other one, or, where the server
 * tells no times, by watching the other lock for long enough: the clocks of clients may be wrong by
 * hours.
 */
public final class VaultLocks {
  /** How long a lock holds without being refreshed. */
  public static final Duration EXPIRY = Duration.ofMinutes(10);

  /** How often a lock is refreshed. */
  static final Duration REFRESH = Duration.ofMinutes(2);

  /**
   * What those hold a lock for who change or delete snapshots. They share it with all but each
   * other: of two who change the same one at the same time, one would be lost.
   */
  public static final String EDIT = "a change of snapshots";

  /** What a pruning holds a lock for; beside others, and for its last step without them. */
  public static final String PRUNE = "a pruning";

  /** Those who do the same of these never do it at the same time. */
  private static final Set<String> ALONE = Set.of(EDIT, PRUNE);

  private static final Logger log = LoggerFactory.getLogger(VaultLocks.class);
  private static final String NAME = "[0-9a-f]{32}";
  private static final int MAX_LENGTH = 4096;
  private static final Duration RETRY = Duration.ofMillis(100);

  private final SealedObjects objects;
  private final LockOwner self;
  private final Waiter waiter;
  private final Random jitter = new Random();
  private final SpareLocks spares;
  private final Map<String, Sighting> sightings = new ConcurrentHashMap<>();

  /** When a lock was first seen at this count of its refreshes, by this process's own time. */
  private record Sighting(long counter, long nanos) {}

  public VaultLocks(SealedObjects objects, LockOwner self, Waiter waiter) {
    this.objects = objects;
    this.self = self;
    this.waiter = waiter;
    spares = new SpareLocks(this, objects, self, waiter);
  }

  /**
   * Takes a lock.
   *
   * @param exclusive whether nobody else may hold one
   * @param purpose what for, in words
   * @param patience how long to wait for others at the most
   * @throws VaultBusyException when others hold theirs for longer
   */
  public VaultLock acquire(boolean exclusive, String purpose, Duration patience) {
    long deadline = waiter.nanos() + patience.toNanos();
    boolean full = false;
    while (true) {
      Attempt attempt;
      try {
        attempt = full ? spares.take(exclusive, purpose) : take(exclusive, purpose);
      } catch (SpaceUnavailableException e) {
        log.info("A lock on the vault is taken without a new object: {}", e.getMessage());
        full = true;
        continue;
      }
      VaultLock mine = attempt.lock();
      if (mine != null) {
        mine.startRefreshing();
        return mine;
      }
      waitFor(attempt.inTheWay(), deadline);
    }
  }

  /**
   * What came of it to take a lock.
   *
   * @param lock the lock, or null
   * @param inTheWay what somebody else is at, otherwise
   */
  record Attempt(@Nullable VaultLock lock, String inTheWay) {}

  private Attempt take(boolean exclusive, String purpose) {
    VaultLock mine = new VaultLock(objects, self, waiter);
    boolean written = false;
    try {
      mine.write(exclusive, purpose);
      written = true;
    } finally {
      if (!written) {
        mine.close();
      }
    }
    return settle(mine, exclusive, purpose);
  }

  /** Makes sure that a lock that is written holds, or takes it back. */
  Attempt settle(VaultLock mine, boolean exclusive, String purpose) {
    boolean taken = false;
    try {
      LockRecord other = conflict(mine, exclusive, purpose);
      taken = other == null;
      return other == null ? new Attempt(mine, "") : new Attempt(null, other.purpose());
    } finally {
      if (!taken) {
        mine.close();
      }
    }
  }

  /**
   * Makes a lock that others share exclusive: waits for them to end, while further ones may come.
   *
   * @param mine the lock; stays as it was when this throws
   * @param patience how long to wait for others at the most
   * @throws VaultBusyException when others hold theirs for longer
   */
  public void upgrade(VaultLock mine, Duration patience) {
    long deadline = waiter.nanos() + patience.toNanos();
    while (true) {
      boolean taken = false;
      @Nullable LockRecord other;
      try {
        mine.write(true, mine.purpose());
        other = conflict(mine, true, mine.purpose());
        taken = other == null;
      } finally {
        if (!taken) {
          mine.share();
        }
      }
      if (other == null) {
        return;
      }
      waitFor(other.purpose(), deadline);
    }
  }

  private void waitFor(String inTheWay, long deadline) {
    if (waiter.nanos() - deadline >= 0) {
      throw new VaultBusyException(
          "The vault is busy: another client is at work ("
              + inTheWay
              + "). Try again later; a lock whose owner died loses its force after "
              + EXPIRY.toMinutes()
              + " minutes");
    }
    pause(RETRY.plusMillis(jitter.nextInt(200)), waiter);
  }

  static void pause(Duration time, Waiter waiter) {
    try {
      waiter.await(time, new Cancellation());
    } catch (CancelledException e) {
      throw new VaultBusyException("Interrupted while waiting for another client of the vault");
    }
  }

  @Nullable LockRecord conflict(VaultLock mine, boolean exclusive, String purpose) {
    List<ListedObject> everything = listWith(mine);
    List<ListedObject> all = locks(everything);
    long now = modified(all, ObjectNames.LOCKS + mine.name());
    mine.sees(now, modified(everything, LastPruning.KEY));
    if (all.stream().filter(spares::isFree).count() < SpareLocks.MOST) {
      mine.keep();
    }
    for (ListedObject object : all) {
      if (object.name().equals(mine.name()) || spares.isFree(object)) {
        continue;
      }
      Optional<LockRecord> other = read(objects, object.key());
      if (other.isEmpty()) {
        continue;
      }
      if (!goesIll(exclusive, purpose, other.get())) {
        if (other.get().purpose().equals(PRUNE)) {
          mine.setBesidePruning();
        }
        continue;
      }
      if (isStale(object, other.get(), now)) {
        log.info("A lock on the vault ({}) was left behind and is removed", other.get().purpose());
        objects.store().delete(object.key());
      } else {
        return other.get();
      }
    }
    return null;
  }

  /**
   * A list that is no older than a lock: only that shows everyone who took theirs before. A lock
   * without an object is in none.
   */
  private List<ListedObject> listWith(VaultLock mine) {
    if (mine.isWithout()) {
      return objects.store().list(ObjectNames.LOCKS);
    }
    Map<String, Long> own = Map.of(ObjectNames.LOCKS + mine.name(), -1L);
    return ListedObjects.await(objects.store(), ObjectNames.LOCKS, own);
  }

  /** The objects that are, or were, locks. */
  List<ListedObject> list() {
    return locks(objects.store().list(ObjectNames.LOCKS));
  }

  private static List<ListedObject> locks(List<ListedObject> everything) {
    return everything.stream().filter(object -> object.name().matches(NAME)).toList();
  }

  static boolean goesIll(boolean exclusive, String purpose, LockRecord other) {
    return exclusive
        || other.exclusive()
        || (purpose.equals(other.purpose()) && ALONE.contains(purpose));
  }

  private boolean isStale(ListedObject object, LockRecord lock, long now) {
    if (isGone(object, lock)) {
      return true;
    }
    // One from the future: the server's clock was set back, and says nothing of this lock.
    if (object.modifiedMillis() >= 0 && now >= object.modifiedMillis()) {
      return now - object.modifiedMillis() > EXPIRY.toMillis();
    }
    Sighting before = sightings.get(object.name());
    if (before == null || before.counter() != lock.counter()) {
      sightings.put(object.name(), new Sighting(lock.counter(), waiter.nanos()));
      return false;
    }
    return waiter.nanos() - before.nanos() > EXPIRY.toNanos();
  }

  /** Whether the process that held a lock certainly lives no more. */
  boolean isGone(ListedObject object, LockRecord lock) {
    LockOwner owner = new LockOwner(lock.machine(), lock.process(), lock.started());
    return owner.isGone(lock.holder().isEmpty() ? object.name() : lock.holder(), self);
  }

  /** Reads a lock; empty when nobody holds it. */
  public static Optional<LockRecord> read(SealedObjects objects, String key) {
    try {
      return objects
          .get(
              key,
              in -> {
                byte[] lock = in.readNBytes(MAX_LENGTH);
                return lock.length == 0
                    ? Optional.<LockRecord>empty()
                    : Optional.of(LockRecord.read(lock));
              })
          .flatMap(lock -> lock);
    } catch (IntegrityException e) {
      // Nobody can hold what nobody can have written; nothing is gained by stopping for it.
      log.warn("An object among the vault's locks is none: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static long modified(List<ListedObject> all, String key) {
    return all.stream()
        .filter(object -> object.key().equals(key))
        .mapToLong(ListedObject::modifiedMillis)
        .findFirst()
        .orElse(-1);
  }
}
