package io.spaces.client.internal.source;

import io.spaces.client.backup.SourceObject;
import io.spaces.client.internal.content.Digest;
import io.spaces.client.internal.content.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
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
  private static final int BUFFER = 256 * 1024;
  private static final int ATTEMPTS = 4;

  /** After so many changes a large file is copied before it is sent. */
  private static final int CHANGES_BEFORE_COPY = 2;

  private final OpenWatch watch;
  private final Path temporaryDirectory;
  private final Supplier<? extends Digest> digests;
  private final Digest digest;
  private final int smallFileLimit;
  private final Clock clock;
  private byte[] content = new byte[64 * 1024];
  private byte @Nullable [] scratch;

  /**
   * A reader for one worker.
   *
   * @param watch shared by all readers of a run
   * @param temporaryDirectory where copies go; created when needed
   * @param digests makes what hashes contents
   * @param smallFileLimit the size in bytes up to which files are read into memory, see {@link
   *     #smallFileLimit}
   */
  public SourceReader(
      OpenWatch watch,
      Path temporaryDirectory,
      Supplier<? extends Digest> digests,
      int smallFileLimit) {
    this(watch, temporaryDirectory, digests, smallFileLimit, Clock.systemUTC());
  }

  SourceReader(
      OpenWatch watch,
      Path temporaryDirectory,
      Supplier<? extends Digest> digests,
      int smallFileLimit,
      Clock clock) {
    this.watch = watch;
    this.temporaryDirectory = temporaryDirectory;
    this.digests = digests;
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

  /**
   * Reads and hashes a stream: into memory when it is small, else into a temporary file.
   *
   * @param key what it is called in the backup
   * @param content opens it at its start
   * @throws SourceException when it cannot be read
   */
  public ContentSnapshot read(String key, SourceObject.Content content) throws SourceException {
    Instant start = clock.instant();
    PrivateCopy copy = null;
    boolean kept = false;
    try (InputStream in = content.open()) {
      byte[] head = in.readNBytes(smallFileLimit);
      digest.update(head, 0, head.length);
      Payload payload = Payload.of(head);
      long size = head.length;
      if (head.length == smallFileLimit) {
        copy = PrivateCopy.in(temporaryDirectory);
        copy.append(head, head.length);
        byte[] buffer = scratch();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          copy.append(buffer, count);
          digest.update(buffer, 0, count);
          size += count;
        }
        payload = new CopiedPayload(copy, size);
      }
      FileStamp stamp = new FileStamp(size, 0, FileStamp.UNKNOWN, 0, 0, FileStamp.REGULAR, 1);
      kept = true;
      return new ContentSnapshot(digest.finish(), payload, stamp, false, start, copy);
    } catch (IOException e) {
      throw new SourceException(SourceProblems.of(key, e));
    } finally {
      if (!kept) {
        digest.finish();
        if (copy != null) {
          copy.close();
        }
      }
    }
  }

  private record CopiedPayload(PrivateCopy copy, long length) implements Payload {
    @Override
    public InputStream open() {
      return copy.open();
    }
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
    if (size == 0 && open.read(scratch(), 1) > 0 && open.isUnchanged()) {
      throw new SourceException(SourceProblems.withoutSize(file.key()));
    }
    boolean steady = open.isUnchanged();
    if (!isProven(file, open, steady, start, hash)) {
      return null;
    }
    return new ContentSnapshot(
        hash, Payload.of(content, 0, size), open.stamp(), steady, start, null);
  }

  private @Nullable ContentSnapshot hashLarge(SourceFile file, OpenFile open, Instant start)
      throws SourceException {
    long size = open.stamp().size();
    byte[] hash = hash(open, size);
    boolean steady = open.isUnchanged();
    // What was appended since is left for the next backup; sending proves the rest.
    if (hash == null || (!steady && !open.hasGrown())) {
      return null;
    }
    return new ContentSnapshot(
        hash, verified(file, size, hash, () -> streamOf(file)), open.stamp(), steady, start, null);
  }

  private @Nullable ContentSnapshot copy(SourceFile file, OpenFile open, Instant start)
      throws SourceException {
    long size = open.stamp().size();
    PrivateCopy copy = null;
    boolean kept = false;
    try {
      copy = PrivateCopy.in(temporaryDirectory);
      byte[] hash = hash(open, size, copy);
      boolean steady = open.isUnchanged();
      if (hash == null || !isProven(file, open, steady, start, hash)) {
        return null;
      }
      kept = true;
      return new ContentSnapshot(
          hash, verified(file, size, hash, copy::open), open.stamp(), steady, start, copy);
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

  /** Whether what was read stood in the file at one moment: by its stamp, or by a second look. */
  private boolean isProven(
      SourceFile file, OpenFile open, boolean steady, Instant start, byte[] hash)
      throws SourceException {
    if (steady && !open.stamp().isFresh(Stamps.nanos(start))) {
      return true;
    }
    try (OpenFile again = OpenFile.open(file, watch)) {
      byte[] second = hash(again, open.stamp().size());
      return second != null && MessageDigest.isEqual(second, hash);
    }
  }

  private byte @Nullable [] hash(OpenFile open, long size) throws SourceException {
    try {
      return hash(open, size, null);
    } catch (SourceException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalStateException("Only copying fails otherwise.", e);
    }
  }

  /** Hashes so many bytes, and copies them if asked; null when the file ends before. */
  private byte @Nullable [] hash(OpenFile open, long size, @Nullable PrivateCopy copy)
      throws IOException {
    byte[] buffer = scratch();
    long left = size;
    byte[] hash;
    try {
      while (left > 0) {
        int count = open.readSome(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          break;
        }
        digest.update(buffer, 0, count);
        if (copy != null) {
          copy.append(buffer, count);
        }
        left -= count;
      }
    } finally {
      hash = digest.finish();
    }
    return left == 0 ? hash : null;
  }

  private Payload verified(SourceFile file, long size, byte[] hash, VerifiedPayload.Opener opener) {
    return new VerifiedPayload(size, hash, digests, opener, SourceProblems.changing(file.key()));
  }

  private InputStream streamOf(SourceFile file) throws SourceException {
    OpenFile open = OpenFile.open(file, watch);
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return open.readSome(into, offset, length);
      }

      @Override
      public void close() throws IOException {
        open.close();
      }
    };
  }

  private byte[] scratch() {
    byte[] buffer = scratch;
    if (buffer == null) {
      buffer = new byte[BUFFER];
      scratch = buffer;
    }
    return buffer;
  }
}
