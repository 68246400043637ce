package io.spaces.client.internal.vault.index;

import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.BlobId;
import io.spaces.client.internal.vault.format.ObjectNames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which blob lies where, for all blobs of a vault: some 60 bytes each. Blobs are numbered from 0 in
 * the order in which they were added. Safe for use by several threads.
 *
 * <p>Where a blob goes in the table depends on a number that nobody else knows: whoever makes up an
 * index chooses the names.
 */
public final class BlobIndex {
  private static final int RECORD = BlobId.LENGTH + 4 + 4 + 4 + 4;
  private static final int PER_PIECE = 4096;
  private static final int MOST_COPIES = 3;
  private static final int METHOD_SHIFT = 30;
  private static final int LENGTH_MASK = (1 << METHOD_SHIFT) - 1;

  private final List<ByteBuffer> pieces = new ArrayList<>();
  private final Packs packs;
  private final int mostCopies;
  private @Nullable BlobIndex copies;
  private final Set<String> missingPacks = new TreeSet<>();
  private final Set<String> damaged = new TreeSet<>();
  private int[] slots = new int[1 << 12];
  private int count;

  /**
   * Where a blob lies.
   *
   * @param number the blob's number
   * @param pack the number of its pack
   * @param offset where its header starts in the pack
   * @param header the header
   */
  public record Location(int number, int pack, int offset, BlobHeader header) {}

  public BlobIndex() {
    this(0, new Packs());
  }

  private BlobIndex(int mostCopies, Packs packs) {
    this.mostCopies = mostCopies;
    this.packs = packs;
    Arrays.fill(slots, -1);
  }

  /** An index that knows where some further copies of blobs lie, too. */
  static BlobIndex withCopies() {
    return new BlobIndex(MOST_COPIES, new Packs());
  }

  /** The packs, where the last blob of each ends, and how much follows it. */
  private static final class Packs {
    private final List<byte[]> ids = new ArrayList<>();
    private long[] ends = new long[64];
    private int[] paddings = new int[64];

    int add(byte[] id, int padding) {
      ids.add(id);
      if (ids.size() > ends.length) {
        ends = Arrays.copyOf(ends, 2 * ends.length);
        paddings = Arrays.copyOf(paddings, ends.length);
      }
      paddings[ids.size() - 1] = padding;
      return ids.size() - 1;
    }
  }

  /** Adds a pack, of which so many bytes follow the last blob. */
  public synchronized int addPack(byte[] id, int padding) {
    return packs.add(id, padding);
  }

  /** How much memory it takes, about. */
  synchronized long held() {
    long own = (long) pieces.size() * PER_PIECE * RECORD + 4L * slots.length;
    return own + 60L * packs.ids.size() + (copies == null ? 0 : copies.held());
  }

  /** How long a pack's content is up to the end of the last blob that the index knows there. */
  public synchronized long packEnd(int pack) {
    return packs.ends[pack];
  }

  /** Returns how many bytes of a pack follow its last blob. */
  public synchronized int padding(int pack) {
    return packs.paddings[pack];
  }

  /** Notes that a pack is indexed, but not there. */
  synchronized void addMissingPack(byte[] id) {
    missingPacks.add(ObjectNames.pack(id));
  }

  /** Tells whether an index names a pack, be it there or not. */
  synchronized boolean lists(byte[] pack) {
    return missingPacks.contains(ObjectNames.pack(pack))
        || packs.ids.stream().anyMatch(id -> Arrays.equals(id, pack));
  }

  /** Notes that an index object cannot be read. */
  synchronized void addDamaged(String key) {
    damaged.add(key);
  }

  public synchronized boolean isDamaged(String key) {
    return damaged.contains(key);
  }

  /** Returns the keys of packs that are indexed, but not there, and of damaged index objects. */
  public synchronized Set<String> lost() {
    Set<String> lost = new TreeSet<>(damaged);
    lost.addAll(missingPacks);
    return lost;
  }

  /** Says where a blob that is nowhere may have been. */
  public String describeMissing() {
    Set<String> lost = lost();
    return lost.isEmpty()
        ? "in no index that the space serves"
        : "nowhere; missing or damaged are " + String.join(", ", lost);
  }

  public synchronized byte[] packId(int pack) {
    return packs.ids.get(pack);
  }

  public String packKey(int pack) {
    return ObjectNames.pack(packId(pack));
  }

  public synchronized int packCount() {
    return packs.ids.size();
  }

  public synchronized int size() {
    return count;
  }

  /** Adds a blob; one that is known already keeps its place. */
  public synchronized void add(BlobHeader header, int pack, int offset) {
    long end = (long) offset + BlobHeader.LENGTH + header.storedLength();
    packs.ends[pack] = Math.max(packs.ends[pack], end);
    int slot = slot(header.id());
    if (slots[slot] >= 0) {
      if (mostCopies > 0 && !Arrays.equals(packId(location(slots[slot]).pack()), packId(pack))) {
        if (copies == null) {
          copies = new BlobIndex(mostCopies - 1, packs);
        }
        copies.add(header, pack, offset);
      }
      return;
    }
    if (count / PER_PIECE == pieces.size()) {
      pieces.add(ByteBuffer.allocate(PER_PIECE * RECORD));
    }
    ByteBuffer piece = pieces.get(count / PER_PIECE);
    piece.position(count % PER_PIECE * RECORD);
    header.id().write(piece);
    piece
        .putInt(pack)
        .putInt(offset)
        .putInt(header.storedLength() | header.method() << METHOD_SHIFT)
        .putInt(header.length());
    slots[slot] = count++;
    if (count > slots.length / 4 * 3) {
      grow();
    }
  }

  public synchronized boolean contains(BlobId id) {
    return slots[slot(id)] >= 0;
  }

  /** Returns the blob's number, or -1. */
  public synchronized int number(BlobId id) {
    return slots[slot(id)];
  }

  public synchronized @Nullable Location find(BlobId id) {
    int number = slots[slot(id)];
    return number < 0 ? null : location(number);
  }

  /** Returns where a further copy of a blob lies, counted from 0, or null. */
  public synchronized @Nullable Location findCopy(BlobId id, int copy) {
    BlobIndex holder = copies;
    for (int i = 0; i < copy && holder != null; i++) {
      holder = holder.copies;
    }
    return holder == null ? null : holder.find(id);
  }

  public synchronized Location location(int number) {
    ByteBuffer piece = pieces.get(number / PER_PIECE);
    piece.position(number % PER_PIECE * RECORD);
    BlobId id = BlobId.read(piece);
    int pack = piece.getInt();
    int offset = piece.getInt();
    int stored = piece.getInt();
    BlobHeader header =
        new BlobHeader(id, (byte) (stored >>> METHOD_SHIFT), stored & LENGTH_MASK, piece.getInt());
    return new Location(number, pack, offset, header);
  }

  /** Describes a blob for messages. */
  public String describe(BlobId id) {
    Location location = find(id);
    return location == null
        ? "blob " + id
        : "blob " + id + " in pack " + HexFormat.of().formatHex(packId(location.pack()));
  }

  private int slot(BlobId id) {
    int mask = slots.length - 1;
    int slot = id.hashCode() & mask;
    while (slots[slot] >= 0 && !matches(slots[slot], id)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean matches(int number, BlobId id) {
    ByteBuffer piece = pieces.get(number / PER_PIECE);
    int start = number % PER_PIECE * RECORD;
    return piece.getLong(start) == id.a()
        && piece.getLong(start + 8) == id.b()
        && piece.getLong(start + 16) == id.c()
        && piece.getLong(start + 24) == id.d();
  }

  private void grow() {
    slots = new int[slots.length * 2];
    Arrays.fill(slots, -1);
    int mask = slots.length - 1;
    for (int number = 0; number < count; number++) {
      ByteBuffer piece = pieces.get(number / PER_PIECE);
      piece.position(number % PER_PIECE * RECORD);
      int slot = BlobId.read(piece).hashCode() & mask;
      while (slots[slot] >= 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = number;
    }
  }
}
