package io.spaces.client.internal.vault.index;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.transfer.Workers;
import io.spaces.client.internal.vault.format.IndexFormat;
import io.spaces.client.internal.waiting.ClientThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes packs into the index while a run goes on: every so many and every so often, so that little
 * of a run that is killed is lost.
 */
public final class Checkpoints implements AutoCloseable {
  static final int PACKS = 64;
  public static final Duration EVERY = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

  private final IndexStore index;
  private final Object writing = new Object();
  private final ScheduledThreadPoolExecutor timer;
  private List<IndexFormat.Pack> unindexed = new ArrayList<>();
  private long bytes;

  /**
   * Checkpoints of one run.
   *
   * @param recovered packs that are still to be indexed
   * @param every how long a pack waits for others at the most
   */
  public Checkpoints(IndexStore index, List<IndexFormat.Pack> recovered, Duration every) {
    this.index = index;
    unindexed.addAll(recovered);
    timer = new ScheduledThreadPoolExecutor(1, ClientThreads.named("spaces-vault-checkpoint"));
    ScheduledFuture<?> unused =
        timer.scheduleWithFixedDelay(
            this::writeQuietly, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A pack is stored. */
  public void stored(IndexFormat.Pack pack) {
    index.notePending(pack);
    boolean due;
    synchronized (this) {
      unindexed.add(pack);
      bytes += pack.length();
      due = unindexed.size() >= PACKS || bytes >= IndexStore.BYTES;
    }
    if (due) {
      writeQuietly();
    }
  }

  private void writeQuietly() {
    try {
      write();
    } catch (SpaceException e) {
      log.debug("An index checkpoint failed and is tried again later: {}", e.getMessage());
    }
  }

  /** Writes all that is not indexed yet. */
  public void write() {
    synchronized (writing) {
      List<IndexFormat.Pack> packs;
      synchronized (this) {
        packs = unindexed;
        unindexed = new ArrayList<>();
        bytes = 0;
      }
      if (packs.isEmpty()) {
        return;
      }
      boolean written = false;
      try {
        index.write(packs);
        written = true;
      } finally {
        if (!written) {
          synchronized (this) {
            unindexed.addAll(packs);
          }
        }
      }
    }
  }

  @Override
  public void close() {
    Workers.stop(timer);
  }
}
