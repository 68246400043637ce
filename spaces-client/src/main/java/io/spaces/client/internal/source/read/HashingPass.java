package io.spaces.client.internal.source.read;

import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.content.Digest;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.SourceFile;
import io.spaces.client.internal.source.SourceProblems;
import java.io.IOException;

/** Passes over large files, which hash all that there is up to the length that the stamp says. */
final class HashingPass {
  private final Digest digest;
  private final Scratch scratch;
  private final HashCrew crew;

  HashingPass(Digest digest, Scratch scratch, HashCrew crew) {
    this.digest = digest;
    this.scratch = scratch;
    this.crew = crew;
  }

  /**
   * What one pass saw.
   *
   * @param length bytes, by the stamp
   * @param whole whether the file held so many
   * @param hash their digest
   * @param fingerprint what another pass over them has to see
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  record Outcome(long length, boolean whole, byte[] hash, long fingerprint) {
    /** What was seen, to be sent: opened anew, and checked on the way. */
    Payload payload(SourceFile file, VerifiedPayload.Opener opener) {
      return new VerifiedPayload(length, fingerprint, opener, SourceProblems.changing(file.key()));
    }
  }

  /** One pass, by several threads where that pays. */
  Outcome over(OpenFile file) throws SourceException {
    long length = file.stamp().size();
    boolean shared =
        length >= SharedPass.LEAST_SIZE
            && digest instanceof ContentHash
            && crew.isOfUse()
            && file.hasPositions();
    return shared
        ? shared(file, length, (ContentHash) digest)
        : over(file, (OpenFile.Sink<SourceException>) (bytes, offset, count) -> {});
  }

  /** One pass that hands on what it sees. */
  <X extends IOException> Outcome over(OpenFile file, OpenFile.Sink<X> alsoTo)
      throws SourceException, X {
    long length = file.stamp().size();
    Fingerprint fingerprint = new Fingerprint();
    long count = 0;
    byte[] hash;
    try {
      count =
          file.transfer(
              length,
              scratch.buffer(),
              (bytes, offset, part) -> {
                crew.check();
                digest.update(bytes, offset, part);
                fingerprint.update(bytes, offset, part);
                alsoTo.accept(bytes, offset, part);
              });
    } finally {
      // Also after a failure: the next file starts with a fresh digest.
      hash = digest.finish();
    }
    return new Outcome(length, count == length, hash, fingerprint.value());
  }

  private Outcome shared(OpenFile file, long length, ContentHash hash) throws SourceException {
    SharedPass pass = new SharedPass(file, crew, hash);
    long count = 0;
    byte[] digested;
    try {
      count = pass.run(length);
    } finally {
      digested = hash.finish();
    }
    return new Outcome(length, count == length, digested, pass.fingerprint());
  }
}
