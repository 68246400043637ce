package io.spaces.client.internal.source.read;

import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.CancelledException;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.ClientThreads;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A user's stream, which is not to be relied on to answer: a read that still blocks a second after
 * the run was cancelled gets its stream closed by another thread, as ends what waits for a socket
 * or a program. Whatever such a read then yields or throws counts as the cancellation that it is.
 */
final class ContentStream extends FilterInputStream {
  private static final Logger log = LoggerFactory.getLogger(ContentStream.class);
  private static final long PATIENCE_MILLIS = 1_000;

  private final Cancellation cancellation;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Cancellation.Registration closing;

  private ContentStream(InputStream in, Cancellation cancellation) {
    super(in);
    this.cancellation = cancellation;
    closing = cancellation.onCancel(this::closeSoon);
  }

  /**
   * Opens a content at its start.
   *
   * @throws CancelledException when cancelled
   */
  static InputStream open(
      SourceObject.Content content, Path temporaryDirectory, Cancellation cancellation)
      throws IOException {
    cancellation.throwIfCancelled();
    try {
      return new ContentStream(
          content instanceof RunContent ours
              ? ours.open(temporaryDirectory, cancellation)
              : content.open(),
          cancellation);
    } catch (IOException | RuntimeException e) {
      cancellation.throwIfCancelled();
      throw e;
    }
  }

  private void closeSoon() {
    Thread unused = ClientThreads.start("spaces-closing-a-source", this::closeWhenStuck);
  }

  private void closeWhenStuck() {
    try {
      if (!closed.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        in.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) { // the stream is the user's
      log.debug("A stream of a source could not be closed", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int count = super.read(bytes, offset, length);
      cancellation.throwIfCancelled();
      return count;
    } catch (IOException | RuntimeException e) {
      cancellation.throwIfCancelled();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    closing.close();
    closed.countDown();
    super.close();
  }
}
