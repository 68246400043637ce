package io.spaces.client.internal.vault.lock;

import io.spaces.client.internal.vault.format.LockRecord;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.object.ListedObject;
import io.spaces.client.internal.vault.object.SealedObjects;
import io.spaces.client.internal.waiting.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Lock objects that nobody holds, left behind for when the space is full: it takes no new object
 * then, but lets those be replaced that it has.
 *
 * <p>Several may want the same one at the same time. Each looks whether it is free, writes its own
 * claim and waits; whose claim is still there then has it. That is sure as long as nobody writes
 * later than the others wait for, which each sees for itself (the algorithm of M. Fischer, in L.
 * Lamport, A Fast Mutual Exclusion Algorithm, 1987): who was too slow gives up. A claim is an
 * exclusive lock, so that one that comes late keeps others out, too; whose lock it replaced looks
 * before each deletion whether the object is still its own.
 */
public final class SpareLocks {
  /** What is in an object that nobody holds. Earlier releases take it for no lock. */
  public static final byte[] FREE = {};

  /** How many are left behind. */
  static final int MOST = 2;

  /** How long it may take at the most from the look to when the claim is written. */
  static final Duration AT_ONCE = Duration.ofSeconds(3);

  /** How long to wait then: longer than that. */
  static final Duration SETTLED = Duration.ofSeconds(4);

  private final VaultLocks locks;
  private final SealedObjects objects;
  private final LockOwner self;
  private final Waiter waiter;

  SpareLocks(VaultLocks locks, SealedObjects objects, LockOwner self, Waiter waiter) {
    this.locks = locks;
    this.objects = objects;
    this.self = self;
    this.waiter = waiter;
  }

  /** Whether the list alone says that nobody holds this: a lock is never as short. */
  boolean isFree(ListedObject object) {
    return object.size() == objects.sealedLength(FREE.length);
  }

  /** Takes a lock in an object that is there. Where none was left behind, goes on without. */
  VaultLocks.Attempt take(boolean exclusive, String purpose) {
    List<String> free = new ArrayList<>();
    for (ListedObject object : locks.list()) {
      Optional<LockRecord> lock = VaultLocks.read(objects, object.key());
      if (lock.isEmpty() || locks.isGone(object, lock.get())) {
        free.add(object.name());
      } else if (VaultLocks.goesIll(exclusive, purpose, lock.get())) {
        return new VaultLocks.Attempt(null, lock.get().purpose());
      }
    }
    if (free.isEmpty()) {
      return goWithout(exclusive, purpose);
    }
    Collections.shuffle(free);
    return claim(free.get(0), exclusive, purpose);
  }

  private VaultLocks.Attempt goWithout(boolean exclusive, String purpose) {
    VaultLock mine = new VaultLock(objects, self, waiter);
    mine.goWithout(exclusive, purpose, () -> locks.conflict(mine, mine.isExclusive(), purpose));
    mine.check();
    return new VaultLocks.Attempt(mine, "");
  }

  private VaultLocks.Attempt claim(String name, boolean exclusive, String purpose) {
    DualTimestamp looked = DualTimestamp.now(waiter);
    Optional<LockRecord> before = VaultLocks.read(objects, ObjectNames.LOCKS + name);
    VaultLock mine = VaultLock.inSpare(objects, name, self, waiter);
    boolean held = false;
    try {
      if (before.isEmpty()
          || locks.isGone(new ListedObject(ObjectNames.LOCKS + name, -1, -1), before.get())) {
        mine.write(true, purpose);
        boolean inTime = !looked.isPast(AT_ONCE, waiter);
        VaultLocks.pause(SETTLED, waiter);
        held = inTime && mine.isHeld();
      }
    } finally {
      if (!held) {
        mine.abandon();
      }
    }
    if (!held) {
      return new VaultLocks.Attempt(null, "the same, in a full space");
    }
    VaultLocks.Attempt attempt = locks.settle(mine, exclusive, purpose);
    if (attempt.lock() != null && !exclusive) {
      mine.write(false, purpose);
    }
    return attempt;
  }
}
