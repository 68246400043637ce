package io.spaces.client.internal.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * A socket that goes to the operating system for many kilobytes at a time. OkHttp moves 8 KiB at
 * once, and a call of the system for each of them costs more than all else that is done to those
 * bytes.
 */
final class BufferedSocket extends Socket {
  private static final int BUFFER = 32 * 1024;

  private @Nullable InputStream in;
  private @Nullable OutputStream out;

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    if (in == null) {
      in = new BufferedInputStream(super.getInputStream(), BUFFER);
    }
    return in;
  }

  @Override
  public synchronized OutputStream getOutputStream() throws IOException {
    if (out == null) {
      out = new BufferedOutputStream(super.getOutputStream(), BUFFER);
    }
    return out;
  }
}
