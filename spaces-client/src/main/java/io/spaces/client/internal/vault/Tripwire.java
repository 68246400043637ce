package io.spaces.client.internal.vault;

import io.spaces.client.internal.transfer.Losses;
import io.spaces.client.internal.vault.format.BlobIds;
import io.spaces.client.internal.vault.format.EntryFormat;
import io.spaces.client.internal.vault.format.VaultEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells a source that was wiped or encrypted from one that lives, by comparing a snapshot with the
 * one before: suspicious is one where more than half of at least 100 files are <i>lost</i>. A file
 * is lost when its content is nowhere in the new snapshot, under whatever name, and either its name
 * is not there any more, or it has become content that does not compress while it did before. Empty
 * files do not count. How many have ceased to compress is told by a sample.
 *
 * <p>The limits are such that 1 of 134 steps from one version of a public package to the next trips
 * it, and neither rotating logs, nor a dump a day, nor a rename of everything: {@code
 * TripwireRateTest} has the histories.
 */
final class Tripwire {
  private static final int SAMPLE = 64;

  /** What fewer of the sample tell is left to chance. */
  private static final int FEWEST_SAMPLES = 5;

  private static final long SEED = 0x5bac5;
  private static final long FACTOR = 0x9e3779b97f4a7c15L;

  private final Predicate<String> missed;
  private final Predicate<BlobIds> compresses;
  private final LongStream.Builder contents = LongStream.builder();
  private final LongStream.Builder gone = LongStream.builder();
  private final List<Changed> changed = new ArrayList<>();
  private long files;

  private record Changed(long content, BlobIds before, BlobIds after) {}

  /**
   * A comparison to be.
   *
   * @param missed whether the source should have a file of that key: not where rules leave it out
   *     by now, or nothing is known of it
   * @param compresses whether a content does
   */
  Tripwire(Predicate<String> missed, Predicate<BlobIds> compresses) {
    this.missed = missed;
    this.compresses = compresses;
  }

  /**
   * Compares. Once only.
   *
   * @param before the entries of the earlier snapshot, in order
   * @param after those of the new one
   * @return what is suspicious, in words; null for nothing
   */
  @Nullable String compare(Iterator<VaultEntry> before, Iterator<VaultEntry> after) {
    VaultEntry old = next(before);
    VaultEntry now = next(after);
    while (old != null || now != null) {
      int order = order(old, now);
      if (old != null && order <= 0) {
        look(old, order == 0 ? now : null);
      }
      if (now != null && order >= 0) {
        contents.add(mix(now.blobs()));
        now = next(after);
      }
      if (order <= 0) {
        old = next(before);
      }
    }
    return verdict();
  }

  /** The next file that has content. */
  private static @Nullable VaultEntry next(Iterator<VaultEntry> entries) {
    while (entries.hasNext()) {
      VaultEntry entry = entries.next();
      if (entry.blobs().size() > 0) {
        return entry;
      }
    }
    return null;
  }

  private static int order(@Nullable VaultEntry old, @Nullable VaultEntry now) {
    if (old == null) {
      return 1;
    }
    return now == null ? -1 : EntryFormat.comparePaths(old.entry().path(), now.entry().path());
  }

  private void look(VaultEntry old, @Nullable VaultEntry now) {
    if (now != null) {
      files++;
      if (!now.blobs().equals(old.blobs())) {
        changed.add(new Changed(mix(old.blobs()), old.blobs(), now.blobs()));
      }
    } else if (missed.test(old.entry().path())) {
      files++;
      gone.add(mix(old.blobs()));
    }
  }

  private @Nullable String verdict() {
    long[] there = contents.build().sorted().toArray();
    long lost = gone.build().filter(content -> Arrays.binarySearch(there, content) < 0).count();
    changed.removeIf(file -> Arrays.binarySearch(there, file.content()) >= 0);
    if (!Losses.areMost(files, lost + changed.size())) {
      return null;
    }
    long spoilt = Losses.areMost(files, lost) ? 0 : spoilt();
    return Losses.areMost(files, lost + spoilt) ? words(lost, spoilt) : null;
  }

  private String words(long lost, long spoilt) {
    String gone = lost == 0 ? "" : lost + " are gone";
    String both = lost == 0 || spoilt == 0 ? "" : ", and ";
    String encrypted =
        spoilt == 0 ? "" : "some " + spoilt + " have become content that does not compress";
    return "of " + files + " files " + gone + both + encrypted;
  }

  /** How many of those that changed have ceased to compress, as far as a sample tells. */
  private long spoilt() {
    int compressed = 0;
    int ceased = 0;
    Random random = new Random(SEED);
    int size = Math.min(SAMPLE, changed.size());
    for (int i = 0; i < size; i++) {
      int chosen = i + random.nextInt(changed.size() - i);
      Changed file = changed.set(chosen, changed.get(i));
      if (compresses.test(file.before())) {
        compressed++;
        ceased += compresses.test(file.after()) ? 0 : 1;
      }
    }
    return compressed < FEWEST_SAMPLES ? 0 : (long) changed.size() * ceased / compressed;
  }

  private static long mix(BlobIds blobs) {
    long mixed = 0;
    for (int i = 0; i < blobs.size(); i++) {
      mixed = mixed * FACTOR + blobs.get(i).a();
    }
    return mixed;
  }
}
