package io.spaces.client.e2e;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupRun;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.mariadb.jdbc.MariaDbPoolDataSource;
import org.postgresql.ds.PGConnectionPoolDataSource;

/**
 * A node of a cluster, as a program: tells on its standard output what it runs, and ends with its
 * standard input. A plan whose name starts with {@code long} runs for ever.
 */
final class ClusterNode {
  private ClusterNode() {}

  /** Takes the database's address, its password and the node's name. */
  public static void main(String[] args) throws Exception {
    BackupScheduler scheduler =
        BackupScheduler.builder()
            .dataSource(dataSource(args[0], args[1]))
            .node(args[2])
            .threads(4)
            .checkInterval(Duration.ofSeconds(1))
            .runner(ClusterNode::run)
            .listener(
                new BackupJobListener() {
                  @Override
                  public void ended(BackupPlan plan, BackupJob job) {
                    say("ENDED", job);
                  }
                })
            .build();
    scheduler.start();
    System.out.println("UP");
    waitForTheEndOfInput();
    scheduler.close();
  }

  private static BackupResult run(BackupRun run) throws InterruptedException {
    say("RUNS", run.job());
    if (run.plan().name().startsWith("long")) {
      CountDownLatch cancelled = new CountDownLatch(1);
      run.onCancel(cancelled::countDown);
      cancelled.await();
    }
    return BackupResult.builder(TransferStatus.SUCCEEDED).count(0).errorCount(0).size(0).build();
  }

  private static void say(String what, BackupJob job) {
    System.out.println(String.join(" ", what, job.plan(), job.id(), job.status().name()));
  }

  private static void waitForTheEndOfInput() throws IOException {
    System.in.transferTo(OutputStream.nullOutputStream());
  }

  /** A pool, as an application has one. */
  static DataSource dataSource(String url, String password) throws SQLException {
    ConnectionPoolDataSource source;
    if (url.startsWith("jdbc:h2:")) {
      JdbcDataSource h2 = new JdbcDataSource();
      h2.setURL(url);
      source = h2;
    } else if (url.startsWith("jdbc:mariadb:")) {
      // Its driver's connections do not go back into the pool below.
      MariaDbPoolDataSource maria = new MariaDbPoolDataSource();
      maria.setUser("app");
      maria.setPassword(password);
      maria.setUrl(url);
      return maria;
    } else {
      PGConnectionPoolDataSource postgres = new PGConnectionPoolDataSource();
      postgres.setURL(url);
      postgres.setPassword(password);
      source = postgres;
    }
    return JdbcConnectionPool.create(source);
  }
}
