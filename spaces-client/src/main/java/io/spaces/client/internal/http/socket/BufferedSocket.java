package io.spaces.client.internal.http.socket;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A socket that goes to the operating system for many kilobytes at a time, and that keeps its own
 * time. OkHttp moves 8 KiB at once and sets an alarm for each of them, which costs more than all
 * else that is done to those bytes.
 */
final class BufferedSocket extends Socket {
  private static final int READ_BUFFER = 32 * 1024;

  /** Halves the system calls of a large upload once more; a larger one saves no time. */
  private static final int WRITE_BUFFER = 64 * 1024;

  /** As much as Linux holds back for a socket by default: it may be sent, yet far from there. */
  private static final int MOST_UNDER_WAY = 4 << 20;

  /** What may still be under way gets the usual time for each so many bytes. */
  private static final int BYTES_A_TIME = 512 * 1024;

  private final int readMillis;
  private final StallWatch watch;
  private final LowestRate.Meter reading;
  private final LowestRate.Meter writing;
  private @Nullable InputStream in;
  private @Nullable OutputStream out;

  /** Bytes written since the last were read. */
  private long unanswered;

  /**
   * A socket yet to be connected.
   *
   * @param readMillis how long to wait for bytes when nobody says otherwise
   * @param watch breaks it off when a write stalls
   * @param lowestRate breaks it off when it trickles
   */
  BufferedSocket(int readMillis, StallWatch watch, LowestRate lowestRate) {
    this.readMillis = readMillis;
    this.watch = watch;
    reading = lowestRate.meter();
    writing = lowestRate.meter();
  }

  /** Sets the time to wait for bytes; 0, which means for ever elsewhere, stands for the usual. */
  @Override
  public synchronized void setSoTimeout(int millis) throws SocketException {
    super.setSoTimeout(millis == 0 ? readMillis : millis);
  }

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    if (in == null) {
      in = new BufferedInputStream(new Patient(super.getInputStream()), READ_BUFFER);
    }
    return in;
  }

  @Override
  public synchronized OutputStream getOutputStream() throws IOException {
    if (out == null) {
      out = new BufferedOutputStream(new Watched(super.getOutputStream()), WRITE_BUFFER);
    }
    return out;
  }

  private int patience() {
    long extra = readMillis * Math.min(unanswered, MOST_UNDER_WAY) / BYTES_A_TIME;
    return (int) Math.min(Integer.MAX_VALUE, readMillis + extra);
  }

  /**
   * Waits longer for the answer to a large body: what was written may lie in buffers for minutes,
   * here and in proxies, before it has crossed a slow line.
   */
  private final class Patient extends FilterInputStream {
    Patient(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      boolean patient = unanswered > WRITE_BUFFER && getSoTimeout() == readMillis;
      if (patient) {
        setSoTimeout(patience());
      }
      boolean begins = unanswered > 0;
      long start = System.nanoTime();
      try {
        int read = in.read(bytes, offset, length);
        unanswered = 0;
        if (begins) {
          // How long a server thinks before it answers is no matter of its rate.
          reading.restart();
        } else if (read > 0) {
          reading.moved(read, System.nanoTime() - start);
        }
        return read;
      } finally {
        if (patient) {
          setSoTimeout(readMillis);
        }
      }
    }
  }

  /** Writes with a time limit. */
  private final class Watched extends OutputStream {
    private final OutputStream out;
    private final StallWatch.Entry entry = watch.add(BufferedSocket.this);

    Watched(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (unanswered == 0) {
        writing.restart();
      }
      long start = System.nanoTime();
      entry.begin();
      try {
        out.write(bytes, offset, length);
        unanswered += length;
        writing.moved(length, System.nanoTime() - start);
      } catch (IOException e) {
        if (entry.isStalled()) {
          SocketTimeoutException stalled = new SocketTimeoutException("Write timed out");
          stalled.initCause(e);
          throw stalled;
        }
        throw e;
      } finally {
        entry.end();
      }
    }
  }
}
