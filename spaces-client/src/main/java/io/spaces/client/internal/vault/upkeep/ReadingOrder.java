package io.spaces.client.internal.vault.upkeep;

import io.spaces.client.internal.vault.index.BlobIndex;
import io.spaces.client.snapshot.VerifyOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which packs a verification reads: those of its share that no earlier one has read, in the order
 * of their names, as far as its budget goes. Names are random, and so is who is in which share.
 * Safe for use by several threads.
 */
final class ReadingOrder {
  private final BlobIndex index;
  private final VerifyOptions options;
  private final @Nullable ReadBefore before;
  private final long began = System.nanoTime();
  private List<Integer> packs = List.of();
  private long[] lengths = {};
  private int left;
  private @Nullable Instant since;
  private int taken;
  private long spent;

  ReadingOrder(BlobIndex index, VerifyOptions options, @Nullable ReadBefore before) {
    this.index = index;
    this.options = options;
    this.before = before;
  }

  /** Whether it is to be read, when a snapshot needs it. */
  boolean has(int pack) {
    return isShared(pack) && readBefore(pack) == null;
  }

  private boolean isShared(int pack) {
    long name = ByteBuffer.wrap(index.packId(pack)).getLong();
    return options.readData() && Long.remainderUnsigned(name, options.of()) + 1 == options.share();
  }

  private @Nullable Instant readBefore(int pack) {
    return before == null ? null : before.when(index.packKey(pack));
  }

  /** Starts with those packs, of all whose lengths are given, that snapshots need. */
  synchronized void start(BitSet needed, long[] lengths) {
    this.lengths = lengths;
    packs =
        needed.stream()
            .filter(this::has)
            .boxed()
            .sorted(Comparator.comparing(index::packKey))
            .toList();
    List<Instant> earlier =
        needed.stream().mapToObj(this::readBefore).filter(Objects::nonNull).sorted().toList();
    left = needed.cardinality() - earlier.size();
    since = earlier.isEmpty() ? null : earlier.get(0);
  }

  /** The next one to read, or -1 when that is all, or all that the budget is for. */
  synchronized int next() {
    if (taken == packs.size() || (taken > 0 && isSpent(lengths[packs.get(taken)]))) {
      return -1;
    }
    int pack = packs.get(taken++);
    spent += lengths[pack];
    return pack;
  }

  private boolean isSpent(long further) {
    Long bytes = options.budgetBytes();
    Duration time = options.budgetTime();
    return (bytes != null && further > bytes - spent)
        || (time != null && Duration.ofNanos(System.nanoTime() - began).compareTo(time) >= 0);
  }

  /** How many were given to read so far. */
  synchronized int taken() {
    return taken;
  }

  /** Those for which the budget did not suffice. */
  synchronized List<Integer> rest() {
    return packs.subList(taken, packs.size());
  }

  /** How many of the needed packs nobody has read, also where they are another share's. */
  synchronized int unread() {
    return left - taken;
  }

  /** When the first of those was read that earlier verifications have read; null for none. */
  synchronized @Nullable Instant since() {
    return since;
  }

  /** It was read, and is sound. */
  void sound(int pack) {
    if (before != null) {
      before.note(index.packKey(pack), Instant.now());
    }
  }

  /** Keeps what was read for the next time, also when the verification did not come to its end. */
  void keep() {
    if (before != null) {
      before.retain(IntStream.range(0, index.packCount()).mapToObj(index::packKey).toList());
      before.save();
    }
  }

  /** Begins anew the next time, if all that are needed were read by now. */
  void end(BitSet needed) {
    if (before != null && rest().isEmpty()) {
      before.forget(needed.stream().filter(this::isShared).mapToObj(index::packKey).toList());
    }
  }
}
