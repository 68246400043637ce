package io.spaces.client.internal.source;

import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.CancelledException;
import io.spaces.client.internal.content.StagedContent;
import io.spaces.client.internal.secret.ForeignWords;
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
  private final Runnable checkpoint;

  private ForeignStream(String key, InputStream in, Runnable checkpoint) {
    this.key = key;
    this.in = in;
    this.checkpoint = checkpoint;
  }

  /**
   * Opens it at its start.
   *
   * @param key what it is called in the backup
   * @param temporaryDirectory where the files go that it may need
   * @param checkpoint throws when the run is to end
   */
  static ForeignStream open(
      String key, SourceObject.Content content, Path temporaryDirectory, Runnable checkpoint)
      throws SourceException {
    InputStream in =
        asked(
            key,
            checkpoint,
            () ->
                content instanceof StagedContent staged
                    ? staged.open(temporaryDirectory)
                    : content.open());
    return new ForeignStream(key, in, checkpoint);
  }

  @Override
  public int read() throws SourceException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws SourceException {
    checkpoint.run();
    return asked(key, checkpoint, () -> in.read(bytes, offset, length));
  }

  @Override
  public void close() throws SourceException {
    boolean unused =
        asked(
            key,
            checkpoint,
            () -> {
              in.close();
              return true;
            });
  }

  private interface Question<T> {
    T ask() throws IOException;
  }

  /** What fails once the run is to end was broken off, and tells nothing of the object. */
  private static <T> T asked(String key, Runnable checkpoint, Question<T> question)
      throws SourceException {
    try {
      return question.ask();
    } catch (CancelledException e) {
      throw e;
    } catch (IOException e) {
      checkpoint.run();
      throw problem(key, e);
    } catch (RuntimeException e) { // the stream is the user's, and so is what it throws
      checkpoint.run();
      throw problem(key, new IOException(ForeignWords.described(e), e));
    }
  }

  private static SourceException problem(String key, IOException e) {
    return new SourceException(SourceProblems.of(key, e)).ofNamed();
  }
}
