package io.spaces.client.internal.vault.pack;

import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.internal.content.compress.BlobCodec;
import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.BlobId;
import io.spaces.client.internal.vault.format.PackFormat;
import io.spaces.client.internal.vault.index.BlobIndex;
import io.spaces.client.internal.vault.index.Checkpoints;
import io.spaces.client.internal.vault.object.SealedObjects;
import io.spaces.client.internal.waiting.Cancellation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stores blobs that the vault lacks, each once: what is on its way already, for whatever file, is
 * waited for and not sent again. Safe for use by several threads.
 */
public final class BlobWriter implements AutoCloseable {
  /** So many packs in a row failing means that the next ones will fail too. */
  private static final int HOPELESS = 3;

  private final BlobIndex index;
  private final Checkpoints checkpoints;
  private final Cancellation cancellation;
  private final PackStore packs;
  private final Map<BlobId, Flight> flights = new HashMap<>();
  private final AtomicInteger failuresInARow = new AtomicInteger();
  private volatile @Nullable Throwable hopeless;

  /** The contents that wait for a blob under way. */
  private static final class Flight {
    private final List<PendingContent> waiting = new ArrayList<>(1);
  }

  public BlobWriter(
      SealedObjects objects,
      BlobIndex index,
      Checkpoints checkpoints,
      int concurrency,
      Cancellation cancellation) {
    this.index = index;
    this.checkpoints = checkpoints;
    this.cancellation = cancellation;
    packs = new PackStore(objects, concurrency, cancellation, this::settled);
  }

  /**
   * Stores a blob unless it is there.
   *
   * @param id its name
   * @param content holds it, from 0
   * @param length its length
   * @param codec compresses it
   * @param pending waits until it is safe
   * @return whether it was not there
   */
  boolean write(BlobId id, byte[] content, int length, BlobCodec codec, PendingContent pending) {
    Flight mine = reserve(id, pending);
    if (mine == null) {
      return false;
    }
    boolean added = false;
    try {
      int stored = codec.compress(content, length);
      append(new BlobHeader(id, codec.method(), stored, length), codec.bytes(content), pending);
      added = true;
    } finally {
      if (!added) {
        land(id, new IllegalStateException("A blob could not be added to a pack"));
      }
    }
    return true;
  }

  /** The blobs of one content keep together, so that few packs have to be fetched for it. */
  private void append(BlobHeader blob, byte[] stored, PendingContent pending) {
    throwIfHopeless();
    PackBuilder pack = packs.takeForContent(pending.pack());
    pending.pack(pack);
    try {
      pack.add(blob, stored);
    } finally {
      packs.giveBack(pack);
    }
  }

  /** Returns null when the blob is there or already under way. */
  private @Nullable Flight reserve(BlobId id, PendingContent pending) {
    if (index.contains(id)) {
      return null;
    }
    synchronized (flights) {
      // Again: it may have landed between the two looks.
      if (index.contains(id)) {
        return null;
      }
      Flight flight = flights.get(id);
      boolean first = flight == null;
      if (flight == null) {
        flight = new Flight();
        flights.put(id, flight);
      }
      pending.await();
      flight.waiting.add(pending);
      return first ? flight : null;
    }
  }

  private void land(BlobId id, @Nullable Throwable failure) {
    Flight flight;
    synchronized (flights) {
      flight = flights.remove(id);
    }
    if (flight != null) {
      flight.waiting.forEach(pending -> pending.settle(failure));
    }
  }

  private void settled(PackBuilder pack, @Nullable Throwable failure) {
    if (failure == null) {
      failuresInARow.set(0);
      checkpoints.stored(pack.indexed());
      addToIndex(pack);
    } else if (failuresInARow.incrementAndGet() >= HOPELESS
        || failure instanceof SpaceUnavailableException
        || failure instanceof Error) {
      hopeless = failure;
    }
    pack.blobs().forEach(blob -> land(blob.id(), failure));
  }

  private void addToIndex(PackBuilder pack) {
    int number = index.addPack(pack.id(), pack.padding());
    int offset = PackFormat.START;
    for (BlobHeader blob : pack.blobs()) {
      index.add(blob, number, offset);
      offset += BlobHeader.LENGTH + blob.storedLength();
    }
  }

  private void throwIfHopeless() {
    Throwable cause = hopeless;
    if (cause instanceof RuntimeException failure) {
      throw failure;
    }
    if (cause != null) {
      throw new IllegalStateException("Packs cannot be stored", cause);
    }
    cancellation.throwIfCancelled();
  }

  /**
   * Sends what waits and returns when every blob is settled.
   *
   * @throws SpaceUnavailableException when there is no room for one of them: what is left out for
   *     want of room is no matter of single files
   */
  public void flush() {
    packs.flush();
    if (hopeless instanceof SpaceUnavailableException full) {
      throw full;
    }
  }

  /** Returns the packs that were acknowledged, with their lengths. */
  public Map<String, Long> storedPacks() {
    return packs.stored();
  }

  public long sentBytes() {
    return packs.sentBytes();
  }

  @Override
  public void close() {
    packs.close();
  }
}
