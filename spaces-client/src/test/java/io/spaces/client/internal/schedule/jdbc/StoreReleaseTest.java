package io.spaces.client.internal.schedule.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.schedule.job.JobLog;
import io.spaces.client.schedule.BackupScheduler;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that a node of an earlier release, whose name has no mark, has used or uses. */
@Timeout(60)
class StoreReleaseTest {
  private final DataSource store = h2();

  @Test
  void aNodeDoesNotStartBesideOneOfAnotherRelease() throws SQLException {
    SchedulerTables.prepare(store);
    execute("INSERT INTO SPACES_SCHEDULER_STATE VALUES ('spaces', 'older', 0, 60000)");
    checkIn("older"); // before anybody looks
    AtomicBoolean lives = new AtomicBoolean(true);
    CompletableFuture<Void> older =
        CompletableFuture.runAsync(
            () -> {
              while (lives.get()) {
                checkIn("older");
              }
            });
    try {
      assertThatExceptionOfType(SpaceException.class)
          .isThrownBy(() -> BackupScheduler.builder().dataSource(store).build())
          .withMessageContaining("The node older shares")
          .withMessageContaining("another release");
    } finally {
      lives.set(false);
      older.join();
    }
  }

  @Test
  void aNodeStartsWhereOneOfAnotherReleaseHasEnded() throws SQLException {
    SchedulerTables.prepare(store);
    execute("INSERT INTO SPACES_SCHEDULER_STATE VALUES ('spaces', 'older', 0, 1)");
    checkIn("older"); // a moment ago
    execute("INSERT INTO SPACES_SCHEDULER_STATE VALUES ('spaces', 'oldest', 0, 7000)");

    try (BackupScheduler scheduler = BackupScheduler.builder().dataSource(store).build()) {
      assertThat(scheduler.list()).isEmpty();
    }
  }

  @Test
  void noPlanRunsWhileANodeOfAnotherReleaseIsThere() throws SQLException {
    SchedulerTables.prepare(store);
    JobLog jobs = new JdbcJobLog(store, "spaces");
    execute("INSERT INTO SPACES_SCHEDULER_STATE VALUES ('spaces', 'older', 0, 60000)");
    checkIn("older");

    assertThatExceptionOfType(SpaceException.class)
        .isThrownBy(() -> jobs.take(jobs.lease("hourly"), "a", "one"))
        .withMessageContaining("The node older shares");
    execute("DELETE FROM SPACES_SCHEDULER_STATE");
    assertThat(jobs.take(jobs.lease("hourly"), "a", "one")).isNotNull();
  }

  @Test
  void aClockThatIsWrongIsSeen() {
    ClockSkew skew = new ClockSkew();
    skew.compare(10_000, 10_100, 10_200);
    assertThat(skew.seen()).isZero();
    skew.compare(20_000, 10_000, 20_100);
    assertThat(skew.seen()).isEqualTo(Duration.ofSeconds(10));
    skew.compare(20_000, 25_000, 20_100);
    assertThat(skew.seen()).isEqualTo(Duration.ofMillis(-4_900));
  }

  private void checkIn(String node) {
    try {
      execute(
          "UPDATE SPACES_SCHEDULER_STATE SET LAST_CHECKIN_TIME = "
              + System.currentTimeMillis()
              + " WHERE INSTANCE_NAME = '"
              + node
              + "'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = store.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static DataSource h2() {
    JdbcDataSource dataSource = new JdbcDataSource();
    dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=30000");
    return dataSource;
  }
}
