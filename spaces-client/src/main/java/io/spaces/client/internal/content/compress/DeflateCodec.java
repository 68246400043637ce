package io.spaces.client.internal.content.compress;

import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Raw DEFLATE (RFC 1951) with the JDK's zlib. */
final class DeflateCodec implements Codec {
  private final Deflater deflater;
  private final Inflater inflater = new Inflater(true);

  DeflateCodec(int level) {
    deflater = new Deflater(level, true);
  }

  @Override
  public int compress(byte[] content, int length, byte[] target, int limit) {
    deflater.reset();
    deflater.setInput(content, 0, length);
    deflater.finish();
    int done = 0;
    while (!deflater.finished() && done < limit) {
      done += deflater.deflate(target, done, limit - done);
    }
    return deflater.finished() ? done : -1;
  }

  @Override
  public boolean expand(byte[] stored, int offset, int length, byte[] target, int expected) {
    inflater.reset();
    inflater.setInput(stored, offset, length);
    int done = 0;
    try {
      while (done < expected) {
        int part = inflater.inflate(target, done, expected - done);
        if (part == 0) {
          return false;
        }
        done += part;
      }
      // The end of the stream may follow the last byte; anything else is too much.
      return inflater.finished()
          || (inflater.inflate(new byte[1], 0, 1) == 0 && inflater.finished());
    } catch (DataFormatException e) {
      return false;
    }
  }

  @Override
  public void close() {
    deflater.end();
    inflater.end();
  }
}
