package io.spaces.client.internal.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spaces.client.internal.secret.SecretText;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Databases of a PostgreSQL server, by its own programs. */
final class PostgresTarget implements DatabaseTarget {
  /** There while others come and go: a database in use can be neither renamed nor removed. */
  private static final String MAINTENANCE = "postgres";

  /** In the last lines of what pg_dump writes as SQL. */
  private static final String SQL_END = "\n-- PostgreSQL database dump complete";

  private final String url;
  private final String live;
  private final Map<String, String> variables;

  PostgresTarget(String url, @Nullable String password) {
    this.url = url;
    live = DatabaseUrl.postgresDatabase(url);
    if (password != null) {
      SecretText.check("password", "", password);
    }
    variables = password == null ? Map.of() : Map.of("PGPASSWORD", password);
  }

  @Override
  public String live() {
    return live;
  }

  @Override
  public int longestName() {
    return 63;
  }

  @Override
  public boolean exists(String name, Cancellation cancellation) throws IOException {
    String sql = "SELECT count(*) FROM pg_database WHERE datname = " + text(name);
    return !ask(MAINTENANCE, sql, cancellation).equals("0");
  }

  /** With the encoding and the order of the live one, which a dump takes for granted. */
  @Override
  public void create(String name, Cancellation cancellation) throws IOException {
    String create = "CREATE DATABASE " + quoted(name) + " TEMPLATE template0";
    String like =
        ask(
            MAINTENANCE,
            "SELECT format(' ENCODING %L LC_COLLATE %L LC_CTYPE %L',"
                + " pg_encoding_to_char(encoding), datcollate, datctype) || CASE spcname WHEN"
                + " 'pg_default' THEN '' ELSE format(' TABLESPACE %I', spcname) END ||"
                + " CASE j->>'datlocprovider' WHEN 'i' THEN ' LOCALE_PROVIDER icu ICU_LOCALE ' ||"
                + " quote_literal(l) WHEN 'b' THEN ' LOCALE_PROVIDER builtin BUILTIN_LOCALE ' ||"
                + " quote_literal(l) ELSE '' END FROM (SELECT *, coalesce(j->>'datlocale',"
                + " j->>'daticulocale') AS l FROM (SELECT d.*, t.spcname, to_jsonb(d) AS j FROM"
                + " pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace WHERE datname = "
                + text(live)
                + ") a) b",
            cancellation);
    String unused = ask(MAINTENANCE, create + like, cancellation);
  }

  @Override
  public void load(String name, InputStream dump, Cancellation cancellation) throws IOException {
    byte[] first = dump.readNBytes(WholeDump.POSTGRES_START.length());
    PushbackInputStream whole = new PushbackInputStream(dump, first.length + 1);
    whole.unread(first);
    boolean custom = new String(first, ISO_8859_1).equals(WholeDump.POSTGRES_START);
    List<String> argv = new ArrayList<>();
    if (custom) {
      argv.addAll(List.of("pg_restore", "--exit-on-error", "--no-password"));
    } else {
      argv.addAll(psql());
      argv.add("--output=/dev/null");
    }
    argv.add("--dbname=" + DatabaseUrl.withPostgresDatabase(url, name));
    InputStream input = custom ? whole : WholeDump.ofSql(new SafeSql(whole), SQL_END);
    String unused = program(argv).run(input, cancellation);
  }

  /** Its tables are sampled, for which they are read, and so that the server plans well. */
  @Override
  public void check(String name, Cancellation cancellation) throws IOException {
    String broken =
        ask(
            name,
            "ANALYZE; SELECT string_agg(indexrelid::regclass::text, ', ') FROM pg_index WHERE NOT"
                + " indisvalid",
            cancellation);
    if (!broken.isEmpty()) {
      throw new IOException("The database " + name + " has indexes that are not valid: " + broken);
    }
  }

  @Override
  public void dress(String name, Cancellation cancellation) throws IOException {
    String tag = "$d" + UUID.randomUUID().toString().replace("-", "") + "$";
    String body =
        """
        DECLARE
          d record;
          r record;
          target text := %s;
        BEGIN
          SELECT oid, datacl, datconnlimit, pg_get_userbyid(datdba) AS owner,
            shobj_description(oid, 'pg_database') AS comment
            INTO d FROM pg_database WHERE datname = %s;
          IF d.comment IS NOT NULL THEN
            EXECUTE format('COMMENT ON DATABASE %%I IS %%L', target, d.comment);
          END IF;
          EXECUTE format('ALTER DATABASE %%I CONNECTION LIMIT %%s', target, d.datconnlimit);
          FOR r IN SELECT s.setrole, split_part(c, '=', 1) AS name,
            substr(c, strpos(c, '=') + 1) AS value
            FROM pg_db_role_setting s, unnest(s.setconfig) c WHERE s.setdatabase = d.oid
          LOOP
            EXECUTE CASE r.setrole WHEN 0 THEN format('ALTER DATABASE %%I', target)
              ELSE format('ALTER ROLE %%I IN DATABASE %%I', pg_get_userbyid(r.setrole), target) END
              || format(' SET %%I TO ', r.name)
              || CASE WHEN r.value <> '' AND r.name IN ('search_path', 'temp_tablespaces',
                'local_preload_libraries', 'session_preload_libraries')
                THEN r.value ELSE quote_literal(r.value) END;
          END LOOP;
          IF d.datacl IS NOT NULL THEN
            EXECUTE format('REVOKE ALL ON DATABASE %%I FROM PUBLIC', target);
            FOR r IN SELECT grantee, privilege_type, is_grantable FROM aclexplode(d.datacl)
            LOOP
              EXECUTE format('GRANT %%s ON DATABASE %%I TO ', r.privilege_type, target)
                || CASE r.grantee WHEN 0 THEN 'PUBLIC'
                  ELSE quote_ident(pg_get_userbyid(r.grantee)) END
                || CASE WHEN r.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;
            END LOOP;
          END IF;
          IF d.owner <> current_user THEN
            EXECUTE format('ALTER DATABASE %%I OWNER TO %%I', target, d.owner);
          END IF;
        END
        """
            .formatted(text(name), text(live));
    String unused = ask(MAINTENANCE, "DO " + tag + body + tag, cancellation);
  }

  @Override
  public void rename(String from, String to, Cancellation cancellation) throws IOException {
    String unused = ask(MAINTENANCE, alone(from) + renaming(from, to), cancellation);
  }

  /** Both or neither, and nobody in between. */
  @Override
  public void swap(String incoming, String outgoing, Cancellation cancellation) throws IOException {
    String unused =
        ask(
            MAINTENANCE,
            "BEGIN; "
                + alone(live)
                + alone(incoming)
                + renaming(live, outgoing)
                + renaming(incoming, live)
                + "COMMIT",
            cancellation);
  }

  private static String renaming(String from, String to) {
    return "ALTER DATABASE " + quoted(from) + " RENAME TO " + quoted(to) + "; ";
  }

  /** Ends the sessions of others, with which a database cannot be renamed. */
  private static String alone(String name) {
    return "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
        + text(name)
        + "; ";
  }

  @Override
  public void remove(String name, Cancellation cancellation) throws IOException {
    String unused =
        ask(MAINTENANCE, alone(name) + "DROP DATABASE IF EXISTS " + quoted(name), cancellation);
  }

  private String ask(String database, String sql, Cancellation cancellation) throws IOException {
    List<String> argv = new ArrayList<>(psql());
    argv.addAll(List.of("--tuples-only", "--no-align"));
    argv.add("--dbname=" + DatabaseUrl.withPostgresDatabase(url, database));
    return program(argv).run(new ByteArrayInputStream((sql + ";\n").getBytes(UTF_8)), cancellation);
  }

  /** In UTF-8, whatever the locale; no file of the user's is read. */
  private static List<String> psql() {
    return List.of("psql", "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1");
  }

  private ProgramInput program(List<String> argv) {
    return new ProgramInput(argv, DatabaseDumps::leadsElsewhere, variables);
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String text(String value) {
    String escaped = value.replace("'", "''");
    return value.indexOf('\\') < 0
        ? "'" + escaped + "'"
        : "E'" + escaped.replace("\\", "\\\\") + "'";
  }
}
