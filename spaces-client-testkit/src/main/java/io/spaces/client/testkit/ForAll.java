package io.spaces.client.testkit;

import java.security.SecureRandom;

/**
 * Checks a law against many random cases. When one fails the error names its seed; {@code
 * -Dspaces.seed=<seed>} then runs that case alone, in every law.
 *
 * <pre>{@code
 * ForAll.seeds(200, random -> {
 *   byte[] content = random.bytes(random.nextInt(1000));
 *   assertThat(unpack(pack(content))).isEqualTo(content);
 * });
 * }</pre>
 */
public final class ForAll {
  /** The system property that picks one seed. */
  public static final String SEED = "spaces.seed";

  private ForAll() {}

  /** A law, checked against one random case. */
  @FunctionalInterface
  public interface Law {
    /**
     * Makes a case and checks the law against it.
     *
     * @param random where everything random in the case has to come from
     * @throws Exception when the law does not hold
     */
    void check(SeededRandom random) throws Exception;
  }

  /**
   * Checks a law against cases that differ from run to run.
   *
   * @param cases how many
   * @param law the law
   * @throws AssertionError when it does not hold; the message names the seed
   */
  public static void seeds(int cases, Law law) {
    from(new SecureRandom().nextLong() >>> 16, cases, law);
  }

  /**
   * Checks a law against the same cases in every run.
   *
   * @param first the first seed; the others follow it
   * @param cases how many
   * @param law the law
   * @throws AssertionError when it does not hold; the message names the seed
   */
  public static void from(long first, int cases, Law law) {
    Long only = Long.getLong(SEED);
    if (only != null) {
      check(only, law);
      return;
    }
    for (int i = 0; i < cases; i++) {
      check(first + i, law);
    }
  }

  private static void check(long seed, Law law) {
    try {
      law.check(new SeededRandom(seed));
    } catch (Exception | AssertionError e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new AssertionError(
          "Fails for the seed " + seed + " (-D" + SEED + "=" + seed + " runs it alone): " + e, e);
    }
  }
}
