package io.spaces.client.internal.program;

import io.spaces.client.backup.SourceObject.Content;
import io.spaces.client.internal.restore.PrivateFolder;
import io.spaces.client.internal.source.SystemPaths;
import io.spaces.client.internal.source.read.RunContent;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks databases whether they could be dumped: by the programs, options and credentials that would
 * do so, but for no rows.
 */
public final class DatabaseCheck {
  private static final String TABLES = "SELECT count(*) FROM sqlite_master";

  private final Path temporaryDirectory;
  private final Duration limit;

  /**
   * Asks in bounded time.
   *
   * @param temporaryDirectory where files go that programs need
   * @param limit for each answer
   */
  public DatabaseCheck(Path temporaryDirectory, Duration limit) {
    this.temporaryDirectory = temporaryDirectory;
    this.limit = limit;
  }

  /**
   * Has all that a PostgreSQL database is made of written down, for which its tables are locked as
   * for a dump: who may not read one is told.
   *
   * @throws IOException when it could not be dumped
   */
  public void postgres(String url, @Nullable String password) throws IOException {
    require(
        DatabaseDumps.postgres(
            url, password, List.of("--schema-only", "--lock-wait-timeout=" + limit.toMillis())));
  }

  /**
   * Has all that a MySQL or MariaDB database is made of written down.
   *
   * @throws IOException when it could not be dumped
   */
  public void mysql(String url, @Nullable String password) throws IOException {
    require(DatabaseDumps.mysql(url, password, List.of("--no-data")));
  }

  /** Reads a content to its end, and no longer than the limit. */
  void require(Content content) throws IOException {
    InputStream in =
        content instanceof RunContent ours
            ? ours.open(temporaryDirectory, new Cancellation())
            : content.open();
    CompletableFuture<Boolean> late =
        new CompletableFuture<Boolean>()
            .completeOnTimeout(true, limit.toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<Void> ending = late.thenRunAsync(() -> end(in));
    try (in) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      if (late.isDone()) {
        throw new IOException("There was no answer within " + limit.toSeconds() + " seconds", e);
      }
      throw e;
    } finally {
      late.cancel(false);
      ending.cancel(false);
    }
  }

  private static void end(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      // who reads it is told by its end
    }
  }

  /**
   * Opens an SQLite database to be read only, and looks for its tables.
   *
   * @throws IOException when it is none, or cannot be read
   */
  public void sqlite(Path database) throws IOException {
    SqliteCopy copy = new SqliteCopy(database);
    copy.requireFile();
    if (!ProgramPath.has("sqlite3")) {
      askDriver(copy);
      return;
    }
    try (PrivateFolder folder = PrivateFolder.create(temporaryDirectory)) {
      require(
          new ProgramOutput(
              List.of(
                  "sqlite3",
                  "-init",
                  Files.createFile(folder.resolve("no.rc")).toString(),
                  "-bail",
                  "-readonly",
                  SystemPaths.argument(database.toAbsolutePath()),
                  ".timeout " + limit.toMillis(),
                  TABLES),
              Map.of()));
    }
  }

  private void askDriver(SqliteCopy copy) throws IOException {
    Properties readOnly = new Properties();
    readOnly.setProperty("open_mode", "1");
    readOnly.setProperty("busy_timeout", Long.toString(limit.toMillis()));
    String url = "jdbc:sqlite:" + SystemPaths.argument(copy.database());
    try (var connection = DriverManager.getConnection(url, readOnly);
        var statement = connection.prepareStatement(TABLES)) {
      statement.execute();
    } catch (SQLException e) {
      throw copy.unusable("read", e);
    }
  }
}
