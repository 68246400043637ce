package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.database.DatabaseRestore;
import io.spaces.client.error.SpaceException;
import io.spaces.client.schedule.Hook;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite databases that are put back. */
@Tag("databases")
class RestoredSqliteTest {
  private static final String NAME = "-it's \"the\"\nshop.sqlite";

  @TempDir Path temporary;
  private Path live;
  private byte[] dump;

  @BeforeEach
  void makeADatabaseAndChangeItSince() throws IOException {
    live = Files.createDirectory(temporary.resolve("data")).resolve(NAME);
    sqlite(live, "PRAGMA journal_mode=WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");
    dump = Files.readAllBytes(live);
    sqlite(live, "INSERT INTO t VALUES (40)");
  }

  @Test
  void aDumpBecomesAFileBesideTheLiveOne() throws Exception {
    DatabaseRestore.Result result = DatabaseRestore.sqlite(live).run(in(dump));

    assertThat(result.database()).matches("(?s)-it.*_restored_\\d{17}");
    assertThat(result.bytes()).isEqualTo(dump.length);
    assertThat(result.replaced()).isNull();
    assertThat(sum(result.database())).isEqualTo("3");
    assertThat(sum(NAME)).isEqualTo("43");
    assertThat(names()).containsExactlyInAnyOrder(NAME, result.database());
    assertThatThrownBy(() -> DatabaseRestore.sqlite(live).into(result.database()).run(in(dump)))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("already");
    assertThat(sum(result.database())).isEqualTo("3");
    for (String elsewhere : List.of("../other", "/tmp/other", "..", ".", "a/b")) {
      assertThatThrownBy(() -> DatabaseRestore.sqlite(live).into(elsewhere).run(in(dump)))
          .hasMessageContaining("is no name of a file");
    }
  }

  @Test
  void aSwapKeepsWhatItReplacesUntilToldOtherwise() throws Exception {
    Files.setPosixFilePermissions(live, PosixFilePermissions.fromString("rw-r-----"));

    DatabaseRestore.Result result = DatabaseRestore.sqlite(live).swap(true).run(in(dump));

    assertThat(result.database()).isEqualTo(NAME);
    assertThat(sum(NAME)).isEqualTo("3");
    assertThat(sum(String.valueOf(result.replaced()))).isEqualTo("43");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(live)))
        .isEqualTo("rw-r-----");
    Files.delete(live.resolveSibling(String.valueOf(result.replaced())));
    assertThat(DatabaseRestore.sqlite(live).swap(true).keepReplaced(false).run(in(dump)).replaced())
        .isNull();
    assertThat(names()).containsExactly(NAME);
  }

  @Test
  void aSwapMakesADatabaseThatIsNotThere() throws Exception {
    Files.delete(live);

    DatabaseRestore.Result result = DatabaseRestore.sqlite(live).swap(true).run(in(dump));

    assertThat(result.replaced()).isNull();
    assertThat(sum(NAME)).isEqualTo("3");
  }

  @Test
  void aDamagedDatabaseIsReplacedAsItIs() throws Exception {
    byte[] damaged =
        "this is no database at all, however long it may be".repeat(90).getBytes(UTF_8);
    Files.write(live, damaged);

    DatabaseRestore.Result result = DatabaseRestore.sqlite(live).swap(true).run(in(dump));

    assertThat(sum(NAME)).isEqualTo("3");
    assertThat(live.resolveSibling(String.valueOf(result.replaced()))).hasBinaryContent(damaged);
  }

  @Test
  void theApplicationIsStoppedForASwapAndStartedBeforeItIsAsked() throws Exception {
    Path log = temporary.resolve("log");

    DatabaseRestore.Result result =
        DatabaseRestore.sqlite(live)
            .swap(true)
            .suspend(says("suspend", log))
            .restart(says("restart", log))
            .validate(says("validate", log))
            .validate(database -> Files.writeString(log, Files.readString(log) + database))
            .run(in(dump));

    assertThat(log).hasContent("suspend\nrestart\nvalidate\n" + NAME);
    assertThat(result.warnings()).isEmpty();
  }

  @Test
  void aValidationThatFailsPutsTheDatabaseBack() throws Exception {
    Path log = temporary.resolve("log");
    DatabaseRestore restore =
        DatabaseRestore.sqlite(live)
            .swap(true)
            .suspend(says("suspend", log))
            .restart(says("restart", log))
            .validate(
                database -> {
                  assertThat(sum(NAME)).isEqualTo("3");
                  throw new IOException("rows are missing");
                });

    assertThatThrownBy(() -> restore.run(in(dump)))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("rows are missing")
        .hasMessageContaining("is again what it was")
        .hasMessageContaining("_rejected_");

    assertThat(sum(NAME)).isEqualTo("43");
    assertThat(log).hasContent("suspend\nrestart\nsuspend\nrestart\n");
    assertThat(names()).hasSize(2).anyMatch(name -> name.contains("_rejected_"));
  }

  @Test
  void whatCannotBeSuspendedIsNotReplaced() throws Exception {
    Path log = temporary.resolve("log");

    assertThatThrownBy(
            () ->
                DatabaseRestore.sqlite(live)
                    .swap(true)
                    .suspend(Hook.program("sh", "-c", "echo not today; exit 7"))
                    .restart(says("restart", log))
                    .run(in(dump)))
        .hasMessageContaining("not today");

    assertThat(log).hasContent("restart\n");
    assertThat(sum(NAME)).isEqualTo("43");
    assertThat(names()).containsExactly(NAME);
  }

  @Test
  void aDatabaseThatIsOpenIsNotReplaced() throws Exception {
    Process open = new ProcessBuilder("sqlite3", live.toString()).redirectErrorStream(true).start();
    try (var commands = open.outputWriter();
        var answers = open.inputReader()) {
      commands.write("SELECT sum(a) FROM t;\n");
      commands.flush();
      assertThat(answers.readLine()).isEqualTo("43");

      assertThatThrownBy(() -> DatabaseRestore.sqlite(live).swap(true).run(in(dump)))
          .hasMessageContaining("is in use");
    } finally {
      open.destroyForcibly().waitFor();
    }
    assertThat(sum(NAME)).isEqualTo("43");
    assertThat(names()).allMatch(name -> name.startsWith(NAME)).noneMatch(this::isLeft);
  }

  private boolean isLeft(String name) {
    return name.contains("_restoring_") || name.contains("_replaced_");
  }

  @Test
  void whatIsNoWholeDatabaseLeavesNothing() throws Exception {
    refused(Arrays.copyOf(dump, 4096), "sqlite3");
    refused(Arrays.copyOf(dump, dump.length - 1000), "");
    refused("-- Dump completed".getBytes(UTF_8), "no SQLite database");
    refused(new byte[0], "no SQLite database");
    InputStream breaking =
        new FilterInputStream(in(Arrays.copyOf(dump, 4096))) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count < 0) {
              throw new IOException("the pack is damaged");
            }
            return count;
          }
        };
    assertThatThrownBy(() -> DatabaseRestore.sqlite(live).swap(true).run(breaking))
        .hasMessageContaining("the pack is damaged");
    assertThat(names()).containsExactly(NAME);
    assertThat(sum(NAME)).isEqualTo("43");
  }

  private void refused(byte[] bytes, String why) throws IOException {
    assertThatThrownBy(() -> DatabaseRestore.sqlite(live).swap(true).run(in(bytes)))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining(why);
    assertThat(names()).containsExactly(NAME);
    assertThat(sum(NAME)).isEqualTo("43");
  }

  @Test
  void aValidationThatHangsEndsAtTheTimeLimitAndIsPutBack() throws Exception {
    assertThatThrownBy(
            () ->
                DatabaseRestore.sqlite(live)
                    .swap(true)
                    .timeLimit(Duration.ofSeconds(2))
                    .validate(Hook.program("sleep", "600"))
                    .run(in(dump)))
        .hasMessageContaining("time limit")
        .hasMessageContaining("is again what it was");
    assertThat(sum(NAME)).isEqualTo("43");
  }

  private static Hook says(String word, Path log) {
    return Hook.program("sh", "-c", "echo " + word + " >> " + log);
  }

  private static InputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(live.resolveSibling(""))) {
      return all.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  private String sum(String name) {
    return sqlite(live.resolveSibling(name), "SELECT sum(a) FROM t").strip();
  }

  private static String sqlite(Path database, String sql) {
    return Programs.run(List.of("sqlite3", "-bail", database.toString(), sql), Map.of(), null);
  }
}
