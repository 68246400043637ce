package io.spaces.client.internal.program;

import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A program's standard output, whose end is an exception unless the program says all went well. A
 * program that says nothing is ended by a cancellation, or when another thread closes this.
 */
final class ProgramInputStream extends InputStream {
  private final String program;
  private final Process process;
  private final ProgramTree tree;
  private final Cancellation.Registration ending;
  private final InputStream out;
  private final Complaints complaints;
  private final List<String> secrets;
  private final Runnable cleanup;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean succeeded;
  private @Nullable IOException failure;

  ProgramInputStream(
      String program,
      ProgramTree tree,
      List<String> secrets,
      Runnable cleanup,
      Cancellation cancellation) {
    this.program = program;
    this.tree = tree;
    process = tree.program();
    this.secrets = secrets;
    this.cleanup = cleanup;
    out = process.getInputStream();
    complaints = new Complaints(program, process.getErrorStream());
    ending = cancellation.onCancel(() -> tree.endSoon(program));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (succeeded) {
      return -1;
    }
    int count = out.read(bytes, offset, length);
    if (count < 0) {
      requireSuccess();
    }
    return count;
  }

  private void requireSuccess() throws IOException {
    int code;
    try {
      code = process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = new IOException("The wait for the end of " + program + " was interrupted", e);
      throw failure;
    }
    if (code != 0) {
      failure = complaints.failure(code, secrets);
      throw failure;
    }
    succeeded = true;
  }

  @Override
  public int available() throws IOException {
    return out.available();
  }

  /** Ends the program, and what it has started, unless it has come to its end as it should. */
  @Override
  public void close() throws IOException {
    ending.close();
    try {
      if (!succeeded) {
        tree.end();
      }
    } finally {
      if (closed.compareAndSet(false, true)) {
        try {
          out.close();
        } finally {
          cleanup.run();
        }
      }
    }
  }
}
