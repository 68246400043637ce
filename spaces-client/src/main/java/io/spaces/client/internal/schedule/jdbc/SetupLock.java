package io.spaces.client.internal.schedule.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Held by the node that makes the tables of a shared store; the others wait for it in the database.
 * A locked row of a table of its own, which all databases know; it ends with its connection, also
 * when its node dies.
 */
final class SetupLock implements AutoCloseable {
  private static final String TABLE = SchedulerTables.PREFIX + "SETUP";

  /** Databases give up a wait by themselves: H2 after 1 or 2 seconds, MySQL after 50. */
  private static final int MOST_WAITS = 60;

  private static final int MYSQL_LOCK_WAIT_TIMEOUT = 1205;

  private final Connection connection;
  private final boolean autoCommit;

  private SetupLock(Connection connection) throws SQLException {
    this.connection = connection;
    autoCommit = connection.getAutoCommit();
  }

  /** Waits until no other node holds it. */
  static SetupLock take(DataSource dataSource) throws SQLException {
    Connection connection = dataSource.getConnection();
    try {
      SetupLock lock = new SetupLock(connection);
      lock.makeRow();
      connection.setAutoCommit(false);
      lock.lockRow();
      return lock;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Another node may make table or row at the same time: then its is as good. */
  private void makeRow() throws SQLException {
    connection.setAutoCommit(true);
    SQLException failure = tried("CREATE TABLE " + TABLE + " (ID INT NOT NULL PRIMARY KEY)", null);
    failure = tried("INSERT INTO " + TABLE + " (ID) VALUES (1)", failure);
    try (Statement statement = connection.createStatement()) {
      if (!statement.executeQuery("SELECT ID FROM " + TABLE).next()) {
        throw new SQLException("The table " + TABLE + " has no row", failure);
      }
    } catch (SQLException e) {
      throw failure == null ? e : failure;
    }
  }

  private @Nullable SQLException tried(String sql, @Nullable SQLException before) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return before;
    } catch (SQLException e) {
      return before == null ? e : before;
    }
  }

  private void lockRow() throws SQLException {
    for (int wait = 1; ; wait++) {
      try (Statement statement = connection.createStatement()) {
        statement.executeQuery("SELECT ID FROM " + TABLE + " WHERE ID = 1 FOR UPDATE").close();
        return;
      } catch (SQLException e) {
        connection.rollback();
        if (wait == MOST_WAITS || !isAboutWaiting(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean isAboutWaiting(SQLException e) {
    return e instanceof SQLTimeoutException
        || "HYT00".equals(e.getSQLState())
        || e.getErrorCode() == MYSQL_LOCK_WAIT_TIMEOUT;
  }

  @Override
  public void close() throws SQLException {
    try (connection) {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    }
  }
}
