package io.spaces.client.internal.source.read;

import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.content.LeafHash;
import io.spaces.client.internal.source.SourceException;
import java.util.Arrays;

/**
 * One pass over a large file by several threads: they read and hash its chunks, a window of them at
 * a time, and one thread puts the window together in order. So memory does not grow with the file.
 */
final class SharedPass {
  /** From this size on, in bytes, several threads are worth the trouble of bringing them in. */
  static final long LEAST_SIZE = 16 << 20;

  private static final int CHUNK_SIZE = ContentHash.CHUNK_SIZE;
  private static final int WINDOW = 256;

  private final OpenFile file;
  private final HashCrew crew;
  private final ContentHash hash;
  private final Fingerprint fingerprint = new Fingerprint();
  private final byte[][] leaves = new byte[WINDOW][];
  private final long[] prints = new long[WINDOW];
  private final int[] lengths = new int[WINDOW];

  SharedPass(OpenFile file, HashCrew crew, ContentHash hash) {
    this.file = file;
    this.crew = crew;
    this.hash = hash;
  }

  /** Reads so many bytes, or all until the file ends, into the hash; returns how many. */
  long run(long length) throws SourceException {
    crew.awaitTurn();
    try {
      return hashed(length);
    } finally {
      crew.endTurn();
    }
  }

  private long hashed(long length) throws SourceException {
    long done = 0;
    while (done < length) {
      crew.check();
      long start = done;
      int chunks = (int) Math.min(WINDOW, (length - start + CHUNK_SIZE - 1) / CHUNK_SIZE);
      Arrays.fill(lengths, 0, chunks, 0);
      crew.run(chunks, () -> share(start, length));
      for (int chunk = 0; chunk < chunks; chunk++) {
        if (lengths[chunk] > 0) {
          hash.addLeaf(leaves[chunk], lengths[chunk]);
          fingerprint.addChunk(prints[chunk]);
          done += lengths[chunk];
        }
        if (lengths[chunk] < CHUNK_SIZE) {
          return done; // the end, planned or not
        }
      }
    }
    return done;
  }

  long fingerprint() {
    return fingerprint.value();
  }

  private HashCrew.Share share(long start, long length) {
    LeafHash leafHash = new LeafHash();
    byte[] buffer = new byte[CHUNK_SIZE];
    return chunk -> {
      long position = start + (long) chunk * CHUNK_SIZE;
      int count = file.readAt(position, buffer, (int) Math.min(CHUNK_SIZE, length - position));
      if (count > 0) {
        leaves[chunk] = leafHash.of(buffer, 0, count);
        prints[chunk] = Fingerprint.of(buffer, count);
        lengths[chunk] = count;
      }
    };
  }
}
