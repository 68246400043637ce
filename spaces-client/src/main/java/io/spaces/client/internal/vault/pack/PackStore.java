package io.spaces.client.internal.vault.pack;

import io.spaces.client.error.CancelledException;
import io.spaces.client.internal.content.seal.AesWarmUp;
import io.spaces.client.internal.crypto.RandomBytes;
import io.spaces.client.internal.transfer.Workers;
import io.spaces.client.internal.vault.object.SealedObjects;
import io.spaces.client.internal.vault.object.SegmentedBytes;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.ClientThreads;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Packs in the making and packs on their way out, never more of them at once than there is memory
 * for: a worker that finds none free waits until one is stored.
 *
 * <p>Where lengths are to tell little, contents are spread over several packs at random as soon as
 * there is more than fits into one: which of them a pack's length is the sum of is nobody's to
 * know. Before that one pack is best, whose length is the sum of all.
 */
public final class PackStore implements AutoCloseable {
  /** As much as a blob may overshoot, and padding. */
  private static final long PACK_MEMORY = 19 << 20;

  private static final int FEWEST = 2;
  private static final int SPREAD = 4;

  private final SealedObjects objects;
  private final Cancellation cancellation;
  private final BiConsumer<PackBuilder, @Nullable Throwable> whenStored;
  private final int most;
  private final int spread;
  private final SplittableRandom random =
      new SplittableRandom(ByteBuffer.wrap(RandomBytes.of(Long.BYTES)).getLong());
  private final ExecutorService uploads;
  private final List<PackBuilder> open = new ArrayList<>();
  private final Deque<SegmentedBytes> memory = new ArrayDeque<>();
  private final AtomicLong sent = new AtomicLong();
  private final Map<String, Long> stored = new ConcurrentHashMap<>();
  private final Cancellation.Registration wakeUp;
  private int inUse;
  private int uploading;
  private boolean spreads;

  /**
   * A store without packs.
   *
   * @param objects stores them
   * @param concurrency how many to send at once at the most
   * @param cancellation ends all waiting
   * @param whenStored told each pack that is stored, or has failed
   */
  public PackStore(
      SealedObjects objects,
      int concurrency,
      Cancellation cancellation,
      BiConsumer<PackBuilder, @Nullable Throwable> whenStored) {
    this.objects = objects;
    this.cancellation = cancellation;
    this.whenStored = whenStored;
    long affordable = Runtime.getRuntime().maxMemory() / 4 / PACK_MEMORY;
    spread = (int) Math.max(FEWEST, Math.min(SPREAD, affordable / 3));
    int filling = objects.hidesLengths() ? spread : 1;
    most = (int) Math.max(FEWEST, Math.min(concurrency + filling, affordable));
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            concurrency,
            concurrency,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            ClientThreads.named("spaces-vault-upload"));
    pool.allowCoreThreadTimeOut(true);
    uploads = pool;
    wakeUp = cancellation.onCancel(this::wake);
  }

  private synchronized void wake() {
    notifyAll();
  }

  /** Takes a pack to add to; it is given back by {@link #giveBack}. */
  public PackBuilder take() {
    AesWarmUp.forSealing().await();
    return takeNow(null, false);
  }

  /**
   * Takes a pack to add a content to, or the next blob of one.
   *
   * @param last which took the blob before, and takes this one as long as it is not full and no
   *     other worker has it; null for the first one
   */
  PackBuilder takeForContent(@Nullable PackBuilder last) {
    AesWarmUp.forSealing().await();
    return takeNow(last, true);
  }

  private synchronized PackBuilder takeNow(@Nullable PackBuilder wish, boolean maySpread) {
    waitWhile(() -> open.isEmpty() && inUse == most && !cancellation.isCancelled());
    cancellation.throwIfCancelled();
    if (wish != null && open.removeIf(each -> each == wish)) {
      return wish;
    }
    boolean any = spreads && maySpread;
    boolean oneMore = any && inUse - uploading < spread && inUse < most;
    if (!open.isEmpty() && !oneMore) {
      return open.remove(any ? random.nextInt(open.size()) : open.size() - 1);
    }
    SegmentedBytes reused = memory.poll();
    PackBuilder next = new PackBuilder(objects, reused == null ? new SegmentedBytes() : reused);
    inUse++; // not before: memory may have run out
    return next;
  }

  /** Gives a pack back: a full one is sent, and a broken one fails in the same way. */
  public void giveBack(PackBuilder pack) {
    if (pack.isFull() || pack.isBroken()) {
      send(pack);
    } else {
      synchronized (this) {
        open.add(pack);
        notifyAll();
      }
    }
  }

  private void send(PackBuilder pack) {
    synchronized (this) {
      uploading++;
      spreads |= pack.isFull() && objects.hidesLengths();
    }
    uploads.execute(() -> upload(pack));
  }

  private void upload(PackBuilder pack) {
    SegmentedBytes bytes = null;
    Throwable failure = null;
    try {
      cancellation.throwIfCancelled();
      bytes = pack.finish();
      objects.store().put(pack.key(), bytes);
      sent.addAndGet(bytes.length());
      stored.put(pack.key(), bytes.length());
    } catch (Throwable e) { // an Error too must reach those who wait for the pack
      failure = e;
      pack.giveUp();
    }
    try {
      whenStored.accept(pack, failure);
    } finally {
      synchronized (this) {
        inUse--;
        uploading--;
        if (bytes != null) {
          bytes.clear();
          memory.push(bytes);
        }
        notifyAll();
      }
    }
  }

  /** Sends all packs, full or not, and waits until all are settled. */
  public void flush() {
    PackBuilder pack = poll();
    while (pack != null) {
      if (pack.isEmpty()) {
        pack.giveUp();
        synchronized (this) {
          inUse--;
        }
      } else {
        send(pack);
      }
      pack = poll();
    }
    waitWhile(() -> uploading > 0);
    cancellation.throwIfCancelled();
  }

  private synchronized @Nullable PackBuilder poll() {
    return open.isEmpty() ? null : open.remove(open.size() - 1);
  }

  /** What to throw where a pack could not be stored. */
  public static RuntimeException asUnchecked(Throwable failure) {
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("A pack could not be stored", failure);
  }

  /** Returns how many bytes were stored. */
  long sentBytes() {
    return sent.get();
  }

  /** Returns the packs that were acknowledged, with their lengths. */
  public Map<String, Long> stored() {
    return stored;
  }

  private synchronized void waitWhile(BooleanSupplier condition) {
    try {
      while (condition.getAsBoolean()) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("The run was interrupted.", e);
    }
  }

  @Override
  public void close() {
    wakeUp.close();
    Workers.stop(uploads);
    for (PackBuilder pack = poll(); pack != null; pack = poll()) {
      pack.giveUp();
    }
  }
}
