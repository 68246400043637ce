package io.spaces.client.internal.program;

import io.spaces.client.backup.SourceObject.Content;
import io.spaces.client.internal.restore.PrivateFolder;
import io.spaces.client.internal.secret.SecretText;
import io.spaces.client.internal.source.read.RunContent;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The contents of databases, each by the means its makers provide. */
public final class DatabaseDumps {
  private static final Logger log = LoggerFactory.getLogger(DatabaseDumps.class);

  /** What PostgreSQL's programs are told of how to prove who they are, and to demand as much. */
  private static final Pattern POSTGRES_PROOFS =
      Pattern.compile("PG(SSL|REQUIRE|GSS|KRB).*|PGCHANNELBINDING|PGPASSFILE|PGPASSWORD");

  /** Rows up to what the protocol can carry; the programs' own limit is lower. */
  private static final String LARGEST_ROW = "--max-allowed-packet=1G";

  private DatabaseDumps() {}

  /**
   * A PostgreSQL database in pg_dump's custom format, not compressed: a dump that changed little is
   * then sent as little, and compression is the vault's task.
   */
  public static Content postgres(String url, @Nullable String password) {
    return postgres(url, password, List.of());
  }

  /** The same with further options. */
  static RunContent postgres(String url, @Nullable String password, List<String> more) {
    if (password != null) {
      SecretText.check("password", "", password);
    }
    List<String> argv =
        new ArrayList<>(List.of("pg_dump", "--format=custom", "--compress=0", "--no-password"));
    argv.addAll(more);
    argv.add("--dbname=" + DatabaseUrl.forPostgres(url));
    Map<String, String> variables = password == null ? Map.of() : Map.of("PGPASSWORD", password);
    return (temporaryDirectory, cancellation) ->
        WholeDump.ofPostgres(
            ProgramOutput.start(
                argv, DatabaseDumps::leadsElsewhere, variables, () -> {}, cancellation));
  }

  /** Of variables of PostgreSQL: whether one would choose a server, a database, a role, a state. */
  static boolean leadsElsewhere(String variable) {
    return variable.startsWith("PG") && !POSTGRES_PROOFS.matcher(variable).matches();
  }

  /** A MySQL or MariaDB database as SQL, in one state, with its routines, triggers and events. */
  public static Content mysql(String url, @Nullable String password) {
    return mysql(url, password, List.of());
  }

  /** The same with further options. */
  static RunContent mysql(String url, @Nullable String password, List<String> more) {
    List<String> address = DatabaseUrl.forMysql(url);
    String content = optionFile(password);
    return (temporaryDirectory, cancellation) ->
        startMysql(temporaryDirectory, content, more, address, cancellation);
  }

  private static InputStream startMysql(
      Path temporaryDirectory,
      String content,
      List<String> more,
      List<String> address,
      Cancellation cancellation)
      throws IOException {
    PrivateFolder folder = PrivateFolder.create(temporaryDirectory);
    Path options = folder.resolve("password.cnf");
    Runnable cleanup = () -> remove(folder);
    try {
      Files.writeString(options, content, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      cleanup.run();
      throw e;
    }
    List<String> argv = new ArrayList<>();
    String program = ProgramPath.has("mariadb-dump") ? "mariadb-dump" : "mysqldump";
    argv.add(program);
    argv.add("--defaults-file=" + options);
    argv.addAll(
        List.of(
            "--single-transaction",
            "--quick",
            LARGEST_ROW,
            "--hex-blob",
            "--routines",
            "--triggers",
            "--events",
            "--skip-dump-date",
            "--default-character-set=utf8mb4"));
    argv.addAll(more);
    argv.addAll(address);
    return WholeDump.ofMysql(
        ProgramOutput.start(argv, DatabaseDumps::isOfMysql, noLogin(folder), cleanup, cancellation),
        program);
  }

  /**
   * Of a variable: whether it is one of MySQL's or MariaDB's, which name sockets, ports, passwords
   * and files of options.
   */
  static boolean isOfMysql(String variable) {
    return variable.startsWith("MYSQL_") || variable.startsWith("MARIADB_");
  }

  /** MySQL's programs read a file of logins whatever file of options they are given. */
  static Map<String, String> noLogin(PrivateFolder folder) {
    return Map.of("MYSQL_TEST_LOGIN_FILE", folder.resolve("none").toString());
  }

  /** The password as the value of an option, in which quotes and line ends are escaped. */
  static String optionFile(@Nullable String password) {
    if (password == null) {
      return "[client]\n";
    }
    SecretText.check("password", "", password);
    String escaped =
        password
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r");
    return "[client]\npassword=\"" + escaped + "\"\n";
  }

  /** An SQLite database, copied while in use. */
  public static Content sqlite(Path database) {
    return new SqliteCopy(database);
  }

  /** What cannot be removed now, the next dump removes once this process is gone. */
  static void remove(PrivateFolder folder) {
    try {
      folder.close();
    } catch (IOException e) {
      log.warn("Temporary files of a dump could not be deleted: {}", e.toString());
    }
  }
}
