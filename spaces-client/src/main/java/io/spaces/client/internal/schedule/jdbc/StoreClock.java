package io.spaces.client.internal.schedule.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * The clock of a shared store, which all nodes believe, whatever their own say.
 *
 * @param sql an expression: the milliseconds since 1970 in UTC, whatever the session's time zone
 */
public record StoreClock(String sql) {
  /** The clock of the database behind a connection. */
  public static StoreClock of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
    return switch (product) {
      case "mysql", "mariadb" ->
          new StoreClock("TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000");
      // Of the transaction's start otherwise, which may have waited for a lock.
      case "postgresql" ->
          new StoreClock("CAST(EXTRACT(EPOCH FROM CLOCK_TIMESTAMP()) * 1000 AS BIGINT)");
      default -> new StoreClock("CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)");
    };
  }

  /** What it shows now, in milliseconds since 1970. */
  public long read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
