package io.spaces.client.internal.source.cache;

import io.spaces.client.internal.compact.SipHash;
import io.spaces.client.internal.compact.SipHash.Hash;
import io.spaces.client.internal.disk.StateFile;
import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.Stamps;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers from one run to the next what files held, so that those that have not changed since
 * need not be read. An entry counts only for a file of the very same size, modification time,
 * change time and inode. Where the file system tells no change time nothing is ever trusted: a
 * change that leaves size and modification time as they were would go unnoticed.
 *
 * <p>Nothing here can make a run fail: what cannot be read counts as empty, what cannot be written
 * is logged once. Safe for use by several threads, and by several processes: each writes a file of
 * its own and moves it into place, and the last one stays.
 */
public final class StatCache {
  /** Values longer than this many bytes are not remembered. */
  public static final int MAX_VALUE = StatTable.MAX_VALUE;

  /**
   * A file changed this shortly before it was read is not remembered: another change might get the
   * same time. File systems count in steps of up to two seconds; and what is written to a mapped
   * file changes its time once only until its pages are written out, which Linux does after 30
   * seconds, looking every 5 (dirty_expire_centisecs and dirty_writeback_centisecs).
   */
  private static final long RACY_NANOS = TimeUnit.SECONDS.toNanos(60);

  static final Duration CHECKPOINT = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(StatCache.class);

  private final @Nullable StateFile file;
  private final Clock clock;
  private final byte[] scope;
  private final long maxBytes = Runtime.getRuntime().maxMemory() / 3;
  private final StatTable table = new StatTable();
  private byte[] hashKey = new byte[SipHash.KEY];
  private boolean changed;
  private boolean saving;
  private Instant nextCheckpoint;

  private StatCache(@Nullable StateFile file, byte[] scope, Clock clock) {
    this.file = file;
    this.scope = scope;
    this.clock = clock;
    this.nextCheckpoint = clock.instant().plus(CHECKPOINT);
  }

  /**
   * Opens the cache of one backup.
   *
   * @param directory where caches are kept; created when missing, readable by its owner only
   * @param scope what the entries hold for: endpoint, folder in the space, source, kind of value
   */
  public static StatCache open(Path directory, String scope, Clock clock) {
    byte[] digest = StateFile.digest(scope);
    StatCache cache = new StatCache(new StateFile(directory, digest), digest, clock);
    cache.load();
    return cache;
  }

  /** A cache that remembers nothing. */
  public static StatCache none() {
    return new StatCache(null, new byte[StatFile.SCOPE], Clock.systemUTC());
  }

  /**
   * Returns what was recorded for a file, if it is the same as then. Asking alone keeps the entry:
   * it says that the file exists.
   */
  public byte @Nullable [] find(String key, FileStamp stamp) {
    if (file == null || !stamp.isPosix()) {
      return null;
    }
    Hash keyHash = hash(key);
    Hash stampHash = hash(stamp);
    synchronized (table) {
      return table.find(keyHash, stampHash);
    }
  }

  /**
   * Records what a file holds.
   *
   * @param stamp the file's, the same before and after it was read
   * @param value what to return the next time
   * @param readingSince when reading began, by the clock that stamps files
   */
  public void record(String key, FileStamp stamp, byte[] value, Instant readingSince) {
    if (file == null || value.length > MAX_VALUE || !isTrusted(stamp, readingSince)) {
      return;
    }
    Hash keyHash = hash(key);
    Hash stampHash = hash(stamp);
    synchronized (table) {
      if (table.bytes() + value.length < maxBytes) {
        table.put(keyHash, stampHash, value, 0, value.length, true);
        changed = true;
      }
      if (saving || !changed || clock.instant().isBefore(nextCheckpoint)) {
        return;
      }
      saving = true;
    }
    save(false);
  }

  /**
   * Ends the run: writes what is new.
   *
   * @param complete whether every file of the source was asked for or recorded; entries of others
   *     are then dropped
   */
  public void finish(boolean complete) {
    if (file == null) {
      return;
    }
    synchronized (table) {
      while (saving) {
        awaitSaved();
      }
      boolean drops = complete && table.seen() < table.count();
      if (!changed && !drops) {
        return;
      }
      saving = true;
    }
    save(complete);
  }

  private static boolean isTrusted(FileStamp stamp, Instant readingSince) {
    long latest = Math.max(stamp.modified(), stamp.changed());
    return stamp.isPosix() && latest < Stamps.nanos(readingSince) - RACY_NANOS;
  }

  private void load() {
    StateFile source = Objects.requireNonNull(file);
    try {
      hashKey = StatFile.read(source.path(), scope, maxBytes, table);
      return;
    } catch (NoSuchFileException e) {
      LOG.debug("No cache of file hashes yet at {}", source.path());
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "The cache of file hashes {} is not used, so every file is read: {}",
          source.path(),
          e.getMessage());
    }
    table.clear();
    new SecureRandom().nextBytes(hashKey);
  }

  private void save(boolean onlySeen) {
    StateFile target = Objects.requireNonNull(file);
    Instant start = clock.instant();
    try {
      target.replace(
          channel -> {
            synchronized (table) {
              StatFile.write(channel, scope, hashKey, table, onlySeen);
              changed = false;
            }
          });
    } finally {
      synchronized (table) {
        // Where writing takes long it is done less often.
        Duration pause = Duration.between(start, clock.instant()).multipliedBy(20);
        Duration next = pause.compareTo(CHECKPOINT) > 0 ? pause : CHECKPOINT;
        nextCheckpoint = clock.instant().plus(next);
        saving = false;
        table.notifyAll();
      }
    }
  }

  private void awaitSaved() {
    try {
      table.wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      saving = false;
    }
  }

  private Hash hash(String key) {
    return SipHash.of(hashKey, key.getBytes(StandardCharsets.UTF_8));
  }

  private Hash hash(FileStamp stamp) {
    byte[] bytes =
        ByteBuffer.allocate(32)
            .putLong(stamp.size())
            .putLong(stamp.modified())
            .putLong(stamp.changed())
            .putLong(stamp.inode())
            .array();
    return SipHash.of(hashKey, bytes);
  }
}
