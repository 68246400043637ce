package io.spaces.client.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A PostgreSQL server of a test's own: in a temporary directory, on a port of its own. */
final class PostgresServer implements AutoCloseable {
  static final String PASSWORD = "p'w \\ \"d\" of app";
  private static final String USER = "postgres";

  private final Path bin = binaries();
  private final Path directory = Programs.directoryOf(USER, "spaces-pg");
  private final Path data = directory.resolve("data");
  private final int port = Programs.freePort();

  private PostgresServer() {}

  static PostgresServer start() {
    PostgresServer server = new PostgresServer();
    try {
      Path password = Files.writeString(server.directory.resolve("password"), PASSWORD);
      Programs.giveTo(USER, password);
      server.asServer(
          "initdb",
          "--pgdata=" + server.data,
          "--username=app",
          "--pwfile=" + password,
          "--auth=scram-sha-256",
          "--encoding=UTF8",
          "--locale=C",
          "--no-sync");
      server.startUp();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return server;
  }

  private void startUp() {
    asServer(
        "pg_ctl",
        "--pgdata=" + data,
        "--log=" + directory.resolve("log"),
        "--wait",
        "--options=-p "
            + port
            + " -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=60"
            + " -c unix_socket_directories="
            + directory,
        "start");
  }

  /** Kills the server, and all that it has started, where they are. */
  void kill() throws IOException {
    String first = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
    ProcessHandle server = ProcessHandle.of(Long.parseLong(first.strip())).orElseThrow();
    List<ProcessHandle> all = Stream.concat(Stream.of(server), server.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
  }

  /** Starts the server again, where it was and with what it had committed. */
  void restart() {
    startUp();
  }

  int port() {
    return port;
  }

  String url(String database) {
    return "postgresql://app@127.0.0.1:" + port + "/" + database;
  }

  /** Runs SQL, one statement after the other, and returns the rows of its answers. */
  String sql(String database, String sql) {
    return client("psql", "--dbname=" + url(database), "-At", "-v", "ON_ERROR_STOP=1", "-c", sql);
  }

  /** Runs one of PostgreSQL's programs as a client. */
  String client(String program, String... arguments) {
    return Programs.run(argv(program, arguments), Map.of("PGPASSWORD", PASSWORD), null);
  }

  Path data() {
    return data;
  }

  private void asServer(String program, String... arguments) {
    Programs.run(Programs.as(USER, argv(program, arguments)), Map.of(), null);
  }

  private List<String> argv(String program, String... arguments) {
    return Stream.concat(Stream.of(bin.resolve(program).toString()), Stream.of(arguments)).toList();
  }

  private static Path binaries() {
    Path versions = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(versions)) {
      try (Stream<Path> found = Files.list(versions)) {
        return found
            .map(version -> version.resolve("bin"))
            .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
            .max(java.util.Comparator.naturalOrder())
            .orElseThrow(PostgresServer::missing);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw missing();
  }

  private static AssertionError missing() {
    return new AssertionError(
        "This test needs PostgreSQL's server; .ci/run installs it, or: apt-get install postgresql");
  }

  @Override
  public void close() {
    asServer("pg_ctl", "--pgdata=" + data, "--mode=immediate", "--wait", "stop");
    Programs.deleteTree(directory);
  }
}
