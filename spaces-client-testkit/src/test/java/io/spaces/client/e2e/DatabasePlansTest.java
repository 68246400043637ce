package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.Layout;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.DataKind;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.PlanConnection;
import io.spaces.client.schedule.PlanSource;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.testkit.SpaceServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real databases through a plan into a space, and back. */
@Tag("databases")
class DatabasePlansTest {
  @TempDir Path temporary;
  private final SpaceServer server = SpaceServer.inMemory().start();
  private final BlockingQueue<BackupJob> ended = new LinkedBlockingQueue<>();
  private final SecretResolver secrets =
      SecretResolver.standard(
          Map.of(
              "wallet", server.wallet().exportSecretKey(),
              "postgres", PostgresServer.PASSWORD,
              "mariadb", MariaDbServer.PASSWORD));
  private BackupScheduler scheduler;

  @BeforeEach
  void start() {
    scheduler =
        BackupScheduler.builder()
            .secrets(secrets)
            .listener(
                new BackupJobListener() {
                  @Override
                  public void ended(BackupPlan plan, BackupJob job) {
                    ended.add(job);
                  }
                })
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    scheduler.close();
    server.close();
  }

  @Test
  void postgresComesBackAsItWas() throws Exception {
    try (PostgresServer postgres = PostgresServer.start()) {
      postgres.sql("postgres", "CREATE DATABASE shop");
      postgres.sql(
          "shop",
          "CREATE TABLE items (id serial PRIMARY KEY, name text, data bytea);"
              + "INSERT INTO items (name, data) SELECT 'it''s ü ' || n, sha256(n::text::bytea)"
              + " FROM generate_series(1, 20000) n;"
              + "CREATE VIEW cheap AS SELECT id FROM items WHERE id < 10");
      String before = fingerprint(postgres);

      BackupJob job =
          run(
              PlanSource.postgres(
                  "db/shop.dump", postgres.url("shop"), SecretRef.named("postgres")));

      assertThat(job.status()).as(job.message()).isEqualTo(JobStatus.SUCCEEDED);
      assertThat(job.size()).isGreaterThan(1_000_000);
      postgres.sql("shop", "DROP TABLE items CASCADE");
      Path dump = stored("db/shop.dump");
      postgres.client(
          "pg_restore",
          "--clean",
          "--if-exists",
          "--exit-on-error",
          "--no-password",
          "--dbname=" + postgres.url("shop"),
          dump.toString());
      assertThat(fingerprint(postgres)).isEqualTo(before);
      assertThat(postgres.sql("shop", "SELECT count(*) FROM cheap")).isEqualTo("9\n");

      breakHalfway(postgres);
      requireFailure(
          run(
              PlanSource.postgres(
                  "db/half.dump", postgres.url("shop"), SecretRef.named("postgres"))),
          "pg_dump ended with 1");
      requireFailure(
          run(
              PlanSource.postgres(
                  "db/half.dump", postgres.url("shop"), SecretRef.named("mariadb"))),
          "password authentication failed");
    }
  }

  /** The dump has written the first table when it finds that the second one's file is gone. */
  private static void breakHalfway(PostgresServer postgres) throws IOException {
    String file =
        postgres
            .sql(
                "shop",
                "CREATE TABLE zz_last AS SELECT * FROM items; SELECT"
                    + " pg_relation_filepath('zz_last')")
            .lines()
            .reduce((first, second) -> second)
            .orElseThrow();
    postgres.sql("shop", "CHECKPOINT");
    Files.delete(postgres.data().resolve(file));
  }

  private static String fingerprint(PostgresServer postgres) {
    return postgres.sql(
        "shop",
        "SELECT count(*), md5(string_agg(id || name || data::text, ',' ORDER BY id)) FROM items");
  }

  @Test
  void mariaDbComesBackAsItWas() throws Exception {
    try (MariaDbServer maria = MariaDbServer.start()) {
      maria.sql(
          "CREATE TABLE items (id INT PRIMARY KEY, name VARCHAR(100), data LONGBLOB) CHARSET"
              + " utf8mb4;INSERT INTO items SELECT seq, CONCAT('it''s ü ', seq), UNHEX(SHA2(seq,"
              + " 256)) FROM seq_1_to_20000;INSERT INTO items VALUES (0, 'large', REPEAT('x',"
              + " 30000000));CREATE PROCEDURE answer() SELECT 42;");
      String before = fingerprint(maria);

      BackupJob job =
          run(PlanSource.mysql("db/shop.sql", maria.url("shop"), SecretRef.named("mariadb")));

      assertThat(job.status()).as(job.message()).isEqualTo(JobStatus.SUCCEEDED);
      maria.sql("DROP TABLE items; DROP PROCEDURE answer");
      maria.run(stored("db/shop.sql"));
      assertThat(fingerprint(maria)).isEqualTo(before);
      assertThat(maria.sql("CALL answer()")).isEqualTo("42\n");
      try (var left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
        // A dump of another build may be under way there.
        assertThat(left.filter(file -> file.toString().endsWith(".cnf")))
            .noneMatch(file -> holds(file, MariaDbServer.MARK));
      }

      maria.sql("CREATE TABLE gone (a INT); CREATE VIEW zz AS SELECT * FROM gone; DROP TABLE gone");
      requireFailure(
          run(PlanSource.mysql("db/half.sql", maria.url("shop"), SecretRef.named("mariadb"))),
          "mariadb-dump ended with");
    }
  }

  private static boolean holds(Path file, String words) {
    try {
      return Files.readString(file).contains(words);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fingerprint(MariaDbServer maria) {
    return maria.sql(
        "SET SESSION group_concat_max_len = 100000000;"
            + "SELECT COUNT(*), MD5(GROUP_CONCAT(id, name, HEX(data) ORDER BY id)) FROM items");
  }

  @Test
  void sqliteIsCopiedWhileInUse() throws Exception {
    Path database = temporary.resolve("it's.sqlite");
    sqlite(database, "PRAGMA journal_mode=WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1), (2)");

    BackupJob job = run(PlanSource.sqlite("db/app.sqlite", database));

    assertThat(job.status()).as(job.message()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(sqlite(stored("db/app.sqlite"), "SELECT sum(a) FROM t")).isEqualTo("3\n");
    requireFailure(
        run(PlanSource.sqlite("db/none.sqlite", temporary.resolve("none"))), "is not there");
    Files.writeString(database, "this is no database at all, however long it may be");
    requireFailure(run(PlanSource.sqlite("db/bad.sqlite", database)), "sqlite3 ended with");
  }

  /** A copy page by page would begin anew at each commit, and never end beside this writer. */
  @Test
  void sqliteIsCopiedInOneGoBesideAWriterThatNeverRests() throws Exception {
    Path database = temporary.resolve("busy.sqlite");
    sqlite(
        database,
        "PRAGMA journal_mode=WAL; CREATE TABLE t (a); CREATE TABLE big (x);"
            + "INSERT INTO big SELECT randomblob(1000000) FROM generate_series(1, 40)");

    BackupJob job;
    String before;
    try (BusyWriter writer = BusyWriter.start(database)) {
      writer.awaitCommits();
      before = sqlite(database, "SELECT count(*) FROM t");
      job = run(PlanSource.sqlite("db/busy.sqlite", database));
      writer.awaitCommits();
    }

    assertThat(job.status()).as(job.message()).isEqualTo(JobStatus.SUCCEEDED);
    Path copy = stored("db/busy.sqlite");
    assertThat(sqlite(copy, "PRAGMA integrity_check")).isEqualTo("ok\n");
    assertThat(sqlite(copy, "SELECT sum(length(x)) FROM big")).isEqualTo("40000000\n");
    assertThat(Long.parseLong(sqlite(copy, "SELECT count(*) FROM t").strip()))
        .isBetween(
            Long.parseLong(before.strip()),
            Long.parseLong(sqlite(database, "SELECT count(*) FROM t").strip()));
  }

  /** Commits one row after the other to an SQLite database until it is closed. */
  private static final class BusyWriter implements AutoCloseable {
    private static final int ENOUGH = 100;

    private final Process process;
    private final Thread feeder;
    private final BlockingQueue<String> commits = new ArrayBlockingQueue<>(ENOUGH);

    private BusyWriter(Process process) {
      this.process = process;
      feeder = new Thread(this::feed, "busy-writer");
      feeder.setDaemon(true);
      Thread reader = new Thread(this::read, "busy-writer-commits");
      reader.setDaemon(true);
      reader.start();
      feeder.start();
    }

    static BusyWriter start(Path database) throws IOException {
      return new BusyWriter(
          new ProcessBuilder("sqlite3", "-cmd", ".timeout 60000", database.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    }

    private void feed() {
      try (Writer in = process.outputWriter()) {
        while (!Thread.currentThread().isInterrupted()) {
          in.write("INSERT INTO t VALUES (1) RETURNING rowid;\n");
        }
      } catch (IOException e) {
        // its end
      }
    }

    private void read() {
      process.inputReader().lines().forEach(commits::offer);
    }

    /** Waits until some more rows are in. */
    void awaitCommits() throws InterruptedException {
      commits.clear();
      for (int i = 0; i < ENOUGH; i++) {
        assertThat(commits.poll(60, TimeUnit.SECONDS)).as("commits of the writer").isNotNull();
      }
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
      feeder.interrupt();
    }
  }

  private static String sqlite(Path database, String sql) {
    return Programs.run(List.of("sqlite3", "-bail", database.toString(), sql), Map.of(), null);
  }

  @Test
  void postgresIsAskedAsARunWouldAskIt() {
    try (PostgresServer postgres = PostgresServer.start()) {
      String closed = "CREATE TABLE items (id int); CREATE ROLE guest LOGIN PASSWORD 'guest'";
      postgres.sql("postgres", "CREATE DATABASE shop");
      postgres.sql("shop", closed);
      SecretRef password = SecretRef.named("postgres");

      assertThat(asked(PlanSource.postgres("db", postgres.url("shop"), password))).isNull();
      assertThat(asked(PlanSource.postgres("db", postgres.url("none"), password)))
          .contains("\"none\" does not exist");
      assertThat(asked(PlanSource.postgres("db", postgres.url("shop"), SecretRef.named("mariadb"))))
          .contains("password authentication failed");
      assertThat(asked(PlanSource.postgres("db", postgres.url("shop"), SecretRef.env("NO_SUCH"))))
          .contains("env:NO_SUCH");
      SecretResolver guest = SecretResolver.standard(Map.of("guest", "guest"));
      assertThat(
              asked(
                  PlanSource.postgres(
                      "db",
                      postgres.url("shop").replace("app@", "guest@"),
                      SecretRef.named("guest")),
                  guest))
          .contains("permission denied");
    }
  }

  @Test
  void mariaDbIsAskedAsARunWouldAskIt() {
    try (MariaDbServer maria = MariaDbServer.start()) {
      maria.sql("CREATE TABLE items (id INT PRIMARY KEY); INSERT INTO items VALUES (1)");
      SecretRef password = SecretRef.named("mariadb");

      assertThat(asked(PlanSource.mysql("db", maria.url("shop"), password))).isNull();
      assertThat(asked(PlanSource.mysql("db", maria.url("none"), password))).contains("none");
      assertThat(asked(PlanSource.mysql("db", maria.url("shop"), SecretRef.named("postgres"))))
          .contains("Access denied")
          .doesNotContain(PostgresServer.PASSWORD);
    }
  }

  @Test
  void sqliteIsAskedAndSoIsTheDestination() throws Exception {
    Path database = temporary.resolve("app.sqlite");
    sqlite(database, "PRAGMA journal_mode=WAL; CREATE TABLE t (a)");
    byte[] before = Files.readAllBytes(database);
    Path text = Files.writeString(temporary.resolve("text"), "no database at all, ".repeat(50));
    BackupPlan plan =
        BackupPlan.builder("database")
            .cron("@yearly")
            .source(PlanSource.sqlite("db/app", database))
            .source(PlanSource.sqlite("db/text", text))
            .source(PlanSource.sqlite("db/none", temporary.resolve("none")))
            .temporaryDirectory(Files.createDirectory(temporary.resolve("files")))
            .destination(
                Destination.builder(server.endpoint()).wallet(SecretRef.named("wallet")).build())
            .build();

    List<PlanConnection> answers = plan.connect(secrets);

    assertThat(answers)
        .extracting(PlanConnection::name)
        .containsExactly("db/app", "db/text", "db/none", server.endpoint());
    assertThat(answers)
        .extracting(PlanConnection::isGood)
        .containsExactly(true, false, false, true);
    assertThat(answers.get(1).problem()).contains("not a database");
    assertThat(answers.get(2).problem()).contains("is not there");
    assertThat(database).hasBinaryContent(before);
    assertThat(temporary.resolve("files")).isEmptyDirectory();
    assertThat(server.objects().count()).isZero();
    server.fill();
    assertThat(plan.connect(secrets).get(3).problem()).contains("full");
  }

  private @Nullable String asked(PlanSource source) {
    return asked(source, secrets);
  }

  private @Nullable String asked(PlanSource source, SecretResolver known) {
    BackupPlan plan =
        BackupPlan.builder("database")
            .cron("@yearly")
            .source(source)
            .destination(
                Destination.builder(server.endpoint()).wallet(SecretRef.named("wallet")).build())
            .build();
    return plan.connect(known).get(0).problem();
  }

  private void requireFailure(BackupJob job, String reason) {
    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.errorCount()).isEqualTo(1);
    assertThat(job.message()).contains(reason).doesNotContain(PostgresServer.PASSWORD);
    assertThat(server.objects().keys())
        .noneMatch(key -> key.contains("half") || key.contains("bad"));
    assertThat(server.records()).last().matches(record -> record.failed());
  }

  private Path stored(String key) throws IOException {
    byte[] content = server.objects().get(Backups.folder(server) + key).bytes();
    return Files.write(temporary.resolve("restored"), content);
  }

  private BackupJob run(PlanSource source) throws InterruptedException {
    if (scheduler.list().size() == 1) {
      scheduler.remove("database");
    }
    scheduler.add(
        BackupPlan.builder("database")
            .cron("@yearly")
            .source(source)
            .layout(Layout.MIRROR)
            .destination(
                Destination.builder(server.endpoint()).wallet(SecretRef.named("wallet")).build())
            .build());
    assertThat(source.kind()).isEqualTo(DataKind.DATABASE);
    scheduler.trigger("database", "");
    BackupJob job = ended.poll(120, TimeUnit.SECONDS);
    if (job == null) {
      throw new AssertionError("The job did not end within two minutes");
    }
    return job;
  }
}
