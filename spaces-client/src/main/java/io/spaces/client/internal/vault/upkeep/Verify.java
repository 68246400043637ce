package io.spaces.client.internal.vault.upkeep;

import io.spaces.client.error.IntegrityException;
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
import io.spaces.client.internal.vault.pack.PackCheck;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.VerifyResult;
import io.spaces.client.transfer.ObjectFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Looks whether all that snapshots need is there, and, if asked, whether it is what it was. */
final class Verify {
  private static final int MOST_PROBLEMS = 1000;

  private final Vault vault;
  private final Path temporaryDirectory;
  private final Cancellation cancellation;
  private final Monitor monitor;
  private final List<String> problems = new ArrayList<>();
  private final BitSet packs = new BitSet();
  private long entries;
  private long bytesRead;

  /** By the numbers of packs: how long they have to be at least, and how many blobs they have. */
  private long[] lengths = {};

  private int[] counts = {};
  private String lastProblem = "";
  private long problemsFound;

  Verify(Vault vault, Path temporaryDirectory, Cancellation cancellation, Monitor monitor) {
    this.vault = vault;
    this.temporaryDirectory = temporaryDirectory;
    this.cancellation = cancellation;
    this.monitor = monitor;
  }

  VerifyResult run(boolean readData, Duration patience) {
    try (VaultLock lock = vault.locks().acquire(false, "a verification", patience)) {
      List<SnapshotRecord> snapshots =
          vault.storedSnapshots().list(e -> problem(String.valueOf(e.getMessage())));
      BlobIndex index = vault.storedIndex().load();
      index.lost().stream()
          .filter(index::isDamaged)
          .forEach(key -> problem(key + " is damaged, or not the object of this name"));
      measure(index);
      monitor.totals(
          snapshots.size() + (long) index.packCount(),
          IntStream.range(0, index.packCount()).mapToLong(pack -> toRead(pack, readData)).sum());
      monitor.pushing();
      try (VaultReader reader = new VaultReader(vault, temporaryDirectory, 1, index)) {
        for (SnapshotRecord snapshot : snapshots) {
          verify(snapshot, index, reader);
          monitor.settled(0);
        }
      }
      verifyPacks(index, readData);
      lock.check();
      return new VerifyResult(snapshots.size(), entries, packs.cardinality(), bytesRead, problems);
    }
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

  private void verifyPacks(BlobIndex index, boolean readData) {
    Map<String, Long> stored = new HashMap<>();
    for (ListedObject object : vault.objects().store().list(ObjectNames.PACKS)) {
      stored.put(object.key(), object.size());
    }
    for (int pack = 0; pack < index.packCount(); pack++) {
      long planned = toRead(pack, readData);
      if (packs.get(pack)) {
        cancellation.throwIfCancelled();
        String key = index.packKey(pack);
        monitor.started(key, planned);
        verifyPack(index, pack, key, stored.get(key), readData, planned);
      } else {
        monitor.settled(planned); // nobody needs it
      }
    }
  }

  private void verifyPack(
      BlobIndex index, int pack, String key, @Nullable Long size, boolean readData, long planned) {
    long before = problemsFound;
    boolean ended = false;
    try {
      if (size == null) {
        problem(key + " is missing");
      } else if (size >= 0 && size < lengths[pack]) { // some servers tell no lengths
        problem(key + " is shorter than it was");
      } else if (readData) {
        readPack(index, pack, key, counts[pack]);
        bytesRead += size < 0 ? lengths[pack] : size;
      }
      ended = true;
    } finally {
      if (ended && problemsFound == before) {
        monitor.moved(key, planned, planned);
      } else {
        monitor.failed(new ObjectFailure(key, ended ? lastProblem : "was not read", null));
      }
    }
  }

  private long toRead(int pack, boolean readData) {
    return readData ? lengths[pack] : 0;
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

  private void readPack(BlobIndex index, int pack, String key, int expected) {
    BitSet seen = new BitSet();
    try {
      boolean found =
          PackCheck.read(
              vault.objects(),
              vault.keys(),
              key,
              () ->
                  (header, offset, sound) -> {
                    if (!sound) {
                      problem(key + " has a damaged blob at byte " + offset);
                    }
                    int number = index.number(header.id());
                    if (number >= 0 && index.location(number).pack() == pack) {
                      seen.set(number);
                    }
                  });
      if (!found) {
        problem(key + " is missing");
      }
    } catch (IntegrityException e) {
      problem(String.valueOf(e.getMessage()));
      return;
    } catch (SpaceConnectionException | SpaceResponseException e) {
      problem(vault.objects().unserved(key, e));
      return;
    }
    if (seen.cardinality() < expected) {
      problem(key + " lacks blobs that it should hold");
    }
  }

  private void problem(String text) {
    problemsFound++;
    lastProblem = text;
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(text);
    }
  }
}
