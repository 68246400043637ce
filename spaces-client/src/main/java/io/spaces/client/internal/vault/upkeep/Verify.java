package io.spaces.client.internal.vault.upkeep;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SnapshotNotFoundException;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.VaultReader;
import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.BlobIds;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.internal.vault.index.BlobIndex;
import io.spaces.client.internal.vault.lock.VaultLock;
import io.spaces.client.internal.vault.object.ListedObject;
import io.spaces.client.internal.vault.snapshot.SnapshotStore;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.VerifyOptions;
import io.spaces.client.snapshot.VerifyResult;
import io.spaces.client.transfer.ObjectFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Looks whether all that snapshots need is there, and, if asked, whether it is what it was. */
final class Verify {
  private final Vault vault;
  private final Path temporaryDirectory;
  private final VerifyOptions options;
  private final Cancellation cancellation;
  private final Monitor monitor;
  private final List<String> problems = new ArrayList<>();
  private final BitSet packs = new BitSet();
  private long entries;
  private long bytesRead;

  /** By the numbers of packs: how long they have to be at least, and how many blobs they have. */
  private long[] lengths = {};

  private int[] counts = {};

  Verify(
      Vault vault,
      Path temporaryDirectory,
      VerifyOptions options,
      Cancellation cancellation,
      Monitor monitor) {
    this.vault = vault;
    this.temporaryDirectory = temporaryDirectory;
    this.options = options;
    this.cancellation = cancellation;
    this.monitor = monitor;
  }

  VerifyResult run(Duration patience) {
    try (VaultLock lock = vault.locks().acquire(false, "a verification", patience)) {
      List<SnapshotRecord> snapshots = snapshots();
      BlobIndex index = vault.storedIndex().load();
      index.lost().stream()
          .filter(index::isDamaged)
          .forEach(key -> problem(key + " is damaged, or not the object of this name"));
      measure(index);
      ReadBefore before = options.hasBudget() ? new ReadBefore(vault.state()) : null;
      ReadingOrder order = new ReadingOrder(index, options, before);
      monitor.totals(
          snapshots.size() + (long) index.packCount(),
          IntStream.range(0, index.packCount())
              .filter(order::has)
              .mapToLong(pack -> lengths[pack])
              .sum());
      monitor.pushing();
      try (VaultReader reader = new VaultReader(vault, temporaryDirectory, 1, index)) {
        for (SnapshotRecord snapshot : snapshots) {
          verify(snapshot, index, reader);
          monitor.settled(0);
        }
      }
      verifyPacks(index, order);
      lock.check();
      return new VerifyResult(
          snapshots.size(),
          entries,
          packs.cardinality(),
          bytesRead,
          problems,
          order.taken(),
          order.unread(),
          order.since());
    }
  }

  private List<SnapshotRecord> snapshots() {
    SnapshotStore store = vault.storedSnapshots();
    if (options.snapshots().isEmpty()) {
      List<SnapshotRecord> all = store.list(e -> problem(String.valueOf(e.getMessage())));
      String set = options.set();
      return set == null ? all : ofSet(set, all);
    }
    List<SnapshotRecord> chosen = new ArrayList<>();
    for (String id : options.snapshots()) {
      try {
        chosen.add(store.get(id));
      } catch (IntegrityException e) {
        problem(String.valueOf(e.getMessage()));
      }
    }
    return chosen;
  }

  /** A set that is not there is a mistake, unless it may be what is damaged. */
  private List<SnapshotRecord> ofSet(String set, List<SnapshotRecord> all) {
    List<SnapshotRecord> chosen =
        all.stream().filter(record -> record.snapshot().set().equals(set)).toList();
    if (chosen.isEmpty() && problems.isEmpty()) {
      throw new SnapshotNotFoundException(
          "The vault has no snapshot of the set \""
              + set
              + "\"; list the sets to see their names.");
    }
    return chosen;
  }

  private void verify(SnapshotRecord snapshot, BlobIndex index, VaultReader reader) {
    String id = "snapshot " + snapshot.snapshot().id();
    require(snapshot.entries(), index, id);
    try (VaultReader.Entries all = reader.entries(snapshot)) {
      while (all.hasNext()) {
        cancellation.throwIfCancelled();
        VaultEntry entry = all.next();
        entries++;
        long length = require(entry.blobs(), index, id + ", \"" + entry.entry().path() + "\"");
        if (length >= 0 && length != entry.entry().size()) {
          problem(id + ", \"" + entry.entry().path() + "\": its blobs are not as long as it");
        }
      }
    } catch (IntegrityException e) {
      problem(id + ": " + e.getMessage());
    } catch (SpaceConnectionException | SpaceResponseException e) {
      problem(vault.objects().unserved(id + ": a part of its list of entries", e));
    }
  }

  private long require(BlobIds blobs, BlobIndex index, String what) {
    long length = 0;
    for (int i = 0; i < blobs.size(); i++) {
      BlobIndex.Location location = index.find(blobs.get(i));
      if (location == null) {
        problem(what + ": blob " + blobs.get(i) + " is " + index.describeMissing());
        return -1;
      }
      packs.set(location.pack());
      length += location.header().length();
    }
    return length;
  }

  private void verifyPacks(BlobIndex index, ReadingOrder order) {
    Map<String, Long> stored = new HashMap<>();
    for (ListedObject object : vault.objects().store().list(ObjectNames.PACKS)) {
      stored.put(object.key(), object.size());
    }
    PackProblems found = new PackProblems();
    BitSet there = new BitSet();
    for (int pack = 0; pack < index.packCount(); pack++) {
      long planned = order.has(pack) ? lengths[pack] : 0;
      if (packs.get(pack)) {
        cancellation.throwIfCancelled();
        String key = index.packKey(pack);
        String problem = lookAt(pack, key, stored.get(key));
        there.set(pack, problem == null);
        if (problem != null || !order.has(pack)) {
          settle(key, problem, planned);
          found.add(pack, problem == null ? List.of() : List.of(problem));
        }
      } else {
        monitor.settled(planned); // nobody needs it
      }
    }
    order.start(there, lengths);
    try {
      read(index, order, stored, found);
    } finally {
      order.keep();
    }
    found.all().forEach(this::problem);
  }

  private @Nullable String lookAt(int pack, String key, @Nullable Long size) {
    if (size == null) {
      return key + " is missing";
    }
    // some servers tell no lengths
    return size >= 0 && size < lengths[pack] ? key + " is shorter than it was" : null;
  }

  private void settle(String key, @Nullable String problem, long planned) {
    monitor.started(key, planned);
    if (problem == null) {
      monitor.moved(key, planned, planned);
    } else {
      monitor.failed(new ObjectFailure(key, problem, null));
    }
  }

  private void read(
      BlobIndex index, ReadingOrder order, Map<String, Long> stored, PackProblems found) {
    AtomicLong read = new AtomicLong();
    PackReading.Told told =
        (pack, problems) -> {
          found.add(pack, problems);
          if (problems.isEmpty()) {
            order.sound(pack);
          }
          long size = stored.getOrDefault(index.packKey(pack), -1L);
          read.addAndGet(size < 0 ? lengths[pack] : size);
        };
    new PackReading(vault, index, monitor, lengths, counts, told)
        .run(Math.min(options.concurrency(), order.rest().size()), order::next, cancellation);
    bytesRead = read.get();
    order.rest().forEach(pack -> monitor.settled(lengths[pack]));
    order.end(packs);
  }

  private void measure(BlobIndex index) {
    lengths = new long[index.packCount()];
    counts = new int[index.packCount()];
    for (int number = 0; number < index.size(); number++) {
      BlobIndex.Location location = index.location(number);
      long end = (long) location.offset() + BlobHeader.LENGTH + location.header().storedLength();
      counts[location.pack()]++;
      lengths[location.pack()] = Math.max(lengths[location.pack()], end);
    }
    for (int pack = 0; pack < lengths.length; pack++) {
      lengths[pack] = vault.objects().sealedLength(lengths[pack] + index.padding(pack));
    }
  }

  private void problem(String text) {
    if (problems.size() < PackProblems.MOST) {
      problems.add(text);
    }
  }
}
