package io.spaces.client.internal.source.read;

import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.CancelledException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.ClientThreads;
import io.spaces.client.internal.waiting.Deadline;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Content that may take so long from its opening to its end, and fails when it takes longer. */
public final class LimitedContent implements RunContent {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(24);

  private final SourceObject.Content content;
  private final Duration limit;

  private LimitedContent(SourceObject.Content content, Duration limit) {
    this.content = content;
    this.limit = limit;
  }

  /** The content with another limit, in place of one that it has. */
  public static SourceObject.Content of(SourceObject.Content content, Duration limit) {
    return new LimitedContent(
        content instanceof LimitedContent limited ? limited.content : content, check(limit));
  }

  /**
   * Checks a limit.
   *
   * @throws InvalidParameterException when it is out of range
   */
  public static Duration check(Duration limit) {
    if (limit.compareTo(SHORTEST) < 0 || limit.compareTo(LONGEST) > 0) {
      throw new InvalidParameterException(
          "timeLimit", "is " + limit + "; expected 1 ms to 24 days");
    }
    return limit;
  }

  @Override
  public InputStream open(Path temporaryDirectory, Cancellation run) throws IOException {
    Cancellation own = new Cancellation();
    Cancellation.Registration withRun = run.onCancel(own::cancel);
    Deadline deadline = Deadline.start("spaces-source-limit", limit, own);
    Caller caller = new Caller();
    Cancellation.Registration unused = own.onCancel(() -> wake(caller, deadline));
    caller.enter();
    try {
      InputStream in = ContentStream.open(content, temporaryDirectory, own);
      return new Limited(in, own, caller, deadline, withRun);
    } catch (CancelledException e) {
      end(deadline, withRun);
      throw why(deadline, e);
    } catch (IOException | RuntimeException e) {
      end(deadline, withRun);
      throw e;
    } finally {
      caller.leave();
    }
  }

  /** Programs and databases of ours end by themselves; and who cancels a run looks after it. */
  private void wake(Caller caller, Deadline deadline) {
    if (deadline.isReached() && !(content instanceof RunContent)) {
      // An interrupt may close a channel, and that may block.
      Thread unused = ClientThreads.start("spaces-waking-a-source", caller::interrupt);
    }
  }

  private static void end(Deadline deadline, Cancellation.Registration withRun) {
    deadline.close();
    withRun.close();
  }

  private static IOException why(Deadline deadline, CancelledException cancelled)
      throws IOException {
    if (!deadline.isReached()) {
      throw cancelled;
    }
    return new IOException("It " + deadline.words(), cancelled);
  }

  @Override
  public long room() {
    return content instanceof RunContent ours ? ours.room() : 0;
  }

  @Override
  public String toString() {
    return content.toString();
  }

  /** The thread that is inside the user's code, which is interrupted nowhere else. */
  private static final class Caller {
    private @Nullable Thread inside;
    private boolean interrupted;

    synchronized void enter() {
      inside = Thread.currentThread();
    }

    synchronized void leave() {
      inside = null;
      if (interrupted) {
        interrupted = false;
        boolean unused = Thread.interrupted();
      }
    }

    synchronized void interrupt() {
      Thread thread = inside;
      if (thread != null) {
        interrupted = true;
        thread.interrupt();
      }
    }
  }

  private static final class Limited extends FilterInputStream {
    private final Cancellation own;
    private final Caller caller;
    private final Deadline deadline;
    private final Cancellation.Registration withRun;

    Limited(
        InputStream in,
        Cancellation own,
        Caller caller,
        Deadline deadline,
        Cancellation.Registration withRun) {
      super(in);
      this.own = own;
      this.caller = caller;
      this.deadline = deadline;
      this.withRun = withRun;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      caller.enter();
      try {
        own.throwIfCancelled();
        return super.read(bytes, offset, length);
      } catch (CancelledException e) {
        throw why(deadline, e);
      } finally {
        caller.leave();
      }
    }

    @Override
    public void close() throws IOException {
      end(deadline, withRun);
      super.close();
    }
  }
}
