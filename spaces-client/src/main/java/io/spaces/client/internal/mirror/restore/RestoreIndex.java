package io.spaces.client.internal.mirror.restore;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.mirror.Listed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects to restore, numbered from 0, as the space lists them: some 55 bytes for each and its
 * key. Filled by one thread; then safe for use by several.
 */
public final class RestoreIndex {
  /** Longer keys are refused before they come here. */
  private static final int MAX_RECORD = 16 * 1024;

  /** Small enough not to be humongous for G1, which would give each chunk twice its room. */
  private static final int CHUNK_BITS = 18;

  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int MAX_CHUNKS = 1 << (32 - CHUNK_BITS);
  private static final int SIZE = 0;
  private static final int MODIFIED = 8;
  private static final int KEY_LENGTH = 16;
  private static final int HASHED = 18;
  private static final int REST = 19;
  private static final int HASH = 32;

  private final List<ByteBuffer> chunks = new ArrayList<>();
  private int[] addresses = new int[1024];
  private int count;
  private long bytes;

  /** Takes in one object. */
  void add(String key, long size, long lastModified, byte @Nullable [] digest) {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    int length = REST + (digest == null ? 0 : HASH) + name.length;
    if (length > MAX_RECORD) {
      throw new IllegalArgumentException("a key of " + name.length + " bytes");
    }
    ByteBuffer chunk = chunks.isEmpty() ? startChunk() : chunks.get(chunks.size() - 1);
    if (chunk.remaining() < length) {
      chunk = startChunk();
    }
    if (count == addresses.length) {
      addresses = Arrays.copyOf(addresses, count * 2);
    }
    addresses[count++] = (chunks.size() - 1) << CHUNK_BITS | chunk.position();
    chunk.putLong(size).putLong(lastModified).putShort((short) name.length);
    chunk.put((byte) (digest == null ? 0 : 1));
    if (digest != null) {
      chunk.put(digest, 0, HASH);
    }
    chunk.put(name);
    bytes += Math.max(0, size);
  }

  private ByteBuffer startChunk() {
    if (chunks.size() == MAX_CHUNKS) {
      throw new SpaceException(
          "The space lists more objects than one restore can hold; restore them in parts.");
    }
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    chunks.add(chunk);
    return chunk;
  }

  /** How much memory it takes, about. */
  long held() {
    return (long) CHUNK * chunks.size() + 4L * addresses.length;
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** How many bytes they have, as far as the space says so. */
  long bytes() {
    return bytes;
  }

  public String key(int number) {
    ByteBuffer chunk = chunk(number);
    int at = at(number);
    int length = Short.toUnsignedInt(chunk.getShort(at + KEY_LENGTH));
    int start = at + REST + (chunk.get(at + HASHED) == 0 ? 0 : HASH);
    byte[] name = new byte[length];
    chunk.get(start, name);
    return new String(name, StandardCharsets.UTF_8);
  }

  /** Bytes, or -1 when the space does not say. */
  long size(int number) {
    return chunk(number).getLong(at(number) + SIZE);
  }

  /** The same as far as it counts for progress. */
  public long plannedSize(int number) {
    return Math.max(0, size(number));
  }

  /** Milliseconds since 1970, or negative when the space does not say. */
  long lastModified(int number) {
    return chunk(number).getLong(at(number) + MODIFIED);
  }

  /** All of it. */
  public Listed listed(int number) {
    return new Listed(size(number), lastModified(number), digest(number));
  }

  byte @Nullable [] digest(int number) {
    ByteBuffer chunk = chunk(number);
    int at = at(number);
    if (chunk.get(at + HASHED) == 0) {
      return null;
    }
    byte[] digest = new byte[HASH];
    chunk.get(at + REST, digest);
    return digest;
  }

  private ByteBuffer chunk(int number) {
    return chunks.get(addresses[number] >>> CHUNK_BITS);
  }

  private int at(int number) {
    return addresses[number] & (CHUNK - 1);
  }
}
