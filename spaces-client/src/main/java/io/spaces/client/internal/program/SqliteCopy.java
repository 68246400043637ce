package io.spaces.client.internal.program;

import io.spaces.client.internal.restore.PrivateFolder;
import io.spaces.client.internal.secret.ForeignWords;
import io.spaces.client.internal.source.SystemPaths;
import io.spaces.client.internal.source.read.RunContent;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An SQLite database, copied while in use by its own program, or else by its JDBC driver: in one
 * transaction, since a copy page by page begins anew at each commit of somebody else. The copy is a
 * file: SQLite makes no other.
 */
record SqliteCopy(Path database) implements RunContent {
  private static final Logger log = LoggerFactory.getLogger(SqliteCopy.class);
  static final int PATIENCE_MILLIS = 30_000;

  @Override
  public InputStream open(Path temporaryDirectory, Cancellation cancellation) throws IOException {
    requireFile();
    PrivateFolder folder = PrivateFolder.create(temporaryDirectory);
    Path copy = folder.resolve("copy.sqlite");
    try {
      copyTo(copy, folder, cancellation);
      // POSIX systems take the name away at once.
      return new FilterInputStream(Files.newInputStream(copy, StandardOpenOption.DELETE_ON_CLOSE)) {
        @Override
        public void close() throws IOException {
          super.close();
          DatabaseDumps.remove(folder);
        }
      };
    } catch (IOException e) {
      IOException told = orWantOfRoom(temporaryDirectory, e);
      DatabaseDumps.remove(folder);
      throw told;
    } catch (RuntimeException e) {
      DatabaseDumps.remove(folder);
      throw e;
    }
  }

  void requireFile() throws IOException {
    if (!Files.isRegularFile(database)) {
      throw new IOException("The database " + database + " is not there");
    }
  }

  private void copyTo(Path copy, PrivateFolder folder, Cancellation cancellation)
      throws IOException {
    if (ProgramPath.has("sqlite3")) {
      ProgramOutput.run(
          List.of(
              "sqlite3",
              "-init",
              Files.createFile(folder.resolve("no.rc")).toString(),
              "-bail",
              SystemPaths.argument(database.toAbsolutePath()),
              ".timeout " + PATIENCE_MILLIS,
              "VACUUM INTO '" + SystemPaths.argument(copy).replace("'", "''") + "'"),
          cancellation);
    } else {
      copyByDriver(copy, cancellation);
    }
  }

  private void copyByDriver(Path copy, Cancellation cancellation) throws IOException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + SystemPaths.argument(database));
        PreparedStatement patience =
            connection.prepareStatement("PRAGMA busy_timeout = " + PATIENCE_MILLIS);
        PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
      patience.execute();
      statement.setString(1, SystemPaths.argument(copy));
      Cancellation.Registration breakingOff = cancellation.onCancel(() -> cancel(statement));
      try {
        statement.execute();
      } finally {
        breakingOff.close();
      }
    } catch (SQLException e) {
      throw unusable("copied", e);
    }
  }

  private static void cancel(PreparedStatement statement) {
    try {
      statement.cancel();
    } catch (SQLException e) {
      log.debug("The copying of a database could not be broken off", e);
    }
  }

  IOException unusable(String deed, SQLException e) {
    return new IOException(
        "The database "
            + database
            + " cannot be "
            + deed
            + "; install the program sqlite3, or add its JDBC driver: "
            + ForeignWords.of(e),
        e);
  }

  /** The failure with its likely reason, where there is no room for the copy. */
  private IOException orWantOfRoom(Path temporaryDirectory, IOException e) {
    long needed = room();
    long left;
    try {
      left = Files.getFileStore(temporaryDirectory).getUsableSpace();
    } catch (IOException unknown) {
      return e;
    }
    return left >= needed
        ? e
        : new IOException(
            e.getMessage()
                + ". The copy takes up to "
                + needed
                + " bytes in the temporary directory "
                + temporaryDirectory
                + ", which has "
                + left
                + " left; make room there, or name another one",
            e);
  }

  /**
   * As much as the file has, and the log of what is not in it yet (sqlite.org/wal.html), which is
   * the most that its copy takes. The file is not opened for more: its closing would give up the
   * locks on it that this process holds by a driver (fcntl(2)).
   */
  @Override
  public long room() {
    // By its bytes, whatever the locale can express.
    return size(database) + size(Path.of(URI.create(database.toUri() + "-wal")));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // it is told when it is read
    }
  }
}
