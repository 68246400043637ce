package io.spaces.client.testkit.faults;

import java.util.Random;
import java.util.function.LongPredicate;

/**
 * Which of the requests that fit a rule are struck. A value: each rule counts for itself, from 1,
 * and draws its own random numbers.
 */
public final class Occurrence {
  private final String description;
  private final Starter starter;

  private Occurrence(String description, Starter starter) {
    this.description = description;
    this.starter = starter;
  }

  @FunctionalInterface
  private interface Starter {
    LongPredicate start();
  }

  /**
   * Every one.
   *
   * @return always
   */
  public static Occurrence always() {
    return new Occurrence("always", () -> number -> true);
  }

  /**
   * One only.
   *
   * @param n which, from 1
   * @return only then
   * @throws IllegalArgumentException when it is not that
   */
  public static Occurrence nth(long n) {
    return new Occurrence("number " + positive(n), () -> number -> number == n);
  }

  /**
   * The first ones.
   *
   * @param n how many
   * @return those
   */
  public static Occurrence first(long n) {
    return new Occurrence("the first " + n, () -> number -> number <= n);
  }

  /**
   * All from one on.
   *
   * @param n the first of them, from 1
   * @return those
   * @throws IllegalArgumentException when it is not that
   */
  public static Occurrence from(long n) {
    return new Occurrence("from number " + positive(n), () -> number -> number >= n);
  }

  /**
   * Every so many.
   *
   * @param n 2 for the second, the fourth, and so on; 1 at least
   * @return those
   * @throws IllegalArgumentException when it is not that
   */
  public static Occurrence every(long n) {
    return new Occurrence("every " + positive(n), () -> number -> number % n == 0);
  }

  /**
   * Some, by chance.
   *
   * @param probability 0 for none to 1 for all
   * @param seed the same choice for the same seed, as far as the requests come in the same order
   * @return those
   * @throws IllegalArgumentException when it is not that
   */
  public static Occurrence randomly(double probability, long seed) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability is " + probability + "; expected 0 to 1");
    }
    return new Occurrence(
        "with probability " + probability + " and seed " + seed,
        () -> {
          Random random = new Random(seed);
          return number -> random.nextDouble() < probability;
        });
  }

  private static long positive(long n) {
    if (n < 1) {
      throw new IllegalArgumentException("n is " + n + "; expected 1 or more");
    }
    return n;
  }

  /**
   * Starts to count. What is returned is asked once for each request, one request at a time.
   *
   * @return tells by the number of a request whether it is struck
   */
  public LongPredicate start() {
    return starter.start();
  }

  @Override
  public String toString() {
    return description;
  }
}
