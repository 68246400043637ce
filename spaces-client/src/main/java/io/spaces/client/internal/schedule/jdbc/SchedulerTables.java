package io.spaces.client.internal.schedule.jdbc;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.secret.ForeignWords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import javax.sql.DataSource;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.impl.jdbcjobstore.StdJDBCDelegate;

/**
 * The tables of a shared store: Quartz's, made by the script that Quartz itself brings for the
 * database at hand, and one for the jobs. Made when they are missing, by one node at a time.
 */
public record SchedulerTables(String prefix, String script, String driverDelegate) {
  static final String PREFIX = "SPACES_";

  /** What fits the database behind the data source; makes the tables when they are missing. */
  public static SchedulerTables prepare(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection()) {
      SchedulerTables tables = of(connection.getMetaData().getDatabaseProductName());
      if (!tables.exist(connection)) {
        tables.make(dataSource);
      }
      return tables;
    } catch (SQLException e) {
      throw new SpaceException("The scheduler's store cannot be opened: " + ForeignWords.of(e), e);
    }
  }

  private static SchedulerTables of(String product) {
    String name = product.toLowerCase(Locale.ROOT);
    String standard = StdJDBCDelegate.class.getName();
    if (name.equals("h2")) {
      return new SchedulerTables(PREFIX, "tables_h2.sql", standard);
    }
    if (name.equals("postgresql")) {
      return new SchedulerTables(PREFIX, "tables_postgres.sql", PostgreSQLDelegate.class.getName());
    }
    if (name.equals("mysql") || name.equals("mariadb")) {
      return new SchedulerTables(PREFIX, "tables_mysql_innodb.sql", standard);
    }
    throw new SpaceException(
        "The scheduler's store cannot be kept in "
            + product
            + "; use H2, PostgreSQL, MySQL or"
            + " MariaDB");
  }

  private boolean exist(Connection connection) throws SQLException {
    // What is made last: when it is there, so are the others.
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery(JobRows.PROBE).close();
      return true;
    } catch (SQLException missing) {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      return false;
    }
  }

  private void make(DataSource dataSource) throws SQLException {
    SetupLock lock = SetupLock.take(dataSource);
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(true);
      try {
        if (!exist(connection)) {
          for (String statement : statements()) {
            run(connection, statement);
          }
        }
      } finally {
        connection.setAutoCommit(autoCommit);
      }
    } finally {
      lock.close();
    }
  }

  /** What an earlier node made before it died is there already. */
  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      if (!isAboutExisting(e)) {
        throw e;
      }
    }
  }

  /**
   * H2: 42101, 42111, 42121, 90045; PostgreSQL: 42P07, 42P16, 42701, 42710; MySQL: 42S01, 42S21 and
   * error 1061, 1068.
   */
  private static boolean isAboutExisting(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String message = e.getMessage() == null ? "" : e.getMessage().toLowerCase(Locale.ROOT);
    return state.equals("42S01")
        || state.equals("42P07")
        || state.equals("42P16")
        || state.equals("42710")
        || message.contains("already exist")
        || message.contains("duplicate key name")
        || message.contains("duplicate column name")
        || message.contains("multiple primary key")
        || message.contains("already defined");
  }

  /** The script's statements, with our prefix, without those that drop tables. */
  String[] statements() throws SQLException {
    String text;
    try (InputStream in = JobStoreTX.class.getResourceAsStream(script)) {
      if (in == null) {
        throw new SQLException("Quartz does not bring the script " + script);
      }
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new SQLException("The script " + script + " of Quartz cannot be read", e);
    }
    String bare =
        text.replaceAll("(?m)--.*$", "")
            .replaceAll("(?m)^#.*$", "")
            .replace("QRTZ_", prefix)
            .replace("qrtz_", prefix.toLowerCase(Locale.ROOT));
    return java.util.stream.Stream.concat(
            java.util.Arrays.stream(bare.split(";", -1))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .filter(statement -> !statement.toUpperCase(Locale.ROOT).startsWith("DROP"))
                .filter(statement -> !statement.equalsIgnoreCase("COMMIT")),
            java.util.stream.Stream.concat(
                    java.util.stream.Stream.of(JobRows.DEFINITION), JobRows.ADDITIONS.stream())
                .map(this::inAllCharacters))
        .toArray(String[]::new);
  }

  /** Names of files are in any; the default of MySQL and MariaDB may be one language's. */
  private String inAllCharacters(String statement) {
    boolean chosen = script.contains("mysql") && statement.startsWith("CREATE TABLE");
    return chosen ? statement + " DEFAULT CHARACTER SET utf8mb4" : statement;
  }
}
