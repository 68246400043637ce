package io.spaces.client.internal.transfer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * In which order objects are worked on: large ones first, the largest in front, so that no worker
 * is left with one at the end while the others are idle; the rest as they were found.
 */
public final class WorkOrder {
  private static final long LARGE = 4 << 20;

  private WorkOrder() {}

  /** Returns the numbers of all objects in that order. */
  public static int[] of(int count, IntToLongFunction plannedSize) {
    List<Integer> large = new ArrayList<>();
    int[] order = new int[count];
    int at = order.length;
    for (int number = order.length - 1; number >= 0; number--) {
      if (plannedSize.applyAsLong(number) >= LARGE) {
        large.add(number);
      } else {
        order[--at] = number;
      }
    }
    large.sort(Comparator.comparingLong(plannedSize::applyAsLong));
    for (int number : large) {
      order[--at] = number;
    }
    return order;
  }
}
