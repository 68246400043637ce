package io.spaces.client.internal.program;

import io.spaces.client.backup.SourceObject.Content;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.secret.ForeignWords;
import io.spaces.client.internal.secret.SecretText;
import io.spaces.client.internal.target.PrivateFolder;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The contents of databases, each by the means its makers provide. */
public final class DatabaseDumps {
  private static final Logger log = LoggerFactory.getLogger(DatabaseDumps.class);

  private DatabaseDumps() {}

  /**
   * A PostgreSQL database in pg_dump's custom format, not compressed: a dump that changed little is
   * then sent as little, and compression is the vault's task.
   */
  public static Content postgres(String url, @Nullable String password) {
    if (password != null) {
      SecretText.check("password", "", password);
    }
    return new ProgramOutput(
        List.of(
            "pg_dump",
            "--format=custom",
            "--compress=0",
            "--no-password",
            "--dbname=" + DatabaseUrl.forPostgres(url)),
        password == null ? Map.of() : Map.of("PGPASSWORD", password));
  }

  /** A MySQL or MariaDB database as SQL, in one state, with its routines, triggers and events. */
  public static Content mysql(String url, @Nullable String password) {
    List<String> address = DatabaseUrl.forMysql(url);
    String content = optionFile(password);
    return () -> {
      PrivateFolder folder = PrivateFolder.create();
      Path options = folder.resolve("password.cnf");
      Runnable cleanup = () -> remove(folder);
      try {
        Files.writeString(options, content, StandardOpenOption.CREATE_NEW);
      } catch (IOException e) {
        cleanup.run();
        throw e;
      }
      List<String> argv = new ArrayList<>();
      argv.add(ProgramPath.has("mariadb-dump") ? "mariadb-dump" : "mysqldump");
      argv.add("--defaults-extra-file=" + options);
      argv.addAll(
          List.of(
              "--single-transaction",
              "--quick",
              "--hex-blob",
              "--routines",
              "--triggers",
              "--events",
              "--skip-dump-date",
              "--default-character-set=utf8mb4"));
      argv.addAll(address);
      return ProgramOutput.start(argv, Map.of(), cleanup);
    };
  }

  /** Of what a quoted value can hold, the backslash alone means something else. */
  private static String optionFile(@Nullable String password) {
    if (password == null) {
      return "[client]\n";
    }
    SecretText.check("password", "", password);
    if (password.indexOf('\n') >= 0 || password.indexOf('\r') >= 0) {
      throw new InvalidParameterException("password", "holds a line break");
    }
    return "[client]\npassword=\"" + password.replace("\\", "\\\\") + "\"\n";
  }

  /** An SQLite database, copied while in use by its own program, or else by its JDBC driver. */
  public static Content sqlite(Path database) {
    return () -> {
      if (!Files.isRegularFile(database)) {
        throw new IOException("The database " + database + " is not there");
      }
      PrivateFolder folder = PrivateFolder.create();
      Path copy = folder.resolve("copy.sqlite");
      try {
        if (ProgramPath.has("sqlite3")) {
          ProgramOutput.run(
              List.of(
                  "sqlite3",
                  "-bail",
                  database.toAbsolutePath().toString(),
                  ".timeout 30000",
                  ".backup '" + copy.toString().replace("'", "''") + "'"));
        } else {
          copyByDriver(database, copy);
        }
        // POSIX systems take the name away at once.
        return new FilterInputStream(
            Files.newInputStream(copy, StandardOpenOption.DELETE_ON_CLOSE)) {
          @Override
          public void close() throws IOException {
            super.close();
            remove(folder);
          }
        };
      } catch (IOException | RuntimeException e) {
        remove(folder);
        throw e;
      }
    };
  }

  /** What cannot be removed now, the next dump removes once this process is gone. */
  private static void remove(PrivateFolder folder) {
    try {
      folder.close();
    } catch (IOException e) {
      log.warn("Temporary files of a dump could not be deleted: {}", e.toString());
    }
  }

  private static void copyByDriver(Path database, Path copy) throws IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
      statement.setString(1, copy.toString());
      statement.execute();
    } catch (SQLException e) {
      throw new IOException(
          "The database "
              + database
              + " cannot be copied; install the program sqlite3, or add its JDBC driver: "
              + ForeignWords.of(e),
          e);
    }
  }
}
