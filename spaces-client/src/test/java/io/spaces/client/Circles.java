package io.spaces.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The strongly connected components of a graph that have more than one node, by Tarjan. */
final class Circles {
  private final Map<String, Set<String>> graph;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<String, Integer> lowest = new HashMap<>();
  private final Deque<String> path = new ArrayDeque<>();
  private final Set<String> onPath = new HashSet<>();
  private final List<Set<String>> found = new ArrayList<>();

  private Circles(Map<String, Set<String>> graph) {
    this.graph = graph;
  }

  /** Returns them, each sorted, by their first names. */
  static List<Set<String>> of(Map<String, Set<String>> graph) {
    Circles circles = new Circles(graph);
    for (String node : graph.keySet()) {
      if (!circles.numbers.containsKey(node)) {
        circles.visit(node);
      }
    }
    circles.found.sort((a, b) -> String.join(" ", a).compareTo(String.join(" ", b)));
    return circles.found;
  }

  private void visit(String node) {
    int number = numbers.size();
    numbers.put(node, number);
    lowest.put(node, number);
    path.push(node);
    onPath.add(node);
    for (String next : graph.getOrDefault(node, Set.of())) {
      if (!numbers.containsKey(next)) {
        visit(next);
        lowest.merge(node, lowest.getOrDefault(next, number), Math::min);
      } else if (onPath.contains(next)) {
        lowest.merge(node, numbers.getOrDefault(next, number), Math::min);
      }
    }
    if (lowest.getOrDefault(node, number) == number) {
      Set<String> circle = new TreeSet<>();
      String last;
      do {
        last = path.pop();
        onPath.remove(last);
        circle.add(last);
      } while (!last.equals(node));
      if (circle.size() > 1) {
        found.add(circle);
      }
    }
  }
}
