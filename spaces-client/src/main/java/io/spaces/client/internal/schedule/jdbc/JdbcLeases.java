package io.spaces.client.internal.schedule.jdbc;

import io.spaces.client.internal.schedule.job.Lease;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The leases of a store's plans: one row each, which is compared and set in one statement. Its
 * times are those of the store's clock, so that no node's clock decides who is alive.
 */
final class JdbcLeases {
  static final String TABLE = SchedulerTables.PREFIX + "LEASES";
  static final String DEFINITION =
      "CREATE TABLE "
          + TABLE
          + " (SCHED_NAME VARCHAR(120) NOT NULL, PLAN_NAME VARCHAR(80) NOT NULL,"
          + " TOKEN BIGINT NOT NULL, JOB_ID VARCHAR(40), NODE VARCHAR(200),"
          + " RENEWED_AT BIGINT NOT NULL, LASTS BIGINT NOT NULL,"
          + " PRIMARY KEY (SCHED_NAME, PLAN_NAME))";

  private static final String HELD =
      " WHERE SCHED_NAME = ? AND PLAN_NAME = ? AND TOKEN = ? AND JOB_ID = ?";

  private final String scheduler;
  private final Duration lasts;

  JdbcLeases(String scheduler, Duration lasts) {
    this.scheduler = scheduler;
    this.lasts = lasts;
  }

  Duration lasts() {
    return lasts;
  }

  Lease find(Connection connection, String plan) throws SQLException {
    String now = StoreClock.of(connection).sql();
    try (PreparedStatement statement =
        JobRows.prepare(
            connection,
            "SELECT TOKEN, JOB_ID, NODE, RENEWED_AT, LASTS, "
                + now
                + " FROM "
                + TABLE
                + " WHERE SCHED_NAME = ? AND PLAN_NAME = ?",
            scheduler,
            plan)) {
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Lease.unheld(plan);
        }
        long renewedAt = row.getLong(4);
        return new Lease(
            plan,
            row.getLong(1),
            row.getString(2),
            row.getString(3),
            renewedAt,
            renewedAt + row.getLong(5) < row.getLong(6));
      }
    }
  }

  /** Takes it from whom it was seen with; null when it stands otherwise by now. */
  @Nullable Lease take(Connection connection, Lease seen, String jobId, String node)
      throws SQLException {
    StoreRelease.requireNoOther(connection, scheduler);
    String now = StoreClock.of(connection).sql();
    long token = seen.token() + 1;
    int taken =
        JobRows.update(
            connection,
            "UPDATE "
                + TABLE
                + " SET TOKEN = ?, JOB_ID = ?, NODE = ?, LASTS = ?, RENEWED_AT = "
                + now
                + " WHERE SCHED_NAME = ? AND PLAN_NAME = ? AND TOKEN = ? AND RENEWED_AT = ?",
            token,
            jobId,
            node,
            lasts.toMillis(),
            scheduler,
            seen.plan(),
            seen.token(),
            seen.renewedAt());
    if (taken == 0 && (seen.token() > 0 || !isFirst(connection, now, seen.plan(), jobId, node))) {
      return null;
    }
    return new Lease(seen.plan(), token, jobId, node, seen.renewedAt(), false);
  }

  private boolean isFirst(Connection connection, String now, String plan, String jobId, String node)
      throws SQLException {
    try {
      JobRows.update(
          connection,
          "INSERT INTO "
              + TABLE
              + " (SCHED_NAME, PLAN_NAME, TOKEN, JOB_ID, NODE, LASTS, RENEWED_AT) VALUES (?, ?, 1,"
              + " ?, ?, ?, "
              + now
              + ")",
          scheduler,
          plan,
          jobId,
          node,
          lasts.toMillis());
      return true;
    } catch (SQLException e) {
      connection.rollback();
      if (find(connection, plan).token() == 0) {
        throw e;
      }
      return false; // another node was faster
    }
  }

  /** Renews it, and holds its row until the transaction ends; false when it was lost. */
  boolean renew(Connection connection, Lease lease) throws SQLException {
    String now = StoreClock.of(connection).sql();
    int renewed =
        JobRows.update(
            connection,
            "UPDATE " + TABLE + " SET RENEWED_AT = " + now + HELD,
            scheduler,
            lease.plan(),
            lease.token(),
            lease.jobId());
    // A driver may count the rows that changed, and within a millisecond none does.
    return renewed == 1 || isHeld(connection, lease);
  }

  private boolean isHeld(Connection connection, Lease lease) throws SQLException {
    Lease now = find(connection, lease.plan());
    return now.token() == lease.token() && Objects.equals(now.jobId(), lease.jobId());
  }

  /** Gives it back; false when it was lost. */
  boolean release(Connection connection, Lease lease) throws SQLException {
    return 1
        == JobRows.update(
            connection,
            "UPDATE " + TABLE + " SET JOB_ID = NULL, NODE = NULL" + HELD,
            scheduler,
            lease.plan(),
            lease.token(),
            lease.jobId());
  }
}
