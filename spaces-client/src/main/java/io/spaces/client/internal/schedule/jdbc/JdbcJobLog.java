package io.spaces.client.internal.schedule.jdbc;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.schedule.job.JobLog;
import io.spaces.client.internal.schedule.job.Lease;
import io.spaces.client.internal.secret.ForeignWords;
import io.spaces.client.schedule.BackupJob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Jobs in a table beside Quartz's own, shared by all nodes. */
public final class JdbcJobLog implements JobLog {
  private static final String SELECT = "SELECT " + JobRows.COLUMNS + " FROM " + JobRows.TABLE;
  private static final String UNFINISHED = "STATUS IN ('WAITING', 'RUNNING')";

  private static final Duration LEASE_LASTS = Duration.ofSeconds(15);

  /** How often a transaction is tried that meets others. */
  private static final int MOST_ATTEMPTS = 20;

  private final DataSource dataSource;
  private final String scheduler;
  private final JdbcLeases leases;

  /** The jobs of one scheduler, with leases of 15 seconds. */
  public JdbcJobLog(DataSource dataSource, String scheduler) {
    this(dataSource, scheduler, LEASE_LASTS);
  }

  /** The jobs of one scheduler, with leases of some length. */
  public JdbcJobLog(DataSource dataSource, String scheduler, Duration leaseLasts) {
    this.dataSource = dataSource;
    this.scheduler = scheduler;
    leases = new JdbcLeases(scheduler, leaseLasts);
  }

  @Override
  public void save(BackupJob job) {
    writing(
        job,
        (connection, text) -> {
          JobRows.write(connection, scheduler, text, null);
          return true;
        });
  }

  @Override
  public boolean endWaiting(BackupJob job) {
    return writing(
        job,
        (connection, text) ->
            JobRows.write(connection, scheduler, text, null, "STATUS = 'WAITING'"));
  }

  @Override
  public boolean save(BackupJob job, Lease lease) {
    return writing(
        job,
        (connection, text) ->
            leases.renew(connection, lease)
                && JobRows.write(connection, scheduler, text, lease.token(), UNFINISHED));
  }

  @Override
  public boolean end(BackupJob job, Lease lease) {
    return writing(
        job,
        (connection, text) -> {
          if (leases.release(connection, lease)) {
            return JobRows.write(connection, scheduler, text, lease.token(), UNFINISHED);
          }
          // The answer to an earlier attempt may have been lost on its way.
          return stands(connection, job, lease.token());
        });
  }

  @Override
  public boolean bury(BackupJob job, Lease lease) {
    return writing(
        job,
        (connection, text) -> {
          if (!leases.renew(connection, lease)) {
            return false;
          }
          return JobRows.update(
                      connection,
                      "UPDATE "
                          + JobRows.TABLE
                          + " SET STATUS = ?, MESSAGE = ?, LEASE_TOKEN = ?"
                          + " WHERE SCHED_NAME = ? AND JOB_ID = ? AND "
                          + UNFINISHED,
                      job.status().name(),
                      JobRows.cut(text.message(), 2_000),
                      lease.token(),
                      scheduler,
                      job.id())
                  == 1
              || stands(connection, job, lease.token());
        });
  }

  private boolean stands(Connection connection, BackupJob job, long token) throws SQLException {
    try (PreparedStatement statement =
        JobRows.prepare(
            connection,
            "SELECT STATUS FROM "
                + JobRows.TABLE
                + " WHERE SCHED_NAME = ? AND JOB_ID = ? AND LEASE_TOKEN = ?",
            scheduler,
            job.id(),
            token)) {
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getString(1).equals(job.status().name());
      }
    }
  }

  @Override
  public Lease lease(String plan) {
    return transaction(connection -> leases.find(connection, plan));
  }

  @Override
  public @Nullable Lease take(Lease seen, String jobId, String node) {
    return transaction(
            connection -> Optional.ofNullable(leases.take(connection, seen, jobId, node)))
        .orElse(null);
  }

  @Override
  public boolean renew(Lease lease) {
    return transaction(connection -> leases.renew(connection, lease));
  }

  @Override
  public void release(Lease lease) {
    transaction(connection -> leases.release(connection, lease));
  }

  @Override
  public Duration leaseLasts() {
    return leases.lasts();
  }

  @Override
  public Optional<BackupJob> find(String id) {
    return first(query(SELECT + " WHERE SCHED_NAME = ? AND JOB_ID = ?", 0, 1, scheduler, id));
  }

  @Override
  public List<BackupJob> list(@Nullable String plan, int offset, int limit) {
    String order = " ORDER BY DUE_AT DESC, JOB_ID DESC";
    return plan == null
        ? query(SELECT + " WHERE SCHED_NAME = ?" + order, offset, limit, scheduler)
        : query(
            SELECT + " WHERE SCHED_NAME = ? AND PLAN_NAME = ?" + order,
            offset,
            limit,
            scheduler,
            plan);
  }

  @Override
  public Optional<BackupJob> lastStarted(String plan, Instant until) {
    return first(
        query(
            SELECT
                + " WHERE SCHED_NAME = ? AND PLAN_NAME = ? AND STARTED_AT <= ?"
                + " ORDER BY STARTED_AT DESC",
            0,
            1,
            scheduler,
            plan,
            until.toEpochMilli()));
  }

  /** A node of before sets were recorded has left none. */
  @Override
  public Optional<BackupJob> lastSucceeded(String plan, @Nullable String set, Instant until) {
    return first(
        query(
            SELECT
                + " WHERE SCHED_NAME = ? AND PLAN_NAME = ? AND STATUS = 'SUCCEEDED'"
                + " AND (SNAPSHOT_SET = ? OR SNAPSHOT_SET IS NULL) AND ENDED_AT <= ?"
                + " ORDER BY ENDED_AT DESC",
            0,
            1,
            scheduler,
            plan,
            set == null ? "" : set,
            until.toEpochMilli()));
  }

  @Override
  public List<BackupJob> unfinished(String plan) {
    return query(
        SELECT + " WHERE SCHED_NAME = ? AND PLAN_NAME = ? AND " + UNFINISHED,
        0,
        1_000,
        scheduler,
        plan);
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public void forgetBefore(Instant moment) {
    transaction(
        connection ->
            JobRows.update(
                connection,
                "DELETE FROM "
                    + JobRows.TABLE
                    + " WHERE SCHED_NAME = ? AND DUE_AT < ? AND NOT "
                    + UNFINISHED,
                scheduler,
                moment.toEpochMilli()));
  }

  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private interface Writing {
    boolean on(Connection connection, BackupJob text) throws SQLException;
  }

  /** Where the database has no characters for what the job says, it gets it in ASCII. */
  private boolean writing(BackupJob job, Writing writing) {
    try {
      return transaction(connection -> writing.on(connection, job));
    } catch (SpaceException e) {
      if (!JobRows.isTextRefused(e)) {
        throw e;
      }
      return transaction(connection -> writing.on(connection, JobRows.inAscii(job)));
    }
  }

  /** Does it whole or not at all; again, when the database has undone it for another's sake. */
  private <T> T transaction(Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(work);
      } catch (SQLException e) {
        if (attempt == MOST_ATTEMPTS || !isUndoneForAnother(e)) {
          throw new SpaceException("The scheduler's store failed: " + ForeignWords.of(e), e);
        }
      }
    }
  }

  /** A deadlock or a conflict, which means nothing but that two came at once. */
  private static boolean isUndoneForAnother(SQLException e) {
    return "40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState());
  }

  private <T> T once(Work<T> work) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      T result;
      try {
        result = work.on(connection);
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        undo(connection, autoCommit, e);
        throw e;
      }
      connection.setAutoCommit(autoCommit);
      return result;
    }
  }

  private static void undo(Connection connection, boolean autoCommit, Exception failure) {
    try {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private List<BackupJob> query(String sql, int offset, int limit, Object... values) {
    if (limit == 0) {
      return List.of(); // to a driver, no limit at all
    }
    return transaction(
        connection -> {
          List<BackupJob> jobs = new ArrayList<>();
          try (PreparedStatement statement = JobRows.prepare(connection, sql, values)) {
            // Paging in the one way that all databases know; earlier rows are only skipped over.
            statement.setMaxRows((int) Math.min(Integer.MAX_VALUE, (long) offset + limit));
            try (ResultSet rows = statement.executeQuery()) {
              for (int i = 0; rows.next(); i++) {
                if (i >= offset) {
                  jobs.add(JobRows.read(rows));
                }
              }
            }
          }
          return jobs;
        });
  }

  private static Optional<BackupJob> first(List<BackupJob> jobs) {
    return jobs.stream().findFirst();
  }
}
