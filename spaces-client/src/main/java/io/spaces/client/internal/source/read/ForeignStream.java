package io.spaces.client.internal.source.read;

import io.spaces.client.backup.SourceObject;
import io.spaces.client.internal.secret.ForeignWords;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.SourceProblems;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * A stream of the user's. Whatever it throws is what is wrong with one object, a {@link
 * SourceException}, and never what ends a run; a run that is to end stops reading it.
 */
final class ForeignStream extends InputStream {
  private final String key;
  private final InputStream in;
  private final Cancellation cancellation;

  private ForeignStream(String key, InputStream in, Cancellation cancellation) {
    this.key = key;
    this.in = in;
    this.cancellation = cancellation;
  }

  /**
   * Opens it at its start.
   *
   * @param key what it is called in the backup
   * @param temporaryDirectory where the files go that it may need
   * @param cancellation ends what it waits for
   */
  static ForeignStream open(
      String key, SourceObject.Content content, Path temporaryDirectory, Cancellation cancellation)
      throws SourceException {
    InputStream in =
        asked(
            key, cancellation, () -> ContentStream.open(content, temporaryDirectory, cancellation));
    return new ForeignStream(key, in, cancellation);
  }

  @Override
  public int read() throws SourceException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws SourceException {
    cancellation.throwIfCancelled();
    return asked(key, cancellation, () -> in.read(bytes, offset, length));
  }

  @Override
  public void close() throws SourceException {
    boolean unused =
        asked(
            key,
            cancellation,
            () -> {
              in.close();
              return true;
            });
  }

  private interface Question<T> {
    T ask() throws IOException;
  }

  /** What fails once the run is to end was broken off, and tells nothing of the object. */
  private static <T> T asked(String key, Cancellation cancellation, Question<T> question)
      throws SourceException {
    try {
      return question.ask();
    } catch (IOException e) {
      cancellation.throwIfCancelled();
      throw problem(key, e);
    } catch (RuntimeException e) { // the user's, even if it says that another run was cancelled
      cancellation.throwIfCancelled();
      throw problem(key, new IOException(ForeignWords.described(e), e));
    }
  }

  private static SourceException problem(String key, IOException e) {
    return new SourceException(SourceProblems.of(key, e)).ofNamed();
  }
}
