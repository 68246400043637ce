package io.spaces.client.internal.content.chunk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.internal.compact.SipHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChunkerTest {
  private static final ChunkSizes SIZES = new ChunkSizes(512 << 10, 1 << 20, 4 << 20);
  private static final GearTable TABLE = new GearTable("spaces-vault/1/gear".getBytes(US_ASCII));
  private static final byte[] KEY = "0123456789abcdef".getBytes(US_ASCII);

  /** The ways in which vaults are cut. */
  enum Way {
    GEAR {
      @Override
      Chunker chunker(ChunkSizes sizes) {
        return new GearChunker(TABLE, sizes);
      }
    },
    KEYED {
      @Override
      Chunker chunker(ChunkSizes sizes) {
        return new KeyedChunker(KEY, sizes);
      }
    };

    abstract Chunker chunker(ChunkSizes sizes);
  }

  private static List<byte[]> cut(Way way, byte[] content, ChunkSizes sizes) throws IOException {
    return cut(way.chunker(sizes), content);
  }

  private static List<byte[]> cut(Chunker chunker, byte[] content) throws IOException {
    ChunkReader reader = new ChunkReader(chunker, BufferPool.unlimited());
    reader.start(new ByteArrayInputStream(content));
    List<byte[]> chunks = new ArrayList<>();
    for (int length = reader.next(); length >= 0; length = reader.next()) {
      chunks.add(Arrays.copyOf(reader.buffer(), length));
    }
    return chunks;
  }

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] join(List<byte[]> chunks) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    chunks.forEach(out::writeBytes);
    return out.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void loosesNothingAndKeepsToItsBounds(Way way) throws IOException {
    for (int length : new int[] {0, 1, 524287, 524288, 524289, 1048576, 20_000_000}) {
      byte[] content = random(length, length);
      List<byte[]> chunks = cut(way, content, SIZES);
      assertThat(Arrays.equals(join(chunks), content)).as("length %d", length).isTrue();
      for (int i = 0; i < chunks.size(); i++) {
        assertThat(chunks.get(i).length).isLessThanOrEqualTo(SIZES.max());
        if (i < chunks.size() - 1) {
          assertThat(chunks.get(i).length).isGreaterThan(SIZES.min());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void cutsContentWithoutVarietyAtTheMost(Way way) throws IOException {
    assertThat(cut(way, new byte[9 << 20], SIZES))
        .extracting(chunk -> chunk.length)
        .containsExactly(4 << 20, 4 << 20, 1 << 20);
  }

  /** How soon the cuts fall into step again is chance: the seeds are the same in every run. */
  @ParameterizedTest
  @EnumSource
  void anInsertionMovesOnlyTheCutsBesideIt(Way way) throws IOException {
    int seeds = 10;
    long fresh = 0;
    for (int seed = 0; seed < seeds; seed++) {
      fresh += newAfterAnInsertion(way, seed);
    }
    assertThat(fresh / seeds).isBetween(1L << 20, 4L << 20);
  }

  /** Bytes of chunks that are new after a megabyte was put into 32, cut as vaults are. */
  private long newAfterAnInsertion(Way way, long seed) throws IOException {
    ChunkSizes sizes = new ChunkSizes(128 << 10, 512 << 10, 2 << 20);
    byte[] before = random(2 * seed, 32 << 20);
    byte[] inserted = random(2 * seed + 1, 1 << 20);
    int at = 8 << 20;
    byte[] after = new byte[before.length + inserted.length];
    System.arraycopy(before, 0, after, 0, at);
    System.arraycopy(inserted, 0, after, at, inserted.length);
    System.arraycopy(before, at, after, at + inserted.length, before.length - at);
    Set<String> known = new HashSet<>();
    for (byte[] chunk : cut(way, before, sizes)) {
      known.add(name(chunk));
    }
    long fresh = 0;
    for (byte[] chunk : cut(way, after, sizes)) {
      fresh += known.contains(name(chunk)) ? 0 : chunk.length;
    }
    return fresh;
  }

  private static String name(byte[] chunk) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(chunk));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void chunksAreAboutAsLongAsTheyShould(Way way) throws IOException {
    ChunkSizes small = new ChunkSizes(1 << 10, 4 << 10, 16 << 10);
    long seed = new Random().nextLong();
    List<byte[]> chunks = cut(way, random(seed, 8 << 20), small);
    double average = (8 << 20) / (double) chunks.size();
    assertThat(average).as("seed %d", seed).isBetween(0.9 * small.average(), 1.4 * small.average());
    assertThat(chunks)
        .as("seed %d", seed)
        .filteredOn(chunk -> chunk.length == small.max())
        .hasSizeLessThan(chunks.size() / 50);
  }

  @Test
  void anotherKeyCutsElsewhere() throws IOException {
    ChunkSizes small = new ChunkSizes(1 << 10, 4 << 10, 16 << 10);
    byte[] content = random(3, 8 << 20);
    Set<Integer> mine = places(cut(Way.KEYED, content, small));
    byte[] otherKey = KEY.clone();
    otherKey[15] ^= 1;
    Set<Integer> others = places(cut(new KeyedChunker(otherKey, small), content));
    assertThat(mine).hasSizeGreaterThan(1000);
    mine.retainAll(others);
    assertThat(mine).hasSizeLessThan(others.size() / 10);
  }

  private static Set<Integer> places(List<byte[]> chunks) {
    Set<Integer> places = new HashSet<>();
    int end = 0;
    for (byte[] chunk : chunks) {
      end += chunk.length;
      places.add(end);
    }
    return places;
  }

  /** Whatever was before the last 64 bytes, and however the content arrives. */
  @Test
  void aKeyedCutDependsOnTheLastBytesOnly() throws IOException {
    ChunkSizes small = new ChunkSizes(64, 256, 4096);
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] content = random(seed, 100_000);
    KeyedChunker step = new KeyedChunker(KEY, small);
    int start = 0;
    for (byte[] chunk : cut(Way.KEYED, content, small)) {
      byte[] rest = Arrays.copyOfRange(content, start, content.length);
      int cut = -1;
      for (int there = 0; cut < 0 && there < rest.length; ) {
        there = Math.min(rest.length, there + 1 + random.nextInt(90));
        cut = step.scan(rest, there);
      }
      start += chunk.length;
      if (start < content.length) {
        assertThat(cut).as("seed %d", seed).isEqualTo(chunk.length);
      }
    }
  }

  /** The reference: FastCDC written down as plainly as it can be. */
  @Test
  void cutsWhereThePlainDescriptionSays() throws IOException {
    ChunkSizes small = new ChunkSizes(256, 1024, 4096);
    byte[] content = random(7, 200_000);
    List<Integer> expected = new ArrayList<>();
    for (int start = 0; start < content.length; ) {
      int end = Math.min(content.length, start + small.max());
      long hash = 0;
      int cut = end;
      for (int p = start + small.min(); p < end; p++) {
        hash = (hash << 1) + TABLE.values()[content[p] & 0xff];
        int zeros = p - start < small.average() ? 12 : 8;
        if (hash >>> (64 - zeros) == 0) {
          cut = p + 1;
          break;
        }
      }
      expected.add(cut - start);
      start = cut;
    }
    assertThat(cut(Way.GEAR, content, small)).extracting(chunk -> chunk.length).isEqualTo(expected);
  }

  /** The same for cuts by a key: every hash is made anew of the 64 bytes before. */
  @Test
  void cutsByAKeyWhereThePlainDescriptionSays() throws IOException {
    ChunkSizes small = new ChunkSizes(256, 1024, 4096);
    byte[] content = random(7, 200_000);
    List<Integer> expected = new ArrayList<>();
    for (int start = 0; start < content.length; ) {
      int end = Math.min(content.length, start + small.max());
      int cut = end;
      for (int p = start + small.min() + 1; p <= end && cut == end; p++) {
        long hash = 0;
        for (int i = p - 64; i < p; i++) {
          hash = (hash << 1) + TABLE.values()[content[i] & 0xff];
        }
        int zeros = p - start <= small.average() ? 12 : 8;
        if (hash >>> (64 - 4) == 0
            && SipHash.of64(KEY, content, p - 64, 64) >>> (64 - (zeros - 4)) == 0) {
          cut = p;
        }
      }
      expected.add(cut - start);
      start = cut;
    }
    assertThat(cut(Way.KEYED, content, small))
        .extracting(chunk -> chunk.length)
        .isEqualTo(expected);
  }

  @Test
  void waitsForALargeBufferUntilAnotherReaderHasEnded() throws Exception {
    BufferPool pool = new BufferPool(1, () -> {});
    byte[] content = new byte[3 << 20];
    ChunkReader first = new ChunkReader(Way.GEAR.chunker(SIZES), pool);
    first.start(new ByteArrayInputStream(content));
    assertThat(first.next()).isPositive();
    AtomicInteger read = new AtomicInteger();
    Thread second =
        new Thread(
            () -> {
              ChunkReader reader = new ChunkReader(Way.GEAR.chunker(SIZES), pool);
              reader.start(new ByteArrayInputStream(content));
              try {
                read.set(reader.next());
              } catch (IOException e) {
                read.set(-1);
              }
              reader.release();
            });
    second.start();
    second.join(50);
    assertThat(read.get()).isZero();
    first.release();
    second.join();
    assertThat(read.get()).isEqualTo(content.length);
  }

  @Test
  void givesUpWaitingForALargeBufferWhenItIsTold() throws Exception {
    BufferPool pool =
        new BufferPool(
            0,
            () -> {
              throw new IllegalStateException("cancelled");
            });
    ChunkReader reader = new ChunkReader(Way.GEAR.chunker(SIZES), pool);
    reader.start(new ByteArrayInputStream(new byte[100]));
    assertThat(reader.next()).as("a small content needs none").isEqualTo(100);
    reader.start(new ByteArrayInputStream(new byte[3 << 20]));
    assertThatThrownBy(reader::next).hasMessage("cancelled");
  }
}
