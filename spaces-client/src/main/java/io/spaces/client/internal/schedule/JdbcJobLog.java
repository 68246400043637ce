package io.spaces.client.internal.schedule;

import io.spaces.client.error.SpaceException;
import io.spaces.client.history.Strategy;
import io.spaces.client.internal.secret.ForeignWords;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.JobStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Jobs in a table beside Quartz's own, shared by all nodes. Times are epoch milliseconds. */
public final class JdbcJobLog implements JobLog {
  static final String TABLE = SchedulerTables.PREFIX + "BACKUP_JOBS";
  static final String DEFINITION =
      "CREATE TABLE "
          + TABLE
          + " (SCHED_NAME VARCHAR(120) NOT NULL, JOB_ID VARCHAR(40) NOT NULL,"
          + " PLAN_NAME VARCHAR(80) NOT NULL, STRATEGY VARCHAR(16) NOT NULL,"
          + " STATUS VARCHAR(16) NOT NULL, DESCRIPTION VARCHAR(1000) NOT NULL,"
          + " DUE_AT BIGINT NOT NULL, STARTED_AT BIGINT, ENDED_AT BIGINT, NODE VARCHAR(200),"
          + " DESTINATION VARCHAR(1000) NOT NULL, OBJECTS BIGINT NOT NULL, BYTES BIGINT NOT NULL,"
          + " ERRORS BIGINT NOT NULL, RECORD_ID VARCHAR(200), SNAPSHOT_ID VARCHAR(200),"
          + " MESSAGE VARCHAR(2000) NOT NULL, PRIMARY KEY (SCHED_NAME, JOB_ID))";

  /** Came later; a node of before knows nothing of them, and leaves them empty. */
  static final List<String> ADDITIONS =
      List.of(
          "ALTER TABLE " + TABLE + " ADD WARNINGS VARCHAR(4000)",
          "ALTER TABLE " + TABLE + " ADD SNAPSHOT_SET VARCHAR(300)");

  /** Finds nothing, and that only where the table and all its columns are there. */
  static final String PROBE = "SELECT WARNINGS, SNAPSHOT_SET FROM " + TABLE + " WHERE 1 = 0";

  private static final String COLUMNS =
      "JOB_ID, PLAN_NAME, STRATEGY, STATUS, DESCRIPTION, DUE_AT, STARTED_AT, ENDED_AT, NODE,"
          + " DESTINATION, OBJECTS, BYTES, ERRORS, RECORD_ID, SNAPSHOT_ID, MESSAGE, WARNINGS,"
          + " SNAPSHOT_SET";
  private static final String SELECT = "SELECT " + COLUMNS + " FROM " + TABLE;
  private static final String UNFINISHED = "STATUS IN ('WAITING', 'RUNNING')";

  private final DataSource dataSource;
  private final String scheduler;

  /** The jobs of one scheduler. */
  public JdbcJobLog(DataSource dataSource, String scheduler) {
    this.dataSource = dataSource;
    this.scheduler = scheduler;
  }

  @Override
  public void save(BackupJob job) {
    @Nullable Object[] values = {
      job.plan(),
      job.strategy().name(),
      job.status().name(),
      cut(job.description(), 1_000),
      job.dueAt().toEpochMilli(),
      millis(job.startedAt()),
      millis(job.endedAt()),
      cut(job.node(), 200),
      cut(job.destination(), 1_000),
      job.count(),
      job.size(),
      job.errorCount(),
      cut(job.recordId(), 200),
      cut(job.snapshotId(), 200),
      cut(job.message(), 2_000),
      WarningsText.write(job.warnings(), 4_000),
      cut(job.set(), 300),
      scheduler,
      job.id()
    };
    int changed =
        update(
            "UPDATE "
                + TABLE
                + " SET PLAN_NAME = ?, STRATEGY = ?, STATUS = ?, DESCRIPTION = ?, DUE_AT = ?,"
                + " STARTED_AT = ?, ENDED_AT = ?, NODE = ?, DESTINATION = ?, OBJECTS = ?, BYTES ="
                + " ?, ERRORS = ?, RECORD_ID = ?, SNAPSHOT_ID = ?, MESSAGE = ?, WARNINGS = ?,"
                + " SNAPSHOT_SET = ? WHERE SCHED_NAME = ? AND JOB_ID = ?",
            values);
    if (changed == 0) {
      update(
          "INSERT INTO "
              + TABLE
              + " (PLAN_NAME, STRATEGY, STATUS, DESCRIPTION, DUE_AT, STARTED_AT, ENDED_AT, NODE,"
              + " DESTINATION, OBJECTS, BYTES, ERRORS, RECORD_ID, SNAPSHOT_ID, MESSAGE, WARNINGS,"
              + " SNAPSHOT_SET, SCHED_NAME, JOB_ID) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
              + " ?, ?, ?, ?, ?, ?)",
          values);
    }
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
  public Optional<BackupJob> lastStarted(String plan) {
    return first(
        query(
            SELECT
                + " WHERE SCHED_NAME = ? AND PLAN_NAME = ? AND STARTED_AT IS NOT NULL"
                + " ORDER BY STARTED_AT DESC",
            0,
            1,
            scheduler,
            plan));
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
    update(
        "DELETE FROM " + TABLE + " WHERE SCHED_NAME = ? AND DUE_AT < ? AND NOT " + UNFINISHED,
        scheduler,
        moment.toEpochMilli());
  }

  private interface Use<T> {
    T use(PreparedStatement statement) throws SQLException;
  }

  private <T> T run(String sql, @Nullable Object[] values, Use<T> use) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      T result = use.use(statement);
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
      return result;
    } catch (SQLException e) {
      throw new SpaceException("The scheduler's store failed: " + ForeignWords.of(e), e);
    }
  }

  private int update(String sql, @Nullable Object... values) {
    return run(sql, values, PreparedStatement::executeUpdate);
  }

  private List<BackupJob> query(String sql, int offset, int limit, Object... values) {
    return run(
        sql,
        values,
        statement -> {
          // Paging in the one way that all databases know; earlier rows are only skipped over.
          statement.setMaxRows(offset + limit);
          List<BackupJob> jobs = new ArrayList<>();
          try (ResultSet rows = statement.executeQuery()) {
            for (int i = 0; rows.next(); i++) {
              if (i >= offset) {
                jobs.add(job(rows));
              }
            }
          }
          return jobs;
        });
  }

  private static BackupJob job(ResultSet row) throws SQLException {
    return new BackupJob(
        row.getString(1),
        row.getString(2),
        Strategy.valueOf(row.getString(3)),
        JobStatus.valueOf(row.getString(4)),
        row.getString(5),
        Instant.ofEpochMilli(row.getLong(6)),
        moment(row, 7),
        moment(row, 8),
        row.getString(9),
        row.getString(10),
        row.getLong(11),
        row.getLong(12),
        row.getLong(13),
        row.getString(14),
        row.getString(15),
        row.getString(16),
        WarningsText.read(row.getString(17)),
        row.getString(18));
  }

  private static @Nullable Instant moment(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  private static @Nullable Long millis(@Nullable Instant moment) {
    return moment == null ? null : moment.toEpochMilli();
  }

  /** Part of it is what others said, of any length, and with what databases take for no text. */
  private static @Nullable String cut(@Nullable String text, int most) {
    if (text == null) {
      return null;
    }
    String plain = text.replace('\0', '\uFFFD');
    if (plain.length() <= most) {
      return plain;
    }
    int end = Character.isHighSurrogate(plain.charAt(most - 2)) ? most - 2 : most - 1;
    return plain.substring(0, end) + "…";
  }

  private static Optional<BackupJob> first(List<BackupJob> jobs) {
    return jobs.stream().findFirst();
  }
}
