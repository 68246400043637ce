package io.spaces.client.internal.schedule.jdbc;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.secret.ForeignWords;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Which nodes can share a store: those that understand what the others record in it, leases above
 * all. A node's name, as Quartz knows it, tells; names of before have no mark.
 */
public final class StoreRelease {
  private static final String MARK = "r2:";

  /** By how much Quartz lets a node be late before it is dead. */
  public static final Duration LATE = Duration.ofMillis(7_500);

  /** Of an earlier release, each node checks in by its own clock. */
  private static final Duration SURELY_DEAD = Duration.ofHours(1);

  private static final Duration PACE = Duration.ofMillis(250);

  private StoreRelease() {}

  /** A node's name among all that share a store. */
  public static String mark(String node) {
    return MARK + node;
  }

  private record Stranger(String name, long checkedIn, long interval, long now) {
    long silentFor() {
      return now - checkedIn;
    }
  }

  /**
   * Refuses to share a store with nodes of another release; waits until it is known whether those
   * that are in it live.
   */
  public static void requireNoOther(DataSource dataSource, String scheduler) {
    Map<String, Long> first = new HashMap<>();
    long start = System.nanoTime();
    while (true) {
      boolean maybe = false;
      for (Stranger other : strangers(dataSource, scheduler)) {
        Long before = first.putIfAbsent(other.name, other.checkedIn);
        if (before != null && before != other.checkedIn) {
          throw new SpaceException(refusal(other));
        }
        Duration watched = Duration.ofNanos(System.nanoTime() - start);
        maybe |=
            other.silentFor() < SURELY_DEAD.toMillis()
                && watched.minus(LATE).toMillis() < other.interval;
      }
      if (!maybe) {
        return;
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PACE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpaceException(
          "The scheduler's store was not opened: the thread was interrupted", e);
    }
  }

  private static List<Stranger> strangers(DataSource dataSource, String scheduler) {
    try (Connection connection = dataSource.getConnection()) {
      List<Stranger> found = strangers(connection, scheduler);
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
      return found;
    } catch (SQLException e) {
      throw new SpaceException("The scheduler's store cannot be opened: " + ForeignWords.of(e), e);
    }
  }

  /** Fails while a node of another release seems to be alive. */
  static void requireNoOther(Connection connection, String scheduler) throws SQLException {
    for (Stranger other : strangers(connection, scheduler)) {
      if (other.silentFor() < other.interval + LATE.toMillis()) {
        throw new SQLException(refusal(other));
      }
    }
  }

  private static String refusal(Stranger other) {
    return "The node "
        + other.name
        + " shares the scheduler's store and is of another release, which would not see the leases"
        + " of runs; stop all nodes before one of a new release starts";
  }

  private static List<Stranger> strangers(Connection connection, String scheduler)
      throws SQLException {
    List<Stranger> found = new ArrayList<>();
    try (PreparedStatement statement =
            JobRows.prepare(
                connection,
                "SELECT INSTANCE_NAME, LAST_CHECKIN_TIME, CHECKIN_INTERVAL, "
                    + StoreClock.of(connection).sql()
                    + " FROM "
                    + SchedulerTables.PREFIX
                    + "SCHEDULER_STATE WHERE SCHED_NAME = ?",
                scheduler);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        if (!rows.getString(1).startsWith(MARK)) {
          found.add(
              new Stranger(rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getLong(4)));
        }
      }
    }
    return found;
  }
}
