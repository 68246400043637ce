package io.spaces.client.internal.restore.entry;

import io.spaces.client.internal.restore.RestorePath;
import io.spaces.client.internal.restore.platform.NameTraits;
import java.security.SecureRandom;

/**
 * Notices keys that would become one file. Holds 12 bytes for each slot of a table over all keys
 * and the folders on their way, never the keys: a million keys take some 25 MB. Keyed hashes stand
 * for the names, so that a server cannot make up keys that seem to collide; by chance, one pair in
 * a million keys does so with a probability below 1e-6. Not safe for use by several threads at
 * once.
 */
public final class CollisionDetector {
  /** What a key is to those before it. */
  public enum Verdict {
    /** Different from all before. */
    FRESH,
    /** The very same key was there before. */
    REPEATED,
    /**
     * The key, or a folder in it, is one with a differently spelled one, or is a folder in one key
     * and an entry in another.
     */
    COLLIDING
  }

  /** Marks the spelling of an entry; that of a folder has this bit clear. */
  private static final int ENTRY = 1;

  private final NameTraits traits;
  private final long seed = new SecureRandom().nextLong();
  private long[] folded = new long[1024];
  private int[] exact = new int[1024];
  private int used;

  /**
   * A detector without keys.
   *
   * @param traits which names are one
   */
  public CollisionDetector(NameTraits traits) {
    this.traits = traits;
  }

  /**
   * Takes a key in.
   *
   * @param path the key of an entry
   * @return what it is to the keys before; a colliding key is not taken in as an entry
   */
  public Verdict add(RestorePath path) {
    return add(path, ENTRY);
  }

  /**
   * Takes a folder in that has an entry of its own; what is in it may have come before or may come
   * later.
   *
   * @param path the key of a folder
   * @return what it is to the keys before; a folder that others led through is repeated
   */
  public Verdict addFolder(RestorePath path) {
    return add(path, 0);
  }

  private Verdict add(RestorePath path, int mark) {
    String key = path.key();
    long foldedHash = seed;
    long exactHash = ~seed;
    int start = 0;
    while (true) {
      int slash = key.indexOf('/', start);
      int end = slash < 0 ? key.length() : slash;
      String name = key.substring(start, end);
      foldedHash = mix(foldedHash, traits.fold(name));
      exactHash = traits.isExact() ? foldedHash : mix(exactHash, name);
      int spelling = ((int) (exactHash >>> 32) & ~ENTRY) | (slash < 0 ? mark : 0);
      Verdict verdict = put(foldedHash, spelling);
      if (verdict == Verdict.COLLIDING || slash < 0) {
        return verdict;
      }
      start = end + 1;
    }
  }

  /**
   * Tells whether a key, or a folder in one, was taken in that is one with a path.
   *
   * @param path a path
   * @return true when there was one
   */
  public boolean has(RestorePath path) {
    long hash = seed;
    for (String name : path.key().split("/", -1)) {
      hash = mix(hash, traits.fold(name));
    }
    hash = hash == 0 ? 1 : hash;
    return folded[slotOf(folded, hash)] == hash;
  }

  /**
   * Returns how much memory it takes.
   *
   * @return bytes
   */
  public long held() {
    return folded.length * 12L;
  }

  private Verdict put(long foldedHash, int exactHash) {
    long hash = foldedHash == 0 ? 1 : foldedHash;
    if (used * 4L > folded.length * 3L) {
      grow();
    }
    int slot = slotOf(folded, hash);
    if (folded[slot] == hash) {
      return exact[slot] == exactHash ? Verdict.REPEATED : Verdict.COLLIDING;
    }
    folded[slot] = hash;
    exact[slot] = exactHash;
    used++;
    return Verdict.FRESH;
  }

  private void grow() {
    long[] oldFolded = folded;
    int[] oldExact = exact;
    long[] newFolded = new long[oldFolded.length * 2];
    int[] newExact = new int[newFolded.length];
    for (int i = 0; i < oldFolded.length; i++) {
      if (oldFolded[i] != 0) {
        int slot = slotOf(newFolded, oldFolded[i]);
        newFolded[slot] = oldFolded[i];
        newExact[slot] = oldExact[i];
      }
    }
    folded = newFolded;
    exact = newExact;
  }

  private static int slotOf(long[] table, long hash) {
    int mask = table.length - 1;
    int slot = (int) (hash ^ (hash >>> 32)) & mask;
    while (table[slot] != 0 && table[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Stirs a name into a hash; every unit passes two multiplications keyed by what came before. */
  private long mix(long hash, String name) {
    long h = hash ^ Long.rotateLeft(seed, 29);
    for (int i = 0; i < name.length(); i++) {
      h ^= name.charAt(i);
      long high = Math.multiplyHigh(h, 0x9E3779B97F4A7C15L ^ (seed | 1));
      h = (h * (0x9E3779B97F4A7C15L ^ (seed | 1))) ^ high ^ Long.rotateLeft(h, 23);
    }
    h ^= name.length() + 0x632BE59BD9B4E019L;
    h *= 0xD6E8FEB86659FD93L;
    h ^= h >>> 32;
    h *= 0xD6E8FEB86659FD93L;
    return h ^ (h >>> 32);
  }
}
