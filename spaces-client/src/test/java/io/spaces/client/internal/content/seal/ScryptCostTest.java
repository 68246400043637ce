package io.spaces.client.internal.content.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A vault's header says what its passphrase costs: no header may ask for too little or too much.
 */
final class ScryptCostTest {
  @ParameterizedTest
  @CsvSource({
    "16384, 8, 1", // the least of everything
    "32768, 8, 1",
    "16384, 9, 1",
    "16384, 63, 1",
    "16384, 64, 1",
    "16384, 8, 4",
    "262144, 8, 1", // 256 MiB, in each way
    "131072, 16, 1",
    "65536, 32, 4",
    "32768, 64, 4",
  })
  void takesWhatIsWithinItsBounds(int n, int r, int p) {
    ScryptCost cost = new ScryptCost(n, r, p);

    assertThat(cost.memory()).isEqualTo(128L * n * r).isLessThanOrEqualTo(256L << 20);
    assertThat(cost.work()).isEqualTo(128L * n * r * p);
  }

  @ParameterizedTest
  @CsvSource({
    "8192, 8, 1", // the power of two below the least
    "8192, 64, 1",
    "16383, 8, 1",
    "16385, 8, 1", // no power of two
    "24576, 8, 1",
    "0, 8, 1",
    "1, 8, 1",
    "-16384, 8, 1",
    "-2147483648, 8, 1",
    "16384, 7, 1",
    "16384, 0, 1",
    "16384, -8, 1",
    "16384, 65, 1",
    "16384, 8, 0",
    "16384, 8, -1",
    "16384, 8, 5",
    "16384, 8, 2147483647",
    "524288, 8, 1", // just above 256 MiB
    "262144, 9, 1",
    "131072, 17, 1",
    "65536, 33, 1",
    "33554432, 8, 1", // nothing at all, in a product of 32 bits
    "1073741824, 64, 1",
    "1073741824, 8, 4",
    "16384, 2147483647, 1",
  })
  void refusesWhatIsNot(int n, int r, int p) {
    assertThatThrownBy(() -> new ScryptCost(n, r, p))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(n + ", " + r + ", " + p);
  }

  @Test
  void nothingThatIsTakenCostsMoreMemoryOrTimeThanAllowed() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int taken = 0;
    for (int i = 0; i < 200_000; i++) {
      int n = random.nextInt(8) == 0 ? random.nextInt() : 1 << random.nextInt(32);
      int r = random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(80);
      int p = random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(8);
      ScryptCost cost;
      try {
        cost = new ScryptCost(n, r, p);
      } catch (IllegalArgumentException documented) {
        continue;
      }
      taken++;
      assertThat(cost.memory()).as("seed %d", seed).isBetween(16L << 20, 256L << 20);
      assertThat(cost.work()).as("seed %d", seed).isBetween(16L << 20, 1L << 30);
    }
    assertThat(taken).as("seed %d", seed).isGreaterThan(100);
  }

  @Test
  void theDefaultTakesAHundredAndTwentyEightMebibytes() {
    assertThat(ScryptCost.DEFAULT.memory()).isEqualTo(128L << 20);
    assertThat(ScryptCost.DEFAULT.work()).isEqualTo(128L << 20);
    assertThat(new ScryptCost(1 << 14, 8, 3).work()).isEqualTo(48L << 20);
  }

  @Test
  void neverBecomesCheaperThanBefore() {
    ScryptCost before = new ScryptCost(1 << 15, 8, 2);
    ScryptCost alike = new ScryptCost(1 << 14, 16, 2);
    ScryptCost moreOfBoth = new ScryptCost(1 << 16, 8, 2);
    ScryptCost lessMemory = new ScryptCost(1 << 14, 8, 4);
    ScryptCost lessWork = new ScryptCost(1 << 15, 8, 1);

    assertThat(moreOfBoth.orAtLeast(before)).isSameAs(moreOfBoth);
    assertThat(alike.orAtLeast(before)).isSameAs(alike);
    assertThat(lessMemory.orAtLeast(before)).isSameAs(before);
    assertThat(lessWork.orAtLeast(before)).isSameAs(before);
  }
}
