package io.spaces.client.internal.content.seal;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gets the JDK's AES-GCM up to speed. The virtual machine uses the processor's own instructions
 * only in code that it has compiled, and it compiles what is called often: with whole segments that
 * takes some 150 MB at a fiftieth of the full speed (JDK 17), with short pieces a tenth of a
 * second.
 */
public final class AesWarmUp {
  private static final int PIECES = 15_000;
  private static final int PIECE = 128;

  private static final AesWarmUp SEALING = new AesWarmUp(AesWarmUp::seal);
  private static final AesWarmUp OPENING = new AesWarmUp(AesWarmUp::open);

  private final FutureTask<Boolean> task;
  private final AtomicBoolean started = new AtomicBoolean();

  private AesWarmUp(Runnable work) {
    task = new FutureTask<>(work, true);
  }

  /**
   * Returns what prepares for sealing.
   *
   * @return the same for all
   */
  public static AesWarmUp forSealing() {
    return SEALING;
  }

  /**
   * Returns what prepares for opening.
   *
   * @return the same for all
   */
  public static AesWarmUp forOpening() {
    return OPENING;
  }

  /** Begins, on a thread of its own; once is enough for all. */
  public void start() {
    if (started.compareAndSet(false, true)) {
      Thread thread = new Thread(task, "spaces-aes-warm-up");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Waits for the end, if it has begun: whoever goes on before would take far longer. */
  public void await() {
    if (started.get() && !task.isDone()) {
      try {
        Boolean unused = task.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException e) {
        throw new IllegalStateException("AES-GCM does not work", e);
      }
    }
  }

  private static SegmentSeal nobodys() {
    // A key that seals nothing else: these pieces go nowhere.
    return new AesGcmSealer(new byte[32]).seal(new byte[AesGcmSealer.SALT], new byte[0]);
  }

  private static void seal() {
    SegmentSeal seal = nobodys();
    byte[] piece = new byte[PIECE];
    byte[] sealed = new byte[PIECE + SegmentSeal.TAG];
    for (int i = 0; i < PIECES; i++) {
      seal.seal(i, false, piece, PIECE, sealed);
    }
  }

  private static void open() {
    SegmentSeal seal = nobodys();
    byte[] piece = new byte[PIECE + SegmentSeal.TAG];
    byte[] sealed = new byte[PIECE + SegmentSeal.TAG];
    seal.seal(0, false, piece, PIECE, sealed);
    for (int i = 0; i < PIECES; i++) {
      seal.open(0, false, sealed, sealed.length, piece);
    }
  }
}
