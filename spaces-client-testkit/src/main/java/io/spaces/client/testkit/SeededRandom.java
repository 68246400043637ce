package io.spaces.client.testkit;

import java.util.List;
import java.util.Random;

/** Random values that are the same for the same seed. */
public final class SeededRandom extends Random {
  private static final long serialVersionUID = 1L;

  /** Where it started. */
  private final long seed;

  /**
   * Starts anew.
   *
   * @param seed any number
   */
  public SeededRandom(long seed) {
    super(seed);
    this.seed = seed;
  }

  /**
   * Returns what it was started with.
   *
   * @return the seed
   */
  public long seed() {
    return seed;
  }

  /**
   * Picks one of several.
   *
   * @param choices at least one
   * @param <T> of what
   * @return one of them
   */
  public <T> T pick(List<T> choices) {
    return choices.get(nextInt(choices.size()));
  }

  /**
   * Makes bytes.
   *
   * @param length how many
   * @return a fresh array
   */
  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    nextBytes(bytes);
    return bytes;
  }
}
