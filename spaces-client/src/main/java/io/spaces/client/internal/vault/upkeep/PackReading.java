package io.spaces.client.internal.vault.upkeep;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.transfer.Workers;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.index.BlobIndex;
import io.spaces.client.internal.vault.pack.PackCheck;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.transfer.ObjectFailure;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Reads packs whole, several at once, and compares each with what the index says of it. Of a pack
 * there is never more in memory than one of its blobs, as it is stored and as it was.
 */
final class PackReading {
  /** What a worker takes, about: blobs are of 2 MiB at the most unless a vault has others. */
  private static final long WORKER_MEMORY = 8 << 20;

  private final Vault vault;
  private final BlobIndex index;
  private final Monitor monitor;
  private final long[] lengths;
  private final int[] blobs;
  private final Told told;

  /** Told of each pack what is wrong with it, by any thread. */
  @FunctionalInterface
  interface Told {
    void read(int pack, List<String> problems);
  }

  /**
   * Reads nothing yet.
   *
   * @param lengths how long packs are planned to be, by their numbers
   * @param blobs how many of the index's blobs each has to hold
   */
  PackReading(
      Vault vault, BlobIndex index, Monitor monitor, long[] lengths, int[] blobs, Told told) {
    this.vault = vault;
    this.index = index;
    this.monitor = monitor;
    this.lengths = lengths;
    this.blobs = blobs;
    this.told = told;
  }

  /**
   * Reads packs. An interrupt of the calling thread, which is one of those that read, ends it.
   *
   * @param concurrency how many to read at once, as far as there is memory for them
   * @param next the number of the next pack to read, or -1 when that is all
   */
  void run(int concurrency, IntSupplier next, Cancellation cancellation) {
    long affordable = Math.max(1, Runtime.getRuntime().maxMemory() / 4 / WORKER_MEMORY);
    Cancellation stop = new Cancellation();
    Cancellation.Registration whenCancelled = cancellation.onCancel(stop::cancel);
    try {
      Workers.runHere(
          "spaces-vault-verify",
          (int) Math.min(concurrency, affordable),
          stop,
          () -> {
            for (int pack = next.getAsInt(); pack >= 0; pack = next.getAsInt()) {
              stop.throwIfCancelled();
              read(pack);
            }
          });
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // a worker throws no others
      throw new IllegalStateException(e);
    } finally {
      whenCancelled.close();
    }
  }

  private void read(int pack) {
    String key = index.packKey(pack);
    monitor.started(key, lengths[pack]);
    List<String> problems = List.of("was not read");
    boolean read = false;
    try {
      problems = problems(pack, key);
      read = true;
    } finally {
      if (read && problems.isEmpty()) {
        monitor.moved(key, lengths[pack], lengths[pack]);
      } else {
        monitor.failed(new ObjectFailure(key, problems.get(problems.size() - 1), null));
      }
    }
    told.read(pack, problems);
  }

  private List<String> problems(int pack, String key) {
    List<String> problems = new ArrayList<>();
    BitSet seen = new BitSet();
    try {
      if (!readInto(seen, problems, pack, key)) {
        problems.add(key + " is missing");
      }
    } catch (IntegrityException e) {
      problems.add(String.valueOf(e.getMessage()));
      return problems;
    } catch (SpaceConnectionException | SpaceResponseException e) {
      problems.add(vault.objects().unserved(key, e));
      return problems;
    }
    if (seen.cardinality() < blobs[pack]) {
      problems.add(key + " lacks blobs that it should hold");
    }
    return problems;
  }

  private boolean readInto(BitSet seen, List<String> problems, int pack, String key) {
    return PackCheck.read(
        vault.objects(),
        vault.keys(),
        key,
        () -> {
          seen.clear();
          problems.clear();
          return (header, offset, sound) -> {
            if (!sound && problems.size() < PackProblems.MOST) {
              problems.add(key + " has a damaged blob at byte " + offset);
            }
            int number = index.number(header.id());
            if (number >= 0 && index.location(number).pack() == pack) {
              seen.set(number);
            }
          };
        });
  }
}
