package io.spaces.client.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spaces.client.error.SpaceException;
import io.spaces.client.schedule.BackupScheduler;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SchedulerTablesTest {
  private static final int NODES = 8;

  private JdbcConnectionPool database;

  @BeforeEach
  void open() {
    database = database(30_000);
  }

  private static JdbcConnectionPool database(int lockTimeoutMillis) {
    JdbcConnectionPool pool =
        JdbcConnectionPool.create(
            "jdbc:h2:mem:"
                + UUID.randomUUID()
                + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT="
                + lockTimeoutMillis,
            "sa",
            "");
    pool.setMaxConnections(2 * NODES + 1);
    return pool;
  }

  @AfterEach
  void close() {
    database.dispose();
  }

  @Test
  void areMadeOnceThoughManyNodesStartTogether() throws Exception {
    CyclicBarrier together = new CyclicBarrier(NODES);
    ExecutorService nodes = Executors.newFixedThreadPool(NODES);
    try {
      List<Future<SchedulerTables>> made = new ArrayList<>();
      for (int i = 0; i < NODES; i++) {
        made.add(
            nodes.submit(
                () -> {
                  together.await();
                  return SchedulerTables.prepare(database);
                }));
      }
      for (Future<SchedulerTables> tables : made) {
        assertThat(tables.get().script()).isEqualTo("tables_h2.sql");
      }
    } finally {
      nodes.shutdown();
    }
    assertThat(tables()).contains("SPACES_BACKUP_JOBS", "SPACES_TRIGGERS", "SPACES_LOCKS");
    assertThat(database.getActiveConnections()).isZero();
  }

  @Test
  void whatANodeThatDiedHasMadeIsCompleted() throws Exception {
    SchedulerTables.prepare(database);
    List<String> all = tables();
    execute("DROP TABLE SPACES_BACKUP_JOBS");
    execute("DROP TABLE SPACES_CALENDARS");

    SchedulerTables.prepare(database);

    assertThat(tables()).isEqualTo(all);
  }

  @Test
  void theStoreOfAnEarlierReleaseLearnsToHoldWarningsAndSets() throws Exception {
    SchedulerTables.prepare(database);
    execute("ALTER TABLE SPACES_BACKUP_JOBS DROP COLUMN WARNINGS");
    execute("ALTER TABLE SPACES_BACKUP_JOBS DROP COLUMN SNAPSHOT_SET");

    SchedulerTables.prepare(database);

    execute("SELECT WARNINGS, SNAPSHOT_SET FROM SPACES_BACKUP_JOBS");
  }

  @Test
  void theStoreOfTheReleaseThatKnewNoSetsLearnsToHoldThem() throws Exception {
    SchedulerTables.prepare(database);
    execute("ALTER TABLE SPACES_BACKUP_JOBS DROP COLUMN SNAPSHOT_SET");

    SchedulerTables.prepare(database);

    execute("SELECT SNAPSHOT_SET FROM SPACES_BACKUP_JOBS");
  }

  @Test
  void theStoreOfTheReleaseThatKnewNoLeasesLearnsToHoldThem() throws Exception {
    SchedulerTables.prepare(database);
    execute("ALTER TABLE SPACES_BACKUP_JOBS DROP COLUMN LEASE_TOKEN");
    execute("DROP TABLE SPACES_LEASES");

    SchedulerTables.prepare(database);

    execute("SELECT LEASE_TOKEN FROM SPACES_BACKUP_JOBS");
    execute("SELECT TOKEN, RENEWED_AT FROM SPACES_LEASES");
  }

  @Test
  void aPageMayHaveNoEnd() {
    try (BackupScheduler scheduler =
        BackupScheduler.builder().dataSource(database).runner(run -> Results.succeeded()).build()) {
      assertThat(scheduler.jobs(1, Integer.MAX_VALUE)).isEmpty();
      assertThat(scheduler.jobs("nightly", Integer.MAX_VALUE, Integer.MAX_VALUE)).isEmpty();
    }
  }

  @Test
  void theWaitForAnotherNodeHasAnEnd() throws Exception {
    database.dispose();
    database = database(20);
    try (SetupLock held = SetupLock.take(database)) {
      assertThat(held).isNotNull();
      assertThatExceptionOfType(SpaceException.class)
          .isThrownBy(() -> SchedulerTables.prepare(database))
          .withMessageContaining("lock");
    }
    SchedulerTables.prepare(database);
    assertThat(tables()).contains("SPACES_BACKUP_JOBS");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> tables() throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection connection = database.getConnection();
        ResultSet rows = connection.getMetaData().getTables(null, "PUBLIC", "SPACES%", null)) {
      while (rows.next()) {
        names.add(rows.getString("TABLE_NAME"));
      }
    }
    return names;
  }
}
