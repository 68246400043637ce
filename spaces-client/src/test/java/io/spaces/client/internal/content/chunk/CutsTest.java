package io.spaces.client.internal.content.chunk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * An attack on the secret of cuts: somebody has a file of two letters backed up, sees the lengths
 * of its chunks (even exactly, which no pack tells), and computes where another file of these
 * letters is cut. With a Gear hash each length is a linear equation, known to some 17 bits, in two
 * unknown numbers of 64 bits; of 28 of them, lattice reduction finds both.
 */
class CutsTest {
  private static final ChunkSizes SIZES = new ChunkSizes(128 << 10, 512 << 10, 2 << 20);
  private static final int LENGTHS = 28;
  private static final int EQUATIONS = 14;
  private static final byte X = 'x';
  private static final byte Y = 'y';

  /** Less than this has a hash at a cut: 64 bits but the fewest that are zero there. */
  private static final int HASH_BITS = 64 - 17;

  private static byte[] letters(long seed, int length) {
    Random random = new Random(seed);
    byte[] content = new byte[length];
    long bits = 0;
    for (int i = 0; i < length; i++) {
      bits = i % Integer.SIZE == 0 ? random.nextInt() : bits >>> 1;
      content[i] = (bits & 1) == 0 ? X : Y;
    }
    return content;
  }

  private static List<Integer> ends(Chunker chunker, byte[] content) throws IOException {
    ChunkReader reader = new ChunkReader(chunker, BufferPool.unlimited());
    reader.start(new ByteArrayInputStream(content));
    List<Integer> ends = new ArrayList<>();
    int end = 0;
    for (int length = reader.next(); length >= 0; length = reader.next()) {
      end += length;
      ends.add(end);
    }
    return ends;
  }

  /** The last 64 letters before a cut as a number: the hash is d times it, less that of an x. */
  private static long pattern(byte[] content, int end) {
    long pattern = 0;
    for (int i = end - Long.SIZE; i < end; i++) {
      pattern = pattern << 1 | (content[i] == Y ? 1 : 0);
    }
    return pattern;
  }

  /** A table in which the two letters have the numbers that explain the cuts best. */
  private static GearTable recover(byte[] content, List<Integer> ends) throws IOException {
    List<Long> patterns = new ArrayList<>();
    int start = 0;
    for (int end : ends) {
      if (end - start < SIZES.max() && end < content.length) {
        patterns.add(pattern(content, end));
      }
      start = end;
    }
    GearTable best = new GearTable(new byte[1]);
    int bestHits = -1;
    for (long d : differences(patterns.subList(0, EQUATIONS + 1))) {
      GearTable table = new GearTable(new byte[1]);
      long x = x(d, patterns);
      table.values()[X] = x;
      table.values()[Y] = x + d;
      int hits = hits(ends(new GearChunker(table, SIZES), content), ends);
      if (hits > bestHits) {
        bestHits = hits;
        best = table;
      }
    }
    return best;
  }

  /** What the two letters' numbers may differ by: it makes all hashes fall close together. */
  private static Set<Long> differences(List<Long> patterns) {
    int n = patterns.size() - 1;
    BigInteger[][] basis = new BigInteger[n + 1][n + 1];
    for (int i = 0; i <= n; i++) {
      for (int j = 0; j <= n; j++) {
        BigInteger entry = BigInteger.valueOf(i == j ? 1 : 0);
        if (i < n && i == j) {
          entry = BigInteger.ONE.shiftLeft(Long.SIZE + Long.SIZE - HASH_BITS);
        } else if (i == n && j < n) {
          entry =
              BigInteger.valueOf(patterns.get(j + 1) - patterns.get(0))
                  .shiftLeft(Long.SIZE - HASH_BITS);
        }
        basis[i][j] = entry;
      }
    }
    ShortVectors.reduce(basis);
    Set<Long> found = new HashSet<>();
    for (BigInteger[] row : Arrays.copyOf(basis, 3)) {
      found.add(row[n].longValue());
      found.add(row[n].negate().longValue());
    }
    return found;
  }

  /** The middle of what the number of x may be, as all hashes at cuts are small. */
  private static long x(long d, List<Long> patterns) {
    long least = 0;
    long most = 0;
    for (long pattern : patterns) {
      long apart = d * (pattern - patterns.get(0));
      least = Math.min(least, apart);
      most = Math.max(most, apart);
    }
    long first = (-least + (1L << HASH_BITS) - most) / 2;
    return d * patterns.get(0) - first;
  }

  private static int hits(List<Integer> predicted, List<Integer> actual) {
    Set<Integer> common = new HashSet<>(predicted);
    common.retainAll(actual.subList(0, actual.size() - 1));
    return common.size();
  }

  /** How many of some fifty cuts of another file are foretold. */
  private static int foretold(Chunker victim, long seed) throws IOException {
    byte[] chosen = letters(seed, 32 << 20);
    List<Integer> seen = ends(victim, chosen).subList(0, LENGTHS);
    byte[] shown = Arrays.copyOf(chosen, seen.get(LENGTHS - 1) + 1);
    GearTable recovered = recover(shown, seen);
    byte[] other = letters(seed + 1, 32 << 20);
    List<Integer> actual = ends(victim, other);
    assertThat(actual).hasSizeBetween(40, 70);
    return hits(ends(new GearChunker(recovered, SIZES), other), actual);
  }

  @Test
  void lengthsOfChosenContentsTellAGearTable() throws IOException {
    GearTable secret = new GearTable("a secret seed".getBytes(US_ASCII));
    assertThat(foretold(new GearChunker(secret, SIZES), 1)).isGreaterThan(35);
  }

  @Test
  void lengthsOfChosenContentsDoNotTellWhereOthersAreCut() throws IOException {
    int foretold = 0;
    for (int seed = 1; seed <= 3; seed++) {
      byte[] secret = ("a secret key # " + seed).getBytes(US_ASCII);
      foretold += foretold(new KeyedChunker(secret, SIZES), seed);
    }
    assertThat(foretold).as("of some 150").isLessThan(2);
  }
}
