package io.spaces.client.internal.schedule.jdbc;

import static java.util.Objects.requireNonNull;

import io.spaces.client.history.Strategy;
import io.spaces.client.internal.schedule.job.WarningsText;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.transfer.Warning;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table of jobs, and a job as a row of it. Times are epoch milliseconds. */
final class JobRows {
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
          "ALTER TABLE " + TABLE + " ADD SNAPSHOT_SET VARCHAR(300)",
          JdbcLeases.DEFINITION,
          "ALTER TABLE " + TABLE + " ADD LEASE_TOKEN BIGINT");

  /** Finds nothing, and that only where the table and all its columns are there. */
  static final String PROBE =
      "SELECT WARNINGS, SNAPSHOT_SET, LEASE_TOKEN FROM " + TABLE + " WHERE 1 = 0";

  static final String COLUMNS =
      "JOB_ID, PLAN_NAME, STRATEGY, STATUS, DESCRIPTION, DUE_AT, STARTED_AT, ENDED_AT, NODE,"
          + " DESTINATION, OBJECTS, BYTES, ERRORS, RECORD_ID, SNAPSHOT_ID, MESSAGE, WARNINGS,"
          + " SNAPSHOT_SET";

  private JobRows() {}

  /** Adds a job, or replaces the one with its id. */
  static void write(Connection connection, String scheduler, BackupJob job, @Nullable Long token)
      throws SQLException {
    boolean unused = write(connection, scheduler, job, token, "1 = 1");
  }

  /** Adds a job, or replaces the one with its id where a condition holds of that; or is false. */
  static boolean write(
      Connection connection,
      String scheduler,
      BackupJob job,
      @Nullable Long token,
      String condition)
      throws SQLException {
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
      token,
      scheduler,
      job.id()
    };
    // An update of a row that is not there would lock, in MySQL and MariaDB, the gap that it
    // belongs to, and two that add a job a moment later would wait for each other.
    if (!isThere(connection, scheduler, job.id(), "1 = 1")) {
      update(
          connection,
          "INSERT INTO "
              + TABLE
              + " (PLAN_NAME, STRATEGY, STATUS, DESCRIPTION, DUE_AT, STARTED_AT, ENDED_AT, NODE,"
              + " DESTINATION, OBJECTS, BYTES, ERRORS, RECORD_ID, SNAPSHOT_ID, MESSAGE, WARNINGS,"
              + " SNAPSHOT_SET, LEASE_TOKEN, SCHED_NAME, JOB_ID) VALUES (?, ?, ?, ?, ?, ?, ?, ?,"
              + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          values);
      return true;
    }
    int changed =
        update(
            connection,
            "UPDATE "
                + TABLE
                + " SET PLAN_NAME = ?, STRATEGY = ?, STATUS = ?, DESCRIPTION = ?, DUE_AT = ?,"
                + " STARTED_AT = ?, ENDED_AT = ?, NODE = ?, DESTINATION = ?, OBJECTS = ?, BYTES ="
                + " ?, ERRORS = ?, RECORD_ID = ?, SNAPSHOT_ID = ?, MESSAGE = ?, WARNINGS = ?,"
                + " SNAPSHOT_SET = ?, LEASE_TOKEN = ? WHERE SCHED_NAME = ? AND JOB_ID = ? AND "
                + condition,
            values);
    // A driver may count the rows that changed. Without a lock it would be read as it was before
    // this transaction began.
    return changed > 0 || isThere(connection, scheduler, job.id(), condition + " FOR UPDATE");
  }

  private static boolean isThere(Connection connection, String scheduler, String id, String and)
      throws SQLException {
    String sql = "SELECT JOB_ID FROM " + TABLE + " WHERE SCHED_NAME = ? AND JOB_ID = ? AND " + and;
    try (PreparedStatement statement = prepare(connection, sql, scheduler, id);
        ResultSet row = statement.executeQuery()) {
      return row.next();
    }
  }

  static int update(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  static BackupJob read(ResultSet row) throws SQLException {
    return BackupJob.builder(
            row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(6)))
        .strategy(Strategy.valueOf(row.getString(3)))
        .status(JobStatus.valueOf(row.getString(4)))
        .description(row.getString(5))
        .startedAt(moment(row, 7))
        .endedAt(moment(row, 8))
        .node(row.getString(9))
        .destination(row.getString(10))
        .count(row.getLong(11))
        .size(row.getLong(12))
        .errorCount(row.getLong(13))
        .recordId(row.getString(14))
        .snapshotId(row.getString(15))
        .message(row.getString(16))
        .warnings(WarningsText.read(row.getString(17)))
        .set(row.getString(18))
        .build();
  }

  private static @Nullable Instant moment(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  private static @Nullable Long millis(@Nullable Instant moment) {
    return moment == null ? null : moment.toEpochMilli();
  }

  /**
   * Whether a database has no characters for a text: MySQL and MariaDB say 1300, 1366 or 3988,
   * PostgreSQL 22021 or 22P05.
   */
  static boolean isTextRefused(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refusal) {
        return Set.of(1300, 1366, 3988).contains(refusal.getErrorCode())
            || Set.of("22021", "22P05").contains(String.valueOf(refusal.getSQLState()));
      }
    }
    return false;
  }

  /** The job in the characters that every database has, no longer than its columns are. */
  static BackupJob inAscii(BackupJob job) {
    return job.toBuilder()
        .description(requireNonNull(inAscii(job.description(), 1_000)))
        .node(inAscii(job.node(), 200))
        .destination(requireNonNull(inAscii(job.destination(), 1_000)))
        .recordId(inAscii(job.recordId(), 200))
        .snapshotId(inAscii(job.snapshotId(), 200))
        .message(requireNonNull(inAscii(job.message(), 2_000)))
        .warnings(
            job.warnings().stream()
                .map(one -> new Warning(one.code(), requireNonNull(inAscii(one.text(), 700))))
                .toList())
        .set(inAscii(job.set(), 300))
        .build();
  }

  private static @Nullable String inAscii(@Nullable String text, int most) {
    if (text == null) {
      return null;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      plain.append(c < 0x7F ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
    return plain.length() <= most ? plain.toString() : plain.substring(0, most - 3) + "...";
  }

  /** Part of it is what others said, of any length, and with what databases take for no text. */
  static @Nullable String cut(@Nullable String text, int most) {
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
}
