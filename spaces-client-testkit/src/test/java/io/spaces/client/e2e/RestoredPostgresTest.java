package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.database.DatabaseRestore;
import io.spaces.client.error.SpaceException;
import io.spaces.client.schedule.Hook;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL databases that are put back. */
@Tag("databases")
class RestoredPostgresTest {
  private static final String NAME = "--it's \"the\" s%op\n\\connect";
  private static final String PASSWORD = "-p'w \\ \"d\"\nof owner";
  private static PostgresServer postgres;

  @TempDir Path temporary;
  private byte[] dump;

  @BeforeAll
  static void startTheServer() {
    postgres = PostgresServer.start();
    postgres.sql(
        "postgres",
        "CREATE ROLE \"ow n-er\" LOGIN CREATEDB PASSWORD '"
            + PASSWORD.replace("'", "''")
            + "'; CREATE ROLE reader");
  }

  @AfterAll
  static void stopTheServer() {
    postgres.close();
  }

  @BeforeEach
  void makeADatabaseAndChangeItSince() {
    sql("postgres", "CREATE DATABASE " + quoted(NAME) + " OWNER \"ow n-er\"");
    sql(
        NAME,
        "CREATE TABLE items (id serial PRIMARY KEY, name text); INSERT INTO items (name) SELECT"
            + " 'it''s ü\n"
            + "\\connect x\n"
            + "' || n FROM generate_series(1, 5000) n; CREATE VIEW cheap AS SELECT id FROM items"
            + " WHERE id < 10; ALTER TABLE items OWNER TO \"ow n-er\"; ALTER VIEW cheap OWNER TO"
            + " \"ow n-er\"");
    dump = dumped("--format=custom", "--compress=0");
    sql(NAME, "DELETE FROM items WHERE id > 43");
  }

  @AfterEach
  void removeAll() {
    for (String name : names()) {
      sql("postgres", "DROP DATABASE " + quoted(name) + " WITH (FORCE)");
    }
  }

  @Test
  void aDumpBecomesADatabaseBesideTheLiveOne() throws Exception {
    DatabaseRestore.Result result = asOwner().run(in(dump));

    assertThat(result.database()).matches("(?s)--it.*_restored_\\d{17}");
    assertThat(result.bytes()).isEqualTo(dump.length);
    assertThat(count(result.database())).isEqualTo("5000");
    assertThat(sql(result.database(), "SELECT count(*) FROM cheap")).isEqualTo("9");
    assertThat(count(NAME)).isEqualTo("43");
    assertThat(names()).containsExactlyInAnyOrder(NAME, result.database());
    assertThatThrownBy(() -> asOwner().into(result.database()).run(in(dump)))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("already");
    assertThat(asOwner().into("-x").run(in(dump)).database()).isEqualTo("-x");
    assertThat(count("-x")).isEqualTo("5000");
  }

  @Test
  void aSwapTakesAlongWhatADumpDoesNotHave() throws Exception {
    sql(
        "postgres",
        Stream.of(
                "COMMENT ON DATABASE % IS 'our shop'",
                "ALTER DATABASE % SET search_path TO \"$user\", public, \"o'dd\"",
                "ALTER DATABASE % SET work_mem TO '7MB'",
                "ALTER ROLE reader IN DATABASE % SET application_name TO 'it''s'",
                "ALTER DATABASE % CONNECTION LIMIT 17",
                "REVOKE CONNECT ON DATABASE % FROM PUBLIC",
                "GRANT CONNECT ON DATABASE % TO reader WITH GRANT OPTION")
            .map(line -> line.replace("%", quoted(NAME)))
            .reduce((a, b) -> a + ";" + b)
            .orElseThrow());
    String before = properties();

    DatabaseRestore.Result result = asAdmin().swap(true).run(in(dump));

    assertThat(result.database()).isEqualTo(NAME);
    assertThat(count(NAME)).isEqualTo("5000");
    assertThat(count(String.valueOf(result.replaced()))).isEqualTo("43");
    assertThat(properties()).isEqualTo(before).contains("our shop", "7MB", "17");
    assertThat(names()).containsExactlyInAnyOrder(NAME, result.replaced());
    assertThat(asAdmin().swap(true).keepReplaced(false).run(in(dump)).replaced()).isNull();
    assertThat(names()).containsExactlyInAnyOrder(NAME, result.replaced());
  }

  private static String properties() {
    return sql(
        "postgres",
        "SELECT d.datname, pg_get_userbyid(datdba), (SELECT string_agg(a::text, ';' ORDER BY"
            + " a::text) FROM aclexplode(datacl) a), datconnlimit, encoding, datcollate,"
            + " shobj_description(oid, 'pg_database'), (SELECT string_agg(setrole::regrole ||"
            + " s::text, ';' ORDER BY setrole, s) FROM pg_db_role_setting, unnest(setconfig) s"
            + " WHERE setdatabase = d.oid) FROM pg_database d WHERE datname = "
            + text(NAME));
  }

  @Test
  void aSwapDoesNotWaitForWhoeverIsConnected() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("psql", "--no-psqlrc", "-qAt", "--dbname=" + url(NAME));
    builder.environment().put("PGPASSWORD", PostgresServer.PASSWORD);
    Process connected = builder.redirectErrorStream(true).start();
    try (var commands = connected.outputWriter();
        var answers = connected.inputReader()) {
      commands.write("BEGIN; SELECT count(*) FROM items;\n");
      commands.flush();
      assertThat(answers.readLine()).isEqualTo("43");

      assertThat(asAdmin().swap(true).run(in(dump)).database()).isEqualTo(NAME);

      assertThat(count(NAME)).isEqualTo("5000");
    } finally {
      connected.destroyForcibly().waitFor();
    }
  }

  @Test
  void aSwapMakesADatabaseThatIsNotThere() throws Exception {
    sql("postgres", "DROP DATABASE " + quoted(NAME));

    assertThat(asOwner().swap(true).run(in(dump)).replaced()).isNull();

    assertThat(count(NAME)).isEqualTo("5000");
    assertThat(names()).containsExactly(NAME);
  }

  @Test
  void aValidationThatFailsPutsTheDatabaseBackAlsoWhenItIsInUse() throws Exception {
    Path log = temporary.resolve("log");
    assertThatThrownBy(
            () ->
                asOwner()
                    .swap(true)
                    .suspend(says("suspend", log))
                    .restart(says("restart", log))
                    .validate(
                        database -> {
                          assertThat(count(database)).isEqualTo("5000");
                          throw new IOException("the newest order is missing");
                        })
                    .run(in(dump)))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("the newest order is missing")
        .hasMessageContaining("is again what it was");

    assertThat(count(NAME)).isEqualTo("43");
    assertThat(log).hasContent("suspend\nrestart\nsuspend\nrestart\n");
    assertThat(names()).hasSize(2).anyMatch(name -> name.contains("_rejected_"));
  }

  @Test
  void aValidationThatFailsRemovesANewDatabase() {
    assertThatThrownBy(
            () -> asOwner().validate(Hook.program("sh", "-c", "echo bad; exit 1")).run(in(dump)))
        .hasMessageContaining("bad");
    assertThat(names()).containsExactly(NAME);
  }

  @Test
  void whatIsNoWholeDumpLeavesNothing() {
    for (int length : new int[] {0, 3, 100, 3000, dump.length / 2, dump.length - 1}) {
      refused(Arrays.copyOf(dump, length), "");
    }
    refused("this is no dump".getBytes(StandardCharsets.UTF_8), "no whole dump");
    byte[] foreign =
        new String(dump, StandardCharsets.ISO_8859_1)
            .replace("CREATE TABLE public.items", "CREATE TABLE publik.items")
            .getBytes(StandardCharsets.ISO_8859_1);
    refused(foreign, "publik");
  }

  @Test
  void sqlIsLoadedUnlessItWouldLeadElsewhere() throws Exception {
    sql(
        NAME,
        "CREATE TABLE a AS SELECT 'DROP DATABASE x'::text AS line; ALTER TABLE a OWNER TO \"ow"
            + " n-er\"");
    byte[] sql = dumped("--format=plain");
    String plain = postgres.url("postgres");

    assertThat(count(asOwner().run(in(sql)).database())).isEqualTo("43");

    refused(dumped(plain, new String[] {"--format=plain", "--create"}), "--create");
    refused(dumped(plain, new String[] {"--format=plain", "--create", "--clean"}), "--create");
    refused(Arrays.copyOf(sql, sql.length - 200), "no whole dump");
    assertThat(count(NAME)).isEqualTo("43");
  }

  @Test
  void aWrongPasswordAndAMissingServerAreToldInTheProgramsWords() {
    assertThatThrownBy(() -> DatabaseRestore.postgres(postgres.url("shop"), "not it").run(in(dump)))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("password authentication failed")
        .hasMessageNotContaining("not it");
  }

  @Test
  void noPasswordShowsAmongTheProcesses() throws Exception {
    List<String> seen = new ArrayList<>();
    InputStream looking =
        new InputStream() {
          private final InputStream in = in(dump);

          @Override
          public int read() throws IOException {
            throw new IOException("read by blocks");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            ProcessHandle.current()
                .descendants()
                .forEach(process -> seen.add(process.info().commandLine().orElse("")));
            return in.read(bytes, offset, length);
          }
        };

    asOwner().run(looking);

    assertThat(seen).anyMatch(line -> line.contains("pg_restore"));
    assertThat(seen).noneMatch(line -> line.contains("of owner"));
  }

  private void refused(byte[] bytes, String why) {
    List<String> before = names();
    assertThatThrownBy(() -> asOwner().swap(true).run(in(bytes)))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("of owner");
    assertThat(names()).isEqualTo(before);
    assertThat(count(NAME)).isEqualTo("43");
  }

  private static Hook says(String word, Path log) {
    return Hook.program("sh", "-c", "echo " + word + " >> " + log);
  }

  private static InputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static DatabaseRestore asAdmin() {
    return DatabaseRestore.postgres(url(NAME), PostgresServer.PASSWORD);
  }

  private static DatabaseRestore asOwner() {
    return DatabaseRestore.postgres(url(NAME).replace("app@", "ow%20n-er@"), PASSWORD);
  }

  private byte[] dumped(String... options) {
    return dumped(url(NAME), options);
  }

  private byte[] dumped(String url, String[] options) {
    Path file = temporary.resolve("dump");
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--no-password", "--file=" + file, "--dbname=" + url));
    postgres.client("pg_dump", all.toArray(String[]::new));
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String url(String name) {
    return postgres.url(URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  private static String count(String name) {
    return sql(name, "SELECT count(*) FROM items");
  }

  private static List<String> names() {
    String all =
        sql(
            "postgres",
            "SELECT string_agg(datname, '|' ORDER BY datname) FROM pg_database WHERE datname NOT"
                + " IN ('postgres', 'template0', 'template1')");
    return all.isEmpty() ? List.of() : List.of(all.split("\\|", -1));
  }

  private static String sql(String name, String sql) {
    List<String> arguments = new ArrayList<>(List.of("--dbname=" + url(name), "-qAt"));
    arguments.addAll(List.of("-v", "ON_ERROR_STOP=1"));
    for (String one : sql.split(";(?= *[A-Z])", -1)) {
      arguments.addAll(List.of("-c", one));
    }
    String answer = postgres.client("psql", arguments.toArray(String[]::new));
    return answer.endsWith("\n") ? answer.substring(0, answer.length() - 1) : answer;
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
