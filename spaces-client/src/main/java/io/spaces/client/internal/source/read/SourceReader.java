package io.spaces.client.internal.source.read;

import io.spaces.client.backup.SourceObject;
import io.spaces.client.internal.content.Digest;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.disk.PrivateCopy;
import io.spaces.client.internal.source.SourceChangedException;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.SourceFile;
import io.spaces.client.internal.source.SourceProblems;
import io.spaces.client.internal.source.Stamps;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads files so that what was hashed is what is sent, and is one moment's content. That a file did
 * not change is told by its stamp before and after; where the stamp cannot tell (the last change is
 * too recent, or the file grows), by reading twice: what two passes both saw was there in between.
 *
 * <p>Small files are read into memory and sent from there. Large ones are read again to be sent,
 * and copied to a temporary file when they keep changing. For one worker: not for several threads.
 */
public final class SourceReader {
  private static final int MAX_SMALL = 1 << 20;
  private static final int ATTEMPTS = 4;

  /** After so many changes a large file is copied before it is sent. */
  private static final int CHANGES_BEFORE_COPY = 2;

  private final OpenWatch watch;
  private final HashCrew crew;
  private final Path temporaryDirectory;
  private final Digest digest;
  private final int smallFileLimit;
  private final Clock clock;
  private final Scratch scratch = new Scratch();
  private byte[] content = new byte[64 * 1024];
  private volatile @Nullable String key;

  /**
   * A reader for one worker.
   *
   * @param watch shared by all readers of a run
   * @param crew shared likewise
   * @param temporaryDirectory where copies go; created when needed
   * @param digests makes what hashes contents
   * @param smallFileLimit the size in bytes up to which files are read into memory, see {@link
   *     #smallFileLimit}
   */
  public SourceReader(
      OpenWatch watch,
      HashCrew crew,
      Path temporaryDirectory,
      Supplier<? extends Digest> digests,
      int smallFileLimit) {
    this(watch, crew, temporaryDirectory, digests, smallFileLimit, Clock.systemUTC());
  }

  SourceReader(
      OpenWatch watch,
      HashCrew crew,
      Path temporaryDirectory,
      Supplier<? extends Digest> digests,
      int smallFileLimit,
      Clock clock) {
    this.watch = watch;
    this.crew = crew;
    this.temporaryDirectory = temporaryDirectory;
    this.digest = digests.get();
    this.smallFileLimit = smallFileLimit;
    this.clock = clock;
  }

  /** A limit that keeps so many readers within an eighth of the heap: 64 KiB to 1 MiB. */
  public static int smallFileLimit(int readers) {
    long share = Runtime.getRuntime().maxMemory() / 8 / readers;
    return (int) Math.max(64 * 1024, Math.min(MAX_SMALL, share));
  }

  /**
   * Reads and hashes a file.
   *
   * @param changes how often reading this file, or sending it, has ended in a {@link
   *     SourceChangedException} before
   * @throws SourceChangedException when it changes too fast
   * @throws SourceException when it cannot be read
   */
  public ContentSnapshot read(SourceFile file, int changes) throws SourceException {
    key = file.key();
    int seen = changes;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Instant start = clock.instant();
      try (OpenFile open = OpenFile.open(file, watch)) {
        boolean small = open.stamp().size() <= smallFileLimit;
        ContentSnapshot snapshot;
        if (small) {
          snapshot = readSmall(file, open, start);
        } else if (seen < CHANGES_BEFORE_COPY) {
          snapshot = hashLarge(file, open, start);
        } else {
          snapshot = copy(file, open, start);
        }
        if (snapshot != null) {
          return snapshot;
        }
      } catch (SourceChangedException replacedWhileOpening) {
        // Counts as a change like any other.
      }
      seen++;
    }
    throw new SourceChangedException(SourceProblems.changing(file.key()));
  }

  /** What was last to be read, or null. May be asked by any thread. */
  @Nullable String key() {
    return key;
  }

  /** Whether {@link #read} would hold this file in memory. */
  public boolean isSmall(SourceFile file) {
    return file.stamp().size() <= smallFileLimit;
  }

  /**
   * Opens a file to be read once, without a hash of the whole.
   *
   * @throws SourceException when it cannot be opened
   */
  public ContentReading open(SourceFile file) throws SourceException {
    key = file.key();
    return new ContentReading(OpenFile.open(file, watch), clock.instant());
  }

  /**
   * Reads and hashes a stream: into memory when it is small, else into a temporary file.
   *
   * @param key what it is called in the backup
   * @param content opens it at its start
   * @throws SourceException when it cannot be read
   */
  public ContentSnapshot read(String key, SourceObject.Content content) throws SourceException {
    this.key = key;
    return new StreamReader(
            temporaryDirectory, digest, smallFileLimit, scratch, watch.cancellation(), clock)
        .read(key, content);
  }

  /**
   * Opens a stream to be read once, without a hash of the whole and without a copy.
   *
   * @param key what it is called in the backup
   * @param content opens it at its start
   * @throws SourceException when it cannot be opened
   */
  public StreamReading open(String key, SourceObject.Content content) throws SourceException {
    this.key = key;
    Instant now = clock.instant();
    return new StreamReading(
        ForeignStream.open(key, content, temporaryDirectory, watch.cancellation()), now);
  }

  private @Nullable ContentSnapshot readSmall(SourceFile file, OpenFile open, Instant start)
      throws SourceException {
    int size = (int) open.stamp().size();
    if (content.length < size) {
      content = new byte[Math.min(smallFileLimit, Integer.highestOneBit(size) * 2)];
    }
    if (open.read(content, size) < size) {
      return null;
    }
    digest.update(content, 0, size);
    byte[] hash = digest.finish();
    if (size == 0 && open.read(scratch.buffer(), 1) > 0 && open.isUnchanged()) {
      throw new SourceException(SourceProblems.withoutSize(file.key()));
    }
    boolean steady = open.isUnchanged();
    if (!isBelievable(open, steady, start) && !holds(file, size, Fingerprint.of(content, size))) {
      return null;
    }
    return new ContentSnapshot(
        hash, Payload.of(content, 0, size), open.stamp(), steady, start, null);
  }

  private @Nullable ContentSnapshot hashLarge(SourceFile file, OpenFile open, Instant start)
      throws SourceException {
    HashingPass.Outcome pass = new HashingPass(digest, scratch, crew).over(open);
    boolean steady = open.isUnchanged();
    // What was appended since is left for the next backup; sending proves the rest.
    if (!pass.whole() || (!steady && !open.hasGrown())) {
      return null;
    }
    Payload payload = pass.payload(file, () -> OpenFile.open(file, watch).stream());
    return new ContentSnapshot(pass.hash(), payload, open.stamp(), steady, start, null);
  }

  private @Nullable ContentSnapshot copy(SourceFile file, OpenFile open, Instant start)
      throws SourceException {
    PrivateCopy copy = null;
    boolean kept = false;
    try {
      copy = PrivateCopy.in(temporaryDirectory);
      HashingPass.Outcome pass = new HashingPass(digest, scratch, crew).over(open, copy::append);
      boolean steady = open.isUnchanged();
      if (!pass.whole()
          || (!isBelievable(open, steady, start)
              && !holds(file, pass.length(), pass.fingerprint()))) {
        return null;
      }
      kept = true;
      Payload payload = pass.payload(file, copy::open);
      return new ContentSnapshot(pass.hash(), payload, open.stamp(), steady, start, copy);
    } catch (SourceException e) {
      throw e;
    } catch (IOException e) {
      throw new SourceException(SourceProblems.noCopy(file.key(), temporaryDirectory, e));
    } finally {
      if (copy != null && !kept) {
        copy.close();
      }
    }
  }

  /** Whether the stamp alone shows that what was read stood in the file at one moment. */
  private static boolean isBelievable(OpenFile open, boolean steady, Instant start) {
    return steady && !open.stamp().isFresh(Stamps.nanos(start));
  }

  /** Whether the file, opened anew, begins with so many bytes of this fingerprint. */
  private boolean holds(SourceFile file, long length, long fingerprint) throws SourceException {
    Fingerprint second = new Fingerprint();
    try (OpenFile again = OpenFile.open(file, watch)) {
      long count = again.transfer(length, scratch.buffer(), second::update);
      return count == length && second.value() == fingerprint;
    }
  }
}
