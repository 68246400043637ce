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
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MariaDB databases that are put back. */
@Tag("databases")
class RestoredMariaDbTest {
  /** No quotes and line ends: mariadb-dump cannot read the routines of such a database. */
  private static final String NAME = "--its `the` s%op ü";

  private static final String USER = "ow n-er'\"";
  private static final String PASSWORD = "-p'w \\ \"d\"\nof owner";
  private static MariaDbServer maria;

  @TempDir Path temporary;
  private Path files;
  private byte[] dump;

  @BeforeAll
  static void startTheServer() {
    maria = MariaDbServer.start();
    maria.sql(
        "SET NAMES utf8mb4; CREATE USER "
            + text(USER)
            + " IDENTIFIED BY "
            + text(PASSWORD)
            + "; GRANT ALL ON *.* TO "
            + text(USER));
  }

  @AfterAll
  static void stopTheServer() {
    maria.close();
  }

  @BeforeEach
  void makeADatabaseAndChangeItSince() throws IOException {
    files = Files.createDirectory(temporary.resolve("files"));
    maria.sql(
        "CREATE DATABASE % CHARACTER SET latin1; USE %; CREATE TABLE kinds (id INT PRIMARY KEY);"
                .replace("%", quoted(NAME))
            + "INSERT INTO kinds VALUES (1); CREATE TABLE items (id INT PRIMARY KEY, name"
            + " VARCHAR(100), kind INT, CONSTRAINT k FOREIGN KEY (kind) REFERENCES kinds (id))"
            + " CHARACTER SET utf8mb4; INSERT INTO items SELECT seq, CONCAT('it''s ü\nUSE"
            + " shop;\n', seq), 1 FROM seq_1_to_5000; CREATE TABLE log (line TEXT); CREATE TRIGGER"
            + " `t``r` AFTER DELETE ON items FOR EACH ROW INSERT INTO log VALUES (OLD.name);"
            + " CREATE VIEW `-che``ap` AS SELECT id, twice(id) AS two FROM items WHERE id < 10;"
                .replace("twice(id)", "id * 2")
            + " CREATE PROCEDURE answer() SELECT 42; CREATE FUNCTION twice(n INT) RETURNS INT"
            + " DETERMINISTIC RETURN 2 * n; CREATE VIEW a AS SELECT twice(id) AS two FROM"
            + " `-che``ap`; CREATE EVENT daily ON SCHEDULE EVERY 1 DAY DO DELETE FROM log");
    dump = dumped();
    use(
        "ALTER DATABASE CHARACTER SET utf8mb4; DELETE FROM items WHERE id > 43; CREATE PROCEDURE"
            + " since() SELECT 7; ALTER DATABASE CHARACTER SET latin1");
  }

  @AfterEach
  void removeAll() {
    for (String name : names()) {
      maria.sql("DROP DATABASE " + quoted(name));
    }
  }

  @Test
  void aDumpBecomesADatabaseBesideTheLiveOne() throws Exception {
    DatabaseRestore.Result result = restore().run(in(dump));

    assertThat(result.database()).matches("(?s)--it.*_restored_\\d{17}");
    assertThat(result.bytes()).isEqualTo(dump.length);
    requireRestored(result.database());
    requireChanged(NAME);
    assertThat(names()).containsExactlyInAnyOrder(NAME, result.database());
    assertThatThrownBy(() -> restore().into(result.database()).run(in(dump)))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("already");
    assertThat(restore().into("-x").run(in(dump)).database()).isEqualTo("-x");
    requireRestored("-x");
    assertThat(files).isEmptyDirectory();
  }

  @Test
  void aSwapTakesTablesAndAllElse() throws Exception {
    DatabaseRestore.Result result = restore().swap(true).run(in(dump));

    assertThat(result.database()).isEqualTo(NAME);
    requireRestored(NAME);
    requireChanged(String.valueOf(result.replaced()));
    assertThat(names()).containsExactlyInAnyOrder(NAME, result.replaced());
    assertThat(restore().swap(true).keepReplaced(false).run(in(dump)).replaced()).isNull();
    requireRestored(NAME);
    assertThat(names()).containsExactlyInAnyOrder(NAME, result.replaced());
  }

  @Test
  void aSwapMakesADatabaseThatIsNotThere() throws Exception {
    maria.sql("DROP DATABASE " + quoted(NAME));

    assertThat(restore().swap(true).run(in(dump)).replaced()).isNull();

    requireRestored(NAME);
    assertThat(names()).containsExactly(NAME);
  }

  @Test
  void aValidationThatFailsPutsTheDatabaseBack() throws Exception {
    Path log = temporary.resolve("log");
    assertThatThrownBy(
            () ->
                restore()
                    .swap(true)
                    .suspend(says("suspend", log))
                    .restart(says("restart", log))
                    .validate(
                        database -> {
                          requireRestored(database);
                          throw new IOException("the newest order is missing");
                        })
                    .run(in(dump)))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("the newest order is missing")
        .hasMessageContaining("is again what it was");

    requireChanged(NAME);
    assertThat(log).hasContent("suspend\nrestart\nsuspend\nrestart\n");
    assertThat(names()).hasSize(2).anyMatch(name -> name.contains("_rejected_"));
  }

  @Test
  void aDatabaseThatCannotBeWrittenDownIsNotReplaced() {
    use("CREATE TABLE gone (a INT); CREATE VIEW zz AS SELECT * FROM gone; DROP TABLE gone");

    assertThatThrownBy(() -> restore().swap(true).run(in(dump)))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("zz");

    use("DROP VIEW zz");
    requireChanged(NAME);
    assertThat(names()).containsExactly(NAME);
  }

  @Test
  void whatIsNoWholeDumpLeavesNothing() {
    for (int length : new int[] {0, 100, dump.length / 2, dump.length - 80}) {
      refused(Arrays.copyOf(dump, length), "");
    }
    refused("this is no dump".getBytes(StandardCharsets.UTF_8), "no whole dump");
    String sql = new String(dump, StandardCharsets.UTF_8);
    refused(sql.replace("INSERT INTO", "INSERT IN").getBytes(StandardCharsets.UTF_8), "syntax");
    refused(("USE `shop`;\n" + sql).getBytes(StandardCharsets.UTF_8), "--databases");
    refused(
        ("CREATE DATABASE /*!32312 IF NOT EXISTS*/ `shop`;\n" + sql)
            .getBytes(StandardCharsets.UTF_8),
        "--databases");
  }

  @Test
  void aWrongPasswordIsToldInTheProgramsWords() {
    assertThatThrownBy(() -> DatabaseRestore.mysql(maria.url("shop"), "not it").run(in(dump)))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("Access denied")
        .hasMessageNotContaining("not it");
  }

  private void refused(byte[] bytes, String why) {
    assertThatThrownBy(() -> restore().swap(true).run(in(bytes)))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("of owner");
    assertThat(names()).containsExactly(NAME);
    requireChanged(NAME);
    assertThat(files).isEmptyDirectory();
  }

  private static void requireRestored(String name) {
    assertThat(asked(name)).isEqualTo("5000 0 9 18 4 latin1 1 1 2 answer,daily,twice");
    use(name, "CALL answer(); INSERT INTO log VALUES ('x')");
  }

  private static void requireChanged(String name) {
    assertThat(asked(name)).isEqualTo("43 4957 9 18 4 latin1 1 1 2 answer,daily,since,twice");
  }

  private static String asked(String name) {
    return use(
            name,
            ("SELECT CONCAT_WS(' ', (SELECT COUNT(*) FROM items), (SELECT COUNT(*) FROM log WHERE"
                + " line <> 'x'), (SELECT COUNT(*) FROM `-che``ap`), (SELECT MAX(two) FROM"
                + " `-che``ap`), (SELECT MIN(two) * 2 FROM a), @@character_set_database,"
                + " (SELECT COUNT(*) FROM information_schema.triggers WHERE trigger_schema ="
                + " DATABASE()), (SELECT COUNT(*) FROM information_schema.key_column_usage WHERE"
                + " referenced_table_schema = DATABASE() AND table_schema = DATABASE()),"
                + " (SELECT COUNT(*) FROM information_schema.views WHERE table_schema ="
                + " DATABASE()), (SELECT GROUP_CONCAT(n ORDER BY n) FROM (SELECT routine_name n"
                + " FROM information_schema.routines WHERE routine_schema = DATABASE() UNION"
                + " SELECT event_name FROM information_schema.events WHERE event_schema ="
                + " DATABASE()) r))"))
        .strip();
  }

  private static Hook says(String word, Path log) {
    return Hook.program("sh", "-c", "echo " + word + " >> " + log);
  }

  private static InputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private DatabaseRestore restore() {
    return DatabaseRestore.mysql(
            maria.url(encoded(NAME)).replace("app@", encoded(USER) + "@"), PASSWORD)
        .temporaryDirectory(files);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private byte[] dumped() {
    List<String> argv = new ArrayList<>(List.of("mariadb-dump", "--no-defaults", "--user=app"));
    argv.addAll(List.of("--host=127.0.0.1", "--protocol=tcp", "--port=" + maria.port()));
    argv.addAll(List.of("--single-transaction", "--hex-blob", "--routines", "--triggers"));
    argv.addAll(List.of("--events", "--default-character-set=utf8mb4", "--", NAME));
    return Programs.run(argv, Map.of("MYSQL_PWD", MariaDbServer.PASSWORD), null)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> names() {
    String all =
        maria.sql(
            "SELECT HEX(schema_name) FROM information_schema.schemata WHERE schema_name NOT IN"
                + " ('mysql', 'sys', 'information_schema', 'performance_schema', 'shop')");
    return all.lines()
        .map(java.util.HexFormat.of()::parseHex)
        .map(name -> new String(name, StandardCharsets.UTF_8))
        .toList();
  }

  private static void use(String sql) {
    String unused = use(NAME, sql);
  }

  private static String use(String name, String sql) {
    return maria.sql("SET NAMES utf8mb4; USE " + quoted(name) + "; " + sql);
  }

  private static String quoted(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  private static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
