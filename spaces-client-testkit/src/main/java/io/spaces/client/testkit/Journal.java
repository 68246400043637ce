package io.spaces.client.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a server was asked, request by request. An entry is written when its request has been dealt
 * with; it is there before the client has the end of the answer. Safe for use by several threads.
 */
public final class Journal {
  private final int limit;
  private final Deque<JournalEntry> entries = new ArrayDeque<>();
  private long dropped;

  Journal(int limit) {
    this.limit = limit;
  }

  /**
   * Returns what is in the journal, in the order in which the requests arrived.
   *
   * @return an immutable copy
   */
  public List<JournalEntry> entries() {
    List<JournalEntry> copy;
    synchronized (entries) {
      copy = new ArrayList<>(entries);
    }
    copy.sort(Comparator.comparingLong(JournalEntry::sequence));
    return List.copyOf(copy);
  }

  /**
   * Returns the entries that a predicate accepts, in the order in which the requests arrived.
   *
   * @param wanted tells which
   * @return an immutable copy
   */
  public List<JournalEntry> entries(Predicate<? super JournalEntry> wanted) {
    return entries().stream().filter(wanted).toList();
  }

  /**
   * Returns the requests of one kind, in the order in which they arrived.
   *
   * @param method such as {@code PUT}
   * @param route what was asked
   * @return an immutable copy
   */
  public List<JournalEntry> entries(String method, Route route) {
    return entries(entry -> entry.method().equals(method) && entry.route() == route);
  }

  /**
   * Returns how many entries were dropped, the oldest first, to stay within the journal's limit.
   *
   * @return 0 or more
   */
  public long dropped() {
    synchronized (entries) {
      return dropped;
    }
  }

  /** Forgets all entries. */
  public void clear() {
    synchronized (entries) {
      entries.clear();
      dropped = 0;
    }
  }

  boolean isOff() {
    return limit == 0;
  }

  void add(JournalEntry entry) {
    synchronized (entries) {
      if (entries.size() == limit) {
        entries.removeFirst();
        dropped++;
      }
      entries.addLast(entry);
    }
  }
}
