package io.spaces.client.testkit.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Leaves steps out of a history, many at once and then one by one, while it still fails. */
final class Shortening {
  private static final int MOST_PLAYS = 80;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Predicate<List<Step>> fails;
  private final long end = System.nanoTime() + PATIENCE.toNanos();
  private int plays;

  Shortening(Predicate<List<Step>> fails) {
    this.fails = fails;
  }

  List<Step> of(List<Step> history) {
    List<Step> fewest = new ArrayList<>(history);
    for (int size = Math.max(1, history.size() / 2); size >= 1; size /= 2) {
      for (int from = fewest.size() - size; from >= 0; from -= size) {
        List<Step> fewer = new ArrayList<>(fewest);
        fewer.subList(from, from + size).clear();
        if (plays++ < MOST_PLAYS && System.nanoTime() - end < 0 && fails.test(fewer)) {
          fewest = fewer;
          from = Math.min(from, fewest.size());
        }
      }
    }
    return fewest;
  }
}
