package io.spaces.client.internal.source.read;

import io.spaces.client.backup.SourceObject;
import io.spaces.client.internal.content.Digest;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.disk.PrivateCopy;
import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.SourceProblems;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads and hashes streams: into memory when they are small, else into a temporary file. */
final class StreamReader {
  private final Path temporaryDirectory;
  private final Digest digest;
  private final int smallLimit;
  private final Scratch scratch;
  private final Cancellation cancellation;
  private final Clock clock;

  StreamReader(
      Path temporaryDirectory,
      Digest digest,
      int smallLimit,
      Scratch scratch,
      Cancellation cancellation,
      Clock clock) {
    this.temporaryDirectory = temporaryDirectory;
    this.digest = digest;
    this.smallLimit = smallLimit;
    this.scratch = scratch;
    this.cancellation = cancellation;
    this.clock = clock;
  }

  ContentSnapshot read(String key, SourceObject.Content content) throws SourceException {
    Instant start = clock.instant();
    Taken taken = new Taken();
    boolean kept = false;
    try {
      try (InputStream in = ForeignStream.open(key, content, temporaryDirectory, cancellation)) {
        taken.take(in);
      }
      kept = true;
      return taken.snapshot(start);
    } catch (SourceException e) {
      throw e;
    } catch (IOException e) {
      cancellation.throwIfCancelled();
      throw new SourceException(SourceProblems.notStaged(key, temporaryDirectory, e));
    } finally {
      if (!kept) {
        taken.drop();
      }
    }
  }

  /** What was taken out of one stream. */
  private final class Taken {
    private Payload payload = Payload.of(new byte[0]);
    private @Nullable PrivateCopy copy;

    void take(InputStream in) throws IOException {
      byte[] head = in.readNBytes(smallLimit);
      digest.update(head, 0, head.length);
      payload = Payload.of(head);
      if (head.length == smallLimit) {
        PrivateCopy rest = PrivateCopy.in(temporaryDirectory);
        copy = rest;
        rest.append(head, 0, head.length);
        long size = head.length;
        byte[] buffer = scratch.buffer();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          rest.append(buffer, 0, count);
          digest.update(buffer, 0, count);
          size += count;
        }
        payload = new CopiedPayload(rest, size);
      }
    }

    ContentSnapshot snapshot(Instant start) {
      FileStamp stamp = FileStamp.ofStream(payload.length());
      return new ContentSnapshot(digest.finish(), payload, stamp, false, start, copy);
    }

    void drop() {
      digest.finish(); // the next content starts with a fresh one
      if (copy != null) {
        copy.close();
      }
    }
  }

  private record CopiedPayload(PrivateCopy copy, long length) implements Payload {
    @Override
    public InputStream open() {
      return copy.open();
    }
  }
}
