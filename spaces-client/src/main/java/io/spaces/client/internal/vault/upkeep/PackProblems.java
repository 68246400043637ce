package io.spaces.client.internal.vault.upkeep;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is wrong with packs, in the order of their numbers, whichever is found first. Safe for use
 * by several threads.
 */
final class PackProblems {
  /** How many are told; more say nothing new. */
  static final int MOST = 1000;

  private final TreeMap<Integer, List<String>> byPack = new TreeMap<>();
  private int count;

  synchronized void add(int pack, List<String> problems) {
    if (problems.isEmpty()) {
      return;
    }
    byPack.put(pack, List.copyOf(problems));
    count += problems.size();
    while (count - byPack.lastEntry().getValue().size() >= MOST) {
      count -= byPack.pollLastEntry().getValue().size();
    }
  }

  synchronized Stream<String> all() {
    return byPack.values().stream().flatMap(List::stream).toList().stream();
  }
}
