package io.spaces.client.internal.schedule.job;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets leases for the runs of this node, and renews them as long as these run. A lease is taken
 * from another node only when the store's clock says that it has expired, and nobody has renewed it
 * while this node watched: after the store was away, or its clock was set, all that live get the
 * time to show it. Safe for use by several threads.
 */
final class LeaseKeeper {
  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

  /** How often a lease is renewed before it would expire. */
  private static final int RENEWALS = 6;

  private final JobLog jobs;
  private final String node;
  private final StorePatience patience;
  private final Map<Lease, Runnable> kept = new ConcurrentHashMap<>();
  private @Nullable Thread thread;

  LeaseKeeper(JobLog jobs, String node, StorePatience patience) {
    this.jobs = jobs;
    this.node = node;
    this.patience = patience;
  }

  /**
   * Waits until the plan's lease is this job's, or another holder has shown that it lives: then
   * returns null, as when it is told to stop.
   */
  @Nullable Lease take(String plan, String jobId, BooleanSupplier stop) {
    Lease seen = jobs.lease(plan);
    long since = System.nanoTime();
    while (!stop.getAsBoolean()) {
      if (seen.isHeldBy(jobId, node)) {
        return seen; // the answer to an earlier attempt was lost on its way
      }
      if (!seen.isHeld() || isDead(seen, Duration.ofNanos(System.nanoTime() - since))) {
        Lease lease = jobs.take(seen, jobId, node);
        if (lease != null) {
          return lease;
        }
      }
      patience.pause(StorePatience.shorter(every(), Duration.ofSeconds(1)));
      Lease now = jobs.lease(plan);
      if (now.token() == seen.token() && now.isHeld() && now.renewedAt() != seen.renewedAt()) {
        return null;
      }
      if (now.token() != seen.token() || now.renewedAt() != seen.renewedAt()) {
        since = System.nanoTime();
      }
      seen = now;
    }
    return null;
  }

  /** Where the store's clock was set back, an expiry may be far away. */
  private boolean isDead(Lease seen, Duration unchanged) {
    Duration watched = every().multipliedBy(2);
    return unchanged.compareTo(seen.isExpired() ? watched : watched.plus(jobs.leaseLasts())) > 0;
  }

  /** Renews a lease from now on; when it turns out to be lost, says so, once. */
  void keep(Lease lease, Runnable lost) {
    kept.put(lease, lost);
    synchronized (this) {
      if (jobs.isShared() && thread == null) {
        Thread starting = new Thread(this::work, "spaces-leases");
        starting.setDaemon(true);
        starting.start();
        thread = starting; // where the system refuses one, the next lease asks again
      }
    }
  }

  /** Waits as long as it takes at the most until a lease is renewed. */
  void pause() {
    patience.pause(every());
  }

  /** Renews it no more. */
  void leave(Lease lease) {
    kept.remove(lease);
  }

  private void work() {
    try {
      while (isNeeded()) {
        for (Lease lease : List.copyOf(kept.keySet())) {
          renew(lease);
        }
        patience.pause(every());
      }
    } finally {
      ended();
    }
  }

  private void renew(Lease lease) {
    try {
      if (!jobs.renew(lease)) {
        Runnable lost = kept.remove(lease);
        if (lost != null) {
          lost.run();
        }
      }
    } catch (RuntimeException e) {
      // The store is away: for others, too, or they will take the lease, which is found out.
      log.debug("The lease of the plan {} could not be renewed", lease.plan(), e);
    } catch (Throwable e) { // what one cannot do, a driver or a run, costs no other its lease
      log.warn("The lease of the plan {} could not be renewed", lease.plan(), e);
    }
  }

  private synchronized void ended() {
    if (thread == Thread.currentThread()) {
      thread = null;
    }
  }

  /** The thread ends with the last lease. */
  private synchronized boolean isNeeded() {
    if (kept.isEmpty()) {
      thread = null;
    }
    return thread != null;
  }

  private Duration every() {
    return jobs.leaseLasts().dividedBy(RENEWALS);
  }
}
