package io.spaces.client.internal.vault.upkeep;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.IndexFormat;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.index.BlobIndex;
import io.spaces.client.internal.vault.index.IndexStore;
import io.spaces.client.internal.vault.lock.VaultLock;
import io.spaces.client.internal.vault.object.ListedObject;
import io.spaces.client.internal.vault.pack.PackCheck;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.RepairResult;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a vault's index agree with its packs: those that are in no index that can be read are
 * indexed again, and of damaged ones all that is still good is stored anew. Deletes nothing but the
 * index objects that the new ones stand for; the damaged packs are left to a pruning.
 */
final class Repair {
  private static final Logger log = LoggerFactory.getLogger(Repair.class);
  private static final int MOST_PROBLEMS = 1000;

  private final Vault vault;
  private final Path temporaryDirectory;
  private final Cancellation cancellation;
  private final Monitor monitor;
  private final IndexStore index;
  private final Map<String, Long> stored = new HashMap<>();
  private final Set<String> known = new HashSet<>();
  private final Map<String, IndexFormat.Pack> givenUp = new HashMap<>();
  private final List<IndexFormat.Pack> good = new ArrayList<>();
  private final List<IndexFormat.Pack> unavailable = new ArrayList<>();
  private final List<IndexFormat.Pack> damaged = new ArrayList<>();
  private final Set<String> unreadIndex = new HashSet<>();
  private final Set<IndexFormat.Pack> inNoIndex = new HashSet<>();
  private final List<String> problems = new ArrayList<>();
  private int packsRead;
  private int packsIndexed;
  private boolean changed;
  private boolean someAreNotServed;
  private boolean indexIsNotServed;

  Repair(Vault vault, Path temporaryDirectory, Cancellation cancellation, Monitor monitor) {
    this.vault = vault;
    this.temporaryDirectory = temporaryDirectory;
    this.cancellation = cancellation;
    this.monitor = monitor;
    index = vault.storedIndex();
  }

  RepairResult run(boolean readData, Duration patience) {
    try (VaultLock lock = vault.locks().acquire(true, "a repair", patience)) {
      for (ListedObject object : vault.objects().store().list(ObjectNames.PACKS)) {
        if (ObjectNames.packId(object.key()) != null) {
          stored.put(object.key(), object.size());
        }
      }
      Set<String> names = index.names();
      List<IndexFormat.Pack> listed = new ArrayList<>();
      for (String name : names) {
        for (IndexFormat.Pack pack : listed(name)) {
          if (pack.isEmpty()) {
            givenUp.put(ObjectNames.pack(pack.id()), pack);
          } else if (known.add(ObjectNames.pack(pack.id()))) {
            listed.add(pack);
          }
        }
      }
      Set<String> unlisted = new TreeSet<>(stored.keySet());
      unlisted.removeAll(known);
      monitor.totals(listed.size() + (long) unlisted.size(), 0);
      monitor.pushing();
      for (IndexFormat.Pack pack : listed) {
        cancellation.throwIfCancelled();
        listed(pack, readData || givenUp.containsKey(ObjectNames.pack(pack.id())));
        monitor.settled(0);
      }
      for (String key : unlisted) {
        unlisted(key);
        monitor.settled(0);
      }
      if (!damaged.isEmpty()) {
        salvage();
      }
      if (changed) {
        lock.check();
        replaceIndex(names, lock);
      }
      return new RepairResult(packsRead, packsIndexed, damaged.size(), problems);
    }
  }

  private List<IndexFormat.Pack> listed(String name) {
    try {
      Optional<IndexStore.Collector> whole = index.read(name, IndexStore.Collector::new);
      if (whole.isPresent()) {
        return whole.get().packs();
      }
    } catch (IntegrityException e) {
      // What it listed is found among the packs.
    } catch (SpaceConnectionException | SpaceResponseException e) {
      vault.objects().requireReachable();
      indexIsNotServed = true;
      log.warn("A part of the vault's index is made anew: {}", e.getMessage());
    }
    unreadIndex.add(name);
    changed = true;
    return List.of();
  }

  /** A pack that an index names: it stays as it is, as long as nothing is wrong with it. */
  private void listed(IndexFormat.Pack pack, boolean readData) {
    String key = ObjectNames.pack(pack.id());
    boolean there = stored.containsKey(key);
    boolean isGood = there;
    long size = stored.getOrDefault(key, -1L); // which some servers do not tell
    boolean cutOff = size >= 0 && size < sealedLength(pack);
    if (cutOff || (there && readData)) {
      Contents contents = read(key);
      if (contents.unserved) {
        unavailable.add(pack);
        return;
      }
      there = contents.there;
      isGood = contents.sound && contents.pack(pack.id()).length() >= pack.length();
    }
    if (isGood) {
      good.add(pack);
      changed |= givenUp.remove(key) != null;
    } else if (there) {
      damaged.add(pack);
      changed = true;
    } else {
      unavailable.add(pack); // it may come back, and until then errors can name it
      problem(key + " is missing");
    }
  }

  private long sealedLength(IndexFormat.Pack pack) {
    return vault.objects().sealedLength(pack.contentLength());
  }

  /** A pack that was stored, but of which no index that can be read lists a blob. */
  private void unlisted(String key) {
    Contents contents = read(key);
    IndexFormat.Pack pack = contents.pack(Objects.requireNonNull(ObjectNames.packId(key)));
    if (contents.sound) {
      good.add(pack);
      packsIndexed++;
      changed = true;
      givenUp.remove(key);
    } else if (contents.there) {
      damaged.add(pack);
      inNoIndex.add(pack);
      changed |= !givenUp.containsKey(key);
    } else if (contents.unserved) {
      someAreNotServed = true;
    } else {
      problem(key + " is missing");
    }
  }

  /** Copies what is good in damaged packs, and nowhere else, to new ones. */
  private void salvage() {
    BlobIndex blobs = new BlobIndex();
    good.forEach(pack -> IndexStore.replay(pack, blobs));
    try (Salvage salvage = new Salvage(vault, temporaryDirectory, cancellation)) {
      for (IndexFormat.Pack pack : damaged) {
        int lost = salvage.save(pack, blobs);
        problem(
            ObjectNames.pack(pack.id())
                + " is damaged"
                + (mayBeInUnserved(pack)
                    ? ", and the space fails to serve a part of the index, which may tell what lies"
                        + " behind the damage: repair once more when that is served"
                    : inNoIndex.contains(pack)
                        ? " and in no index: what lies behind the damage is lost, unless it is"
                            + " elsewhere, too"
                        : "; blobs of it that are lost: " + lost));
      }
      List<IndexFormat.Pack> saved = salvage.finish();
      good.addAll(saved);
      changed |= !saved.isEmpty();
    }
  }

  /** Whether all of a damaged pack may be listed where the space fails to serve the index. */
  private boolean mayBeInUnserved(IndexFormat.Pack pack) {
    return indexIsNotServed
        && inNoIndex.contains(pack)
        && !givenUp.containsKey(ObjectNames.pack(pack.id()));
  }

  private Contents read(String key) {
    cancellation.throwIfCancelled();
    packsRead++;
    Contents contents = new Contents();
    try {
      contents.there =
          PackCheck.readSound(
              vault.objects(),
              vault.keys(),
              key,
              () -> {
                contents.restart();
                return contents;
              });
      contents.sound = contents.there;
    } catch (IntegrityException e) {
      contents.sound = false;
    } catch (SpaceConnectionException | SpaceResponseException e) {
      problem(vault.objects().unserved(key, e));
      contents.there = false;
      contents.unserved = true;
    }
    return contents;
  }

  /** The headers of a pack's blobs, up to the first that is damaged. */
  private static final class Contents implements PackCheck.Visitor {
    private final ByteArrayOutputStream headers = new ByteArrayOutputStream();
    private int padding;
    private boolean there = true;
    private boolean sound;
    private boolean unserved;

    void restart() {
      headers.reset();
      padding = 0;
    }

    @Override
    public void padding(int length) {
      padding = length;
    }

    @Override
    public void blob(BlobHeader header, int offset, boolean isSound) {
      ByteBuffer bytes = ByteBuffer.allocate(BlobHeader.LENGTH);
      header.write(bytes);
      headers.writeBytes(bytes.array());
    }

    IndexFormat.Pack pack(byte[] id) {
      return new IndexFormat.Pack(id, headers.toByteArray(), padding);
    }
  }

  private void replaceIndex(Set<String> oldNames, VaultLock lock) {
    List<IndexFormat.Pack> batch = new ArrayList<>();
    long bytes = 0;
    good.addAll(unavailable);
    boolean keepsUnreadIndex = someAreNotServed;
    for (IndexFormat.Pack pack : damaged) {
      if (mayBeInUnserved(pack)) {
        keepsUnreadIndex = true;
      } else {
        // So that no client which remembers to have stored one takes it for good.
        givenUp.put(ObjectNames.pack(pack.id()), pack.withoutBlobs());
      }
    }
    givenUp.keySet().retainAll(stored.keySet());
    good.addAll(givenUp.values());
    for (IndexFormat.Pack pack : good) {
      batch.add(pack);
      bytes += pack.length();
      if (bytes > IndexStore.BYTES) {
        vault.index().write(batch);
        batch.clear();
        bytes = 0;
      }
    }
    if (!batch.isEmpty()) {
      vault.index().write(batch);
    }
    vault.index().awaitWritten();
    Set<String> replaced = new TreeSet<>(oldNames);
    if (keepsUnreadIndex) {
      // What could not be read of the index may be all that tells what is in them.
      replaced.removeAll(unreadIndex);
    }
    for (String name : replaced) {
      lock.checkAgain();
      vault.index().delete(name);
    }
  }

  private void problem(String text) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(text);
    }
  }
}
