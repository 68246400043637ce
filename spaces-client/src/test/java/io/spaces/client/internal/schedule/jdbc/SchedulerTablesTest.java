package io.spaces.client.internal.schedule.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.schedule.Results;
import io.spaces.client.internal.schedule.job.Firing;
import io.spaces.client.internal.schedule.job.JobChange;
import io.spaces.client.internal.schedule.job.JobLog;
import io.spaces.client.internal.schedule.job.Lease;
import io.spaces.client.internal.schedule.job.PlanRuns;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.Plans;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.h2.api.Trigger;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({"22007, 1366", "HY000, 1366", "HY000, 3988", "22P05, 0", "22021, 0"})
  void whatADatabaseHasNoCharactersForIsKeptInAscii(String state, int code) throws Exception {
    SchedulerTables.prepare(database);
    Latin.refusal = () -> new SQLException("Incorrect string value", state, code);
    execute(
        "CREATE TRIGGER LATIN BEFORE INSERT, UPDATE ON SPACES_BACKUP_JOBS FOR EACH ROW CALL '"
            + Latin.class.getName()
            + "'");
    JobLog log = new JdbcJobLog(database, "test");
    BackupJob job =
        PlanRuns.waiting(
            Plans.plan("hourly", "0 * * * *").description("日本").build(),
            "a",
            Firing.scheduled(Instant.parse("2026-11-22T10:00:00Z")));
    Lease lease = requireNonNull(log.take(log.lease("hourly"), "a", "node"));

    log.save(job);
    assertThat(log.save(JobChange.of(job).status(JobStatus.RUNNING).job(), lease)).isTrue();
    assertThat(log.find("a").orElseThrow().description()).isEqualTo("\\u65e5\\u672c");
    String message = "1 of 2 objects failed (first of 1: 日本.txt: " + "日".repeat(2_000) + ")";
    JobChange partial = JobChange.of(job).status(JobStatus.PARTIAL).message(message);
    assertThat(log.end(partial.job(), lease)).isTrue();

    BackupJob kept = log.find("a").orElseThrow();
    assertThat(kept.status()).isEqualTo(JobStatus.PARTIAL);
    assertThat(kept.message()).hasSize(2_000).contains("1: \\u65e5\\u672c.txt: ").endsWith("...");
    assertThat(log.lease("hourly").isHeld()).isFalse();
  }

  /** A table that holds the characters of Western Europe. */
  public static final class Latin implements Trigger {
    static volatile Supplier<SQLException> refusal = SQLException::new;

    @Override
    public void fire(Connection connection, Object[] before, Object[] after) throws SQLException {
      for (Object value : after) {
        if (value instanceof String text && text.chars().anyMatch(c -> c > 0xFF)) {
          throw refusal.get();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"tables_mysql_innodb.sql, true", "tables_postgres.sql, false"})
  void newTablesOfMysqlAndMariaDbHoldAllCharacters(String script, boolean chosen) throws Exception {
    SchedulerTables tables = new SchedulerTables(SchedulerTables.PREFIX, script, "");

    assertThat(tables.statements())
        .filteredOn(
            sql ->
                sql.startsWith("CREATE TABLE SPACES_BACKUP_JOBS ")
                    || sql.startsWith("CREATE TABLE SPACES_LEASES "))
        .hasSize(2)
        .allMatch(sql -> sql.endsWith(") DEFAULT CHARACTER SET utf8mb4") == chosen);
  }

  @Test
  void theStoreOfTheFirstReleaseNamesWhatRunsPlansAsItWasCalledThen() throws Exception {
    try (BackupScheduler first = scheduler(new CompletableFuture<>())) {
      first.add(Plans.plan("yearly", "@yearly").build());
    }
    execute(
        "UPDATE SPACES_JOB_DETAILS"
            + " SET JOB_CLASS_NAME = 'io.spaces.client.internal.schedule.PlanJob'");

    CompletableFuture<JobStatus> ended = new CompletableFuture<>();
    try (BackupScheduler next = scheduler(ended)) {
      assertThat(next.list()).hasSize(1);
      next.start();
      next.trigger("yearly", "");
      assertThat(ended.join()).isEqualTo(JobStatus.SUCCEEDED);
    }
  }

  private BackupScheduler scheduler(CompletableFuture<JobStatus> ended) {
    return BackupScheduler.builder()
        .dataSource(database)
        .runner(run -> Results.succeeded())
        .listener(
            new BackupJobListener() {
              @Override
              public void ended(BackupPlan plan, BackupJob job) {
                ended.complete(job.status());
              }
            })
        .build();
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
  void aSchedulerThatCannotOpenItsStoreLeavesNoThreads() {
    ThreadGroup group = new ThreadGroup("of the scheduler");
    JdbcDataSource away = new JdbcDataSource();
    away.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";IFEXISTS=TRUE");

    CompletableFuture<Void> built =
        CompletableFuture.runAsync(
            () ->
                assertThatExceptionOfType(SpaceException.class)
                    .isThrownBy(() -> BackupScheduler.builder().dataSource(away).build()),
            command -> new Thread(group, command, "builds").start());
    built.join();

    Thread[] left = new Thread[100];
    int count = group.enumerate(left);
    assertThat(Arrays.stream(left, 0, count).map(Thread::getName))
        .noneMatch(name -> name.startsWith("spaces"));
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

  @Test
  void aJobWhoseTurnCannotBeAskedForHasFailed() throws Exception {
    List<JobStatus> told = new ArrayList<>();
    try (BackupScheduler scheduler =
        BackupScheduler.builder()
            .dataSource(database)
            .runner(run -> Results.succeeded())
            .listener(
                new BackupJobListener() {
                  @Override
                  public void ended(BackupPlan plan, BackupJob job) {
                    told.add(job.status());
                  }
                })
            .build()) {
      scheduler.add(Plans.plan("yearly", "@yearly").build());
      execute("ALTER TABLE SPACES_SIMPLE_TRIGGERS RENAME TO ELSEWHERE");

      assertThatExceptionOfType(SpaceException.class)
          .isThrownBy(() -> scheduler.trigger("yearly", ""))
          .withMessageContaining("The plan yearly cannot be run");

      assertThat(scheduler.jobs(0, 10))
          .extracting(BackupJob::status)
          .containsExactly(JobStatus.FAILED);
      assertThat(told).containsExactly(JobStatus.FAILED);
    }
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
