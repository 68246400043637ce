package io.spaces.client.internal.transfer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * In which order objects are worked on: large ones first, the largest in front, so that no worker
 * is left with one at the end while the others are idle; the rest as they were found. Safe for use
 * by several threads, which take one number after the other.
 */
public final class WorkOrder {
  private static final long LARGE = 4 << 20;

  private final int[] order;
  private final AtomicInteger next = new AtomicInteger();

  private WorkOrder(int[] order) {
    this.order = order;
  }

  /** The order of the objects that are numbered from 0. */
  public static WorkOrder of(int count, IntToLongFunction plannedSize) {
    return of(IntStream.range(0, count).toArray(), plannedSize);
  }

  /** The order of objects of these numbers. */
  public static WorkOrder of(int[] numbers, IntToLongFunction plannedSize) {
    List<Integer> large = new ArrayList<>();
    int[] order = new int[numbers.length];
    int at = order.length;
    for (int i = order.length - 1; i >= 0; i--) {
      int number = numbers[i];
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
    return new WorkOrder(order);
  }

  /** How many workers there is work for, of so many. */
  public int workers(int most) {
    return Math.min(most, order.length);
  }

  /** Takes the next number; -1 when none is left. */
  public int take() {
    int at = next.getAndIncrement();
    return at < order.length ? order[at] : -1;
  }
}
