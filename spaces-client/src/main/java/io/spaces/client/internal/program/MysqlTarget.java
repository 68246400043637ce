package io.spaces.client.internal.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spaces.client.internal.restore.PrivateFolder;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Databases of a MySQL or MariaDB server, by its own programs. There a database has no name that
 * could be changed: its tables are moved, all in one statement, and the views, triggers, routines
 * and events, which cannot be moved, are written down before and made anew.
 */
final class MysqlTarget implements DatabaseTarget {
  private static final String UNLIMITED = "SET SESSION group_concat_max_len = 4294967295; ";

  /**
   * Where a routine was made under another character set: the one that the SQL goes into has it.
   */
  private static final Pattern ITS_NAME =
      Pattern.compile("(?m)^(ALTER DATABASE) `(?:[^`]|``)*` +(?=CHARACTER SET )");

  private static final String ROUTINES = "routines WHERE routine_type = '%s' AND ";

  private final List<String> server;
  private final String live;
  private final String optionFile;
  private final Path temporaryDirectory;

  private MysqlTarget(
      List<String> server, String live, String optionFile, Path temporaryDirectory) {
    this.server = server;
    this.live = live;
    this.optionFile = optionFile;
    this.temporaryDirectory = temporaryDirectory;
  }

  MysqlTarget(String url, @Nullable String password, Path temporaryDirectory) {
    this(
        DatabaseUrl.mysqlServer(url),
        DatabaseUrl.mysqlDatabase(url),
        DatabaseDumps.optionFile(password),
        temporaryDirectory);
  }

  /** The same, whose programs get their passwords in files elsewhere. */
  MysqlTarget in(Path directory) {
    return new MysqlTarget(server, live, optionFile, directory);
  }

  @Override
  public String live() {
    return live;
  }

  /** In characters, of which none takes less than a byte. */
  @Override
  public int longestName() {
    return 64;
  }

  @Override
  public boolean exists(String name, Cancellation cancellation) throws IOException {
    String sql =
        "SELECT COUNT(*) FROM information_schema.schemata WHERE " + is("schema_name", name);
    return !ask(sql, cancellation).equals("0");
  }

  /** With the character set of the live one. */
  @Override
  public void create(String name, Cancellation cancellation) throws IOException {
    String like =
        ask(
            "SELECT CONCAT(' CHARACTER SET ', default_character_set_name, ' COLLATE ',"
                + " default_collation_name) FROM information_schema.schemata WHERE "
                + is("schema_name", live),
            cancellation);
    tell("CREATE DATABASE " + quoted(name) + like, cancellation);
  }

  @Override
  public void load(String name, InputStream dump, Cancellation cancellation) throws IOException {
    InputStream whole = WholeDump.ofSql(new SafeSql(dump), WholeDump.MYSQL_END);
    String unused = client(List.of("--database=" + name), whole, cancellation);
  }

  @Override
  public void check(String name, Cancellation cancellation) throws IOException {
    String check =
        joined(
            "'', " + named("table_schema", "table_name"),
            "tables WHERE ",
            "table_schema",
            name,
            cancellation);
    if (!check.isEmpty()) {
      for (String line : ask("CHECK TABLE " + check, cancellation).split("\n", -1)) {
        String[] words = line.split("\t", -1);
        if (words.length > 3 && words[2].equalsIgnoreCase("error")) {
          throw new IOException("The database " + name + " is not sound: " + line);
        }
      }
    }
  }

  /** What a dump does not have hangs on the name of the live one, and stays with it. */
  @Override
  public void dress(String name, Cancellation cancellation) {}

  @Override
  public void rename(String from, String to, Cancellation cancellation) throws IOException {
    create(to, cancellation);
    String rest = definitions(from, cancellation);
    String move = moving(from, to, cancellation);
    tell(dropping(from, cancellation), cancellation);
    tell(renaming(move), cancellation);
    define(to, rest, cancellation);
    remove(from, cancellation);
  }

  @Override
  public void swap(String incoming, String outgoing, Cancellation cancellation) throws IOException {
    String itsRest = definitions(incoming, cancellation);
    String liveRest = definitions(live, cancellation);
    create(outgoing, cancellation);
    boolean moved = false;
    try {
      String move = moving(live, outgoing, cancellation);
      String moveIn = moving(incoming, live, cancellation);
      String drop = dropping(live, cancellation) + dropping(incoming, cancellation);
      String together = move.isEmpty() || moveIn.isEmpty() ? move + moveIn : move + ", " + moveIn;
      tell(drop, cancellation);
      tell(renaming(together), cancellation);
      moved = true;
      define(outgoing, liveRest, cancellation);
      define(live, itsRest, cancellation);
    } catch (IOException | RuntimeException e) {
      undo(moved, incoming, outgoing, liveRest, e);
      throw e;
    }
    remove(incoming, cancellation);
  }

  /** Gets the live database back, in whichever state the swap has left it. */
  private void undo(
      boolean moved, String incoming, String outgoing, String liveRest, Exception reason)
      throws IOException {
    Cancellation unhurried = new Cancellation();
    try {
      tell(dropping(live, unhurried) + dropping(outgoing, unhurried), unhurried);
      if (moved) {
        String away = moving(live, incoming, unhurried);
        String back = moving(outgoing, live, unhurried);
        String both = away.isEmpty() || back.isEmpty() ? away + back : away + ", " + back;
        tell(renaming(both), unhurried);
      }
      define(live, liveRest, unhurried);
      remove(outgoing, unhurried);
    } catch (IOException e) {
      e.addSuppressed(reason);
      throw new IOException(
          "The swap failed ("
              + reason.getMessage()
              + ") and could not be undone: the tables of "
              + live
              + " are in it or in "
              + outgoing
              + ", and some of its views, triggers, routines and events may be missing: "
              + e.getMessage(),
          e);
    }
  }

  /** What moves tables, and nothing where there are none. */
  private String moving(String from, String to, Cancellation cancellation) throws IOException {
    String columns =
        named("table_schema", "table_name")
            + ", "
            + text(" TO " + quoted(to) + ".")
            + ", "
            + named("table_name");
    return joined(
        columns, "tables WHERE table_type <> 'VIEW' AND ", "table_schema", from, cancellation);
  }

  private static String renaming(String moves) {
    return moves.isEmpty() ? "" : "RENAME TABLE " + moves;
  }

  /** What removes all that cannot be moved. */
  private String dropping(String name, Cancellation cancellation) throws IOException {
    return drops("TRIGGER", "trigger", "triggers WHERE ", name, cancellation)
        + drops("VIEW", "table", "views WHERE ", name, cancellation)
        + drops("EVENT", "event", "events WHERE ", name, cancellation)
        + drops("PROCEDURE", "routine", ROUTINES.formatted("PROCEDURE"), name, cancellation)
        + drops("FUNCTION", "routine", ROUTINES.formatted("FUNCTION"), name, cancellation);
  }

  private String drops(
      String kind, String prefix, String from, String name, Cancellation cancellation)
      throws IOException {
    String schema = prefix + "_schema";
    String each = "'DROP " + kind + " ', " + named(schema, prefix + "_name");
    String all = joined(each, from, schema, name, "; ", cancellation);
    return all.isEmpty() ? "" : all + "; ";
  }

  /** Views, triggers, routines and events as SQL that says nothing of their database. */
  private String definitions(String name, Cancellation cancellation) throws IOException {
    List<String> options =
        List.of(
            "--single-transaction",
            "--no-data",
            "--skip-dump-date",
            "--default-character-set=utf8mb4");
    List<String> others = new ArrayList<>(options);
    others.addAll(List.of("--no-create-info", "--triggers", "--routines", "--events", "--", name));
    String all =
        program("mariadb-dump", "mysqldump", others, InputStream.nullInputStream(), cancellation);
    String views = joined("HEX(table_name)", "views WHERE ", "table_schema", name, cancellation);
    if (!views.isEmpty()) {
      List<String> theirs = new ArrayList<>(options);
      theirs.addAll(List.of("--skip-triggers", "--", name));
      for (String view : views.split(", ", -1)) {
        theirs.add(new String(HexFormat.of().parseHex(view), UTF_8));
      }
      InputStream none = InputStream.nullInputStream();
      all += "\n" + program("mariadb-dump", "mysqldump", theirs, none, cancellation);
    }
    String nameless = ITS_NAME.matcher(all).replaceAll("$1 ");
    // Refused now, and not when tables have moved.
    sql(nameless).transferTo(OutputStream.nullOutputStream());
    return nameless;
  }

  private static InputStream sql(String definitions) {
    return new SafeSql(new ByteArrayInputStream(definitions.getBytes(UTF_8)));
  }

  private void define(String name, String definitions, Cancellation cancellation)
      throws IOException {
    String unused = client(List.of("--database=" + name), sql(definitions), cancellation);
  }

  @Override
  public void remove(String name, Cancellation cancellation) throws IOException {
    tell("DROP DATABASE IF EXISTS " + quoted(name), cancellation);
  }

  private String joined(
      String each, String from, String schema, String name, Cancellation cancellation)
      throws IOException {
    return joined(each, from, schema, name, ", ", cancellation);
  }

  /** One text of what a query finds of a database. */
  private String joined(
      String each,
      String from,
      String schema,
      String name,
      String between,
      Cancellation cancellation)
      throws IOException {
    return ask(
        UNLIMITED
            + "SELECT COALESCE(GROUP_CONCAT("
            + each
            + " SEPARATOR '"
            + between
            + "'), '') FROM information_schema."
            + from
            + is(schema, name),
        cancellation);
  }

  private void tell(String sql, Cancellation cancellation) throws IOException {
    String unused = ask(sql, cancellation);
  }

  private String ask(String sql, Cancellation cancellation) throws IOException {
    return sql.isEmpty()
        ? ""
        : client(
            List.of("--skip-column-names", "--raw"),
            new ByteArrayInputStream((sql + ";\n").getBytes(UTF_8)),
            cancellation);
  }

  private String client(List<String> more, InputStream input, Cancellation cancellation)
      throws IOException {
    List<String> options =
        new ArrayList<>(List.of("--batch", "--binary-mode", "--default-character-set=utf8mb4"));
    options.add("--max-allowed-packet=1G");
    options.addAll(more);
    return program("mariadb", "mysql", options, input, cancellation);
  }

  private String program(
      String program,
      String orElse,
      List<String> options,
      InputStream input,
      Cancellation cancellation)
      throws IOException {
    try (PrivateFolder folder = PrivateFolder.create(temporaryDirectory)) {
      Path file = folder.resolve("password.cnf");
      Files.writeString(file, optionFile, StandardOpenOption.CREATE_NEW);
      List<String> argv = new ArrayList<>();
      argv.add(ProgramPath.has(program) ? program : orElse);
      argv.add("--defaults-file=" + file);
      argv.addAll(server);
      argv.addAll(options);
      return new ProgramInput(argv, DatabaseDumps::isOfMysql, DatabaseDumps.noLogin(folder))
          .run(input, cancellation);
    }
  }

  private static String quoted(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  /** What a query writes names with. */
  private static String named(String... columns) {
    StringBuilder all = new StringBuilder();
    for (String column : columns) {
      all.append(all.isEmpty() ? "'`', REPLACE(" : ", '`.`', REPLACE(");
      all.append(column).append(", '`', '``')");
    }
    return all.append(", '`'").toString();
  }

  private static String text(String value) {
    return "CONVERT(X'" + hex(value) + "' USING utf8mb4)";
  }

  /** By bytes: two databases may differ in their case alone. */
  private static String is(String column, String value) {
    return "CAST(" + column + " AS BINARY) = X'" + hex(value) + "'";
  }

  private static String hex(String value) {
    return HexFormat.of().formatHex(value.getBytes(UTF_8));
  }
}
