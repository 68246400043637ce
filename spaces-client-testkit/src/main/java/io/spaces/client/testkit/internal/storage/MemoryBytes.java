package io.spaces.client.testkit.internal.storage;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Collects bytes in segments, so that large content needs no large array. */
final class MemoryBytes implements BlobSink {
  private static final int SMALLEST = 256;
  private static final int LARGEST = 1 << 20;

  private final List<byte[]> full = new ArrayList<>(1);
  private byte[] segment;
  private int used;

  MemoryBytes(long hint) {
    this.segment = new byte[(int) Math.max(SMALLEST, Math.min(hint, LARGEST))];
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (used == segment.length) {
        full.add(segment);
        segment = new byte[Math.min(LARGEST, segment.length * 2)];
        used = 0;
      }
      int part = Math.min(left, segment.length - used);
      System.arraycopy(bytes, from, segment, used, part);
      used += part;
      from += part;
      left -= part;
    }
  }

  @Override
  public Blob finish() {
    List<byte[]> segments = new ArrayList<>(full);
    segments.add(Arrays.copyOf(segment, used));
    return new Segments(List.copyOf(segments));
  }

  @Override
  public void close() {
    full.clear();
  }

  private record Segments(List<byte[]> segments) implements Blob {
    @Override
    public InputStream open() {
      return new SegmentStream(segments);
    }

    @Override
    public void discard() {}
  }

  private static final class SegmentStream extends InputStream {
    private final List<byte[]> segments;
    private int index;
    private int position;

    SegmentStream(List<byte[]> segments) {
      this.segments = segments;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (length == 0) {
        return 0;
      }
      while (index < segments.size() && position == segments.get(index).length) {
        index++;
        position = 0;
      }
      if (index == segments.size()) {
        return -1;
      }
      byte[] segment = segments.get(index);
      int part = Math.min(length, segment.length - position);
      System.arraycopy(segment, position, target, offset, part);
      position += part;
      return part;
    }
  }
}
