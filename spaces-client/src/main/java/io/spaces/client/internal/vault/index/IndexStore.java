package io.spaces.client.internal.vault.index;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.crypto.RandomBytes;
import io.spaces.client.internal.disk.LocalState;
import io.spaces.client.internal.memory.Heap;
import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.IndexFormat;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.object.CachedObjects;
import io.spaces.client.internal.vault.object.ListedObject;
import io.spaces.client.internal.vault.object.ListedObjects;
import io.spaces.client.internal.vault.object.SealedObjects;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A vault's index objects, and the packs that are stored but in no index object yet. Of the latter
 * a note is kept in local state, so that a run that is killed loses none of them.
 */
public final class IndexStore {
  /** Index objects longer than this are worth being several. */
  public static final long BYTES = 4 << 20;

  private static final Logger log = LoggerFactory.getLogger(IndexStore.class);
  private static final String NAME = "[0-9a-f]{32}";
  private static final int ATTEMPTS = 3;

  /** How long an index object may be that is not listed with its length. */
  private static final long LONGEST = 64 << 20;

  /** What is read of one is held several times over for a moment. */
  private static final int TIMES = 4;

  private final SealedObjects objects;
  private final CachedObjects index;
  private final LocalState pending;

  /** Index objects that were acknowledged, and that no list has shown since, by their lengths. */
  private final Map<String, Long> unseen = new ConcurrentHashMap<>();

  /** How long the index objects are that a list has shown. */
  private final Map<String, Long> lengths = new ConcurrentHashMap<>();

  public IndexStore(SealedObjects objects, LocalState state) {
    this.objects = objects;
    this.index = new CachedObjects(objects, state.folder("index"), ObjectNames.INDEX);
    this.pending = state.folder("pending");
  }

  /** Returns the names of the index objects there are. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (ListedObject object : objects.store().list(ObjectNames.INDEX)) {
      if (object.name().matches(NAME)) {
        names.add(object.name());
        lengths.put(object.name(), object.size());
      }
    }
    lengths.keySet().retainAll(names);
    return names;
  }

  /**
   * How long an index object can be.
   *
   * @throws SpaceException when there is not the memory to read it
   */
  private long longest(String name) {
    long listed = lengths.getOrDefault(name, -1L);
    if (listed < 0) {
      return Math.min(LONGEST, Heap.share() / TIMES);
    }
    Heap.require("The vault's object " + ObjectNames.INDEX + name, TIMES * listed);
    return listed;
  }

  /**
   * Reads all that is indexed into memory, but for packs that are not there and index objects that
   * are damaged: what a space has lost is then sent again by the next backup, and looked for
   * elsewhere by a restore.
   */
  public BlobIndex load() {
    return load(false, BlobIndex::new);
  }

  /** The same, with further copies of blobs, in packs that were cut off, too. */
  public BlobIndex loadWithCopies() {
    return load(false, BlobIndex::withCopies);
  }

  /**
   * The same for who only reads: of a pack that was cut off, all before the cut is still good, and
   * of what was damaged there may be copies.
   */
  public BlobIndex loadToRead() {
    return load(true, BlobIndex::withCopies);
  }

  private BlobIndex load(boolean toRead, Supplier<BlobIndex> fresh) {
    return Heap.orFail("The vault's index", () -> loadAll(toRead, fresh));
  }

  private BlobIndex loadAll(boolean toRead, Supplier<BlobIndex> fresh) {
    Set<String> givenUp = new HashSet<>();
    for (int attempt = 1; ; attempt++) {
      Set<String> names = names();
      Map<String, Long> stored = storedPacks();
      BlobIndex target = fresh.get();
      List<IndexFormat.Pack> cutOff = new ArrayList<>();
      boolean all = readAll(names, stored, target, cutOff, givenUp);
      if (toRead) {
        // Behind the whole ones: where a blob is known already, it stays where it is.
        cutOff.forEach(pack -> replay(pack, new IndexFiller(target, true)));
      } else {
        cutOff.forEach(pack -> replay(pack, IndexFiller.ofCopies(target)));
      }
      // One that is gone was replaced by another client just now: what took its place is listed.
      if (all || attempt == ATTEMPTS) {
        index.retain(names);
        return target;
      }
    }
  }

  /** The names of packs with their lengths. */
  private Map<String, Long> storedPacks() {
    Map<String, Long> stored = new HashMap<>();
    for (ListedObject object : objects.store().list(ObjectNames.PACKS)) {
      stored.put(object.name(), object.size());
    }
    return stored;
  }

  private boolean readAll(
      Set<String> names,
      Map<String, Long> stored,
      BlobIndex target,
      List<IndexFormat.Pack> cutOff,
      Set<String> givenUp) {
    boolean all = true;
    for (String name : names) {
      try {
        // Only whole objects count: a pruning drops all that a damaged one lists.
        Optional<Collector> whole = read(name, Collector::new);
        all &= whole.isPresent();
        Heap.require("The vault's index", target.held());
        for (IndexFormat.Pack pack : whole.map(Collector::packs).orElse(List.of())) {
          if (pack.isEmpty()) {
            // Once more without it where another object still lists it, too.
            all &= !givenUp.add(name(pack)) || !target.lists(pack.id());
          } else if (givenUp.contains(name(pack))) {
            continue;
          }
          boolean good = isWhole(pack, stored);
          replay(pack, new IndexFiller(target, good));
          if (!good && stored.containsKey(name(pack))) {
            cutOff.add(pack);
          }
        }
      } catch (IntegrityException e) {
        log.warn("A part of the vault's index is left out: {}", e.getMessage());
        target.addDamaged(ObjectNames.INDEX + name);
      }
    }
    return all;
  }

  /**
   * Reads one index object, if it is there. Each attempt has a visitor of its own: one that broke
   * off has told a part.
   */
  public <V extends IndexFormat.Visitor> Optional<V> read(String name, Supplier<V> visitors) {
    return index.get(
        name,
        longest(name),
        in -> {
          V visitor = visitors.get();
          IndexFormat.read(in, visitor);
          return visitor;
        });
  }

  /** Writes an index object over packs. */
  public void write(List<IndexFormat.Pack> packs) {
    String name = RandomBytes.name(ObjectNames.ID_LENGTH);
    byte[] content = objects.padded(IndexFormat.write(packs), (byte) 0);
    unseen.put(ObjectNames.INDEX + name, index.put(name, content));
    for (IndexFormat.Pack pack : packs) {
      pending.delete(name(pack));
    }
  }

  /** The index objects that were written and are still to be seen in a list, by their lengths. */
  public Map<String, Long> unseen() {
    return Map.copyOf(unseen);
  }

  /** A list has shown them. */
  public void seen(Set<String> keys) {
    unseen.keySet().removeAll(keys);
  }

  /** Waits until a list shows all that was written, before what it replaces is deleted. */
  public void awaitWritten() {
    Map<String, Long> written = unseen();
    seen(written.keySet());
    ListedObjects.await(objects.store(), ObjectNames.INDEX, written);
  }

  public void delete(String name) {
    index.delete(name);
  }

  /** Notes that a pack is stored but not indexed yet. */
  void notePending(IndexFormat.Pack pack) {
    String name = name(pack);
    pending.write(name, objects.seal("pending/" + name, IndexFormat.write(List.of(pack))).open());
  }

  /**
   * Finds the packs that an earlier run stored but did not live to index. One that is indexed all
   * the same was found by a repair, which may have found it damaged.
   *
   * @param target what is indexed; takes their blobs
   * @return the packs, still to be indexed
   */
  public List<IndexFormat.Pack> recoverPending(BlobIndex target) {
    List<IndexFormat.Pack> recovered = new ArrayList<>();
    Map<String, Long> stored = null;
    pending.deleteRemains();
    for (String name : pending.names()) {
      if (!name.matches(NAME)) {
        continue;
      }
      if (stored == null) {
        stored = storedPacks();
      }
      Collector pack = new Collector();
      if (!stored.containsKey(name)
          || target.lists(HexFormat.of().parseHex(name))
          || !readPending(name, pack)) {
        pending.delete(name);
        continue;
      }
      for (IndexFormat.Pack found : pack.packs()) {
        replay(found, new IndexFiller(target, isWhole(found, stored)));
        recovered.add(found);
      }
    }
    return recovered;
  }

  private boolean readPending(String name, IndexFormat.Visitor visitor) {
    byte[] kept = pending.read(name).orElse(null);
    if (kept == null) {
      return false;
    }
    try {
      objects.open(
          "pending/" + name,
          new ByteArrayInputStream(kept),
          in -> {
            IndexFormat.read(in, visitor);
            return true;
          });
      return true;
    } catch (IOException | IntegrityException e) {
      return false;
    }
  }

  /** Whether a pack is there, and not cut off by a full disk; some servers tell no lengths. */
  private boolean isWhole(IndexFormat.Pack pack, Map<String, Long> stored) {
    long length = stored.getOrDefault(name(pack), 0L);
    return length < 0 || length >= objects.sealedLength(pack.contentLength());
  }

  private static String name(IndexFormat.Pack pack) {
    return HexFormat.of().formatHex(pack.id());
  }

  /** Puts a whole pack into memory. */
  public static void replay(IndexFormat.Pack pack, BlobIndex target) {
    replay(pack, new IndexFiller(target, true));
  }

  private static void replay(IndexFormat.Pack pack, IndexFiller target) {
    try {
      IndexFormat.read(new ByteArrayInputStream(IndexFormat.write(List.of(pack))), target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Collects packs as they can be written again. */
  public static final class Collector implements IndexFormat.Visitor {
    private final List<IndexFormat.Pack> packs = new ArrayList<>();
    private final ByteArrayOutputStream blobs = new ByteArrayOutputStream();
    private byte[] id = new byte[0];
    private int padding;

    @Override
    public void pack(byte[] next, int nextPadding) {
      endPack();
      id = next;
      padding = nextPadding;
    }

    @Override
    public void blob(BlobHeader header, int offset) {
      ByteBuffer bytes = ByteBuffer.allocate(BlobHeader.LENGTH);
      header.write(bytes);
      blobs.writeBytes(bytes.array());
    }

    public List<IndexFormat.Pack> packs() {
      endPack();
      return packs;
    }

    private void endPack() {
      if (id.length > 0) {
        packs.add(new IndexFormat.Pack(id, blobs.toByteArray(), padding));
        blobs.reset();
        id = new byte[0];
      }
    }
  }
}
