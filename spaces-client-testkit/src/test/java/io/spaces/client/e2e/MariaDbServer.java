package io.spaces.client.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A MariaDB server of a test's own: in a temporary directory, on a port of its own. */
final class MariaDbServer implements AutoCloseable {
  /** Part of the password, and of this test run alone. */
  static final String MARK = UUID.randomUUID().toString();

  static final String PASSWORD = "p#w \\ \"d\" of app " + MARK;
  private static final String USER = Programs.isRoot() ? "mysql" : System.getProperty("user.name");

  private final Path directory = Programs.directoryOf(USER, "spaces-maria");
  private final Path data = directory.resolve("data");
  private final int port = Programs.freePort();
  private @Nullable Process process;

  private MariaDbServer() {}

  static MariaDbServer start() {
    if (!Files.isExecutable(Path.of("/usr/sbin/mariadbd"))) {
      throw new AssertionError(
          "This test needs MariaDB's server; .ci/run installs it, or: apt-get install"
              + " mariadb-server");
    }
    MariaDbServer server = new MariaDbServer();
    try {
      server.startUp();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return server;
  }

  private void startUp() throws IOException {
    Programs.run(
        List.of(
            "mariadb-install-db",
            "--no-defaults",
            "--datadir=" + data,
            "--user=" + USER,
            "--auth-root-authentication-method=normal",
            "--skip-test-db"),
        Map.of(),
        null);
    String password = PASSWORD.replace("\\", "\\\\").replace("'", "''");
    Path init =
        Files.writeString(
            directory.resolve("init.sql"),
            "CREATE DATABASE IF NOT EXISTS shop;\n"
                + "CREATE USER IF NOT EXISTS 'app'@'%' IDENTIFIED BY '"
                + password
                + "';\nGRANT ALL ON *.* TO 'app'@'%' WITH GRANT OPTION;\n");
    Programs.giveTo(USER, init);
    run();
  }

  private void run() throws IOException {
    process =
        new ProcessBuilder(
                "/usr/sbin/mariadbd",
                "--no-defaults",
                "--user=" + USER,
                "--datadir=" + data,
                "--init-file=" + directory.resolve("init.sql"),
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                "--port=" + port,
                "--socket=" + directory.resolve("sock"),
                "--pid-file=" + directory.resolve("pid"),
                "--max-allowed-packet=1G",
                "--innodb-flush-log-at-trx-commit=2")
            .redirectErrorStream(true)
            .start();
    awaitReadiness(process);
  }

  private static void awaitReadiness(Process process) throws IOException {
    BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      said.append(line).append('\n');
      if (line.contains("ready for connections")) {
        Thread drain = new Thread(() -> log.lines().forEach(rest -> {}), "mariadb-log");
        drain.setDaemon(true);
        drain.start();
        return;
      }
    }
    throw new AssertionError("MariaDB did not start: " + said);
  }

  /** Kills the server where it is. */
  void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      running.onExit().join();
    }
  }

  /** Starts the server again, where it was and with what it had committed. */
  void restart() throws IOException {
    run();
  }

  int port() {
    return port;
  }

  String url(String database) {
    return "mysql://app@127.0.0.1:" + port + "/" + database;
  }

  String sql(String sql) {
    return client(null, "--batch", "--skip-column-names", "--execute=" + sql);
  }

  /** Runs a file of SQL. */
  void run(Path file) {
    client(file);
  }

  private String client(@Nullable Path input, String... arguments) {
    List<String> argv =
        new java.util.ArrayList<>(
            List.of(
                "mariadb",
                "--no-defaults",
                "--protocol=tcp",
                "--host=127.0.0.1",
                "--port=" + port,
                "--user=app",
                "--max-allowed-packet=1G",
                "--database=shop"));
    argv.addAll(List.of(arguments));
    return Programs.run(argv, Map.of("MYSQL_PWD", PASSWORD), input);
  }

  @Override
  public void close() {
    kill();
    Programs.deleteTree(directory);
  }
}
