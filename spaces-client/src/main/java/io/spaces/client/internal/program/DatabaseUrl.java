package io.spaces.client.internal.program;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The address of a database as the options of the programs that dump it. What they would not
 * understand, or understand otherwise, is refused: they must never ask another server than the one
 * that is named. Nor may the address hold a password, which would show in the list of processes.
 */
final class DatabaseUrl {
  /** What libpq takes in the query of an address, but for passwords and what names files of it. */
  private static final Set<String> POSTGRES_PARAMETERS =
      Set.of(
          ("host hostaddr port dbname user passfile require_auth channel_binding connect_timeout"
                  + " client_encoding options application_name fallback_application_name keepalives"
                  + " keepalives_idle keepalives_interval keepalives_count tcp_user_timeout"
                  + " gssencmode ssl sslmode sslnegotiation sslcompression sslcert sslkey"
                  + " sslcertmode sslrootcert sslcrl sslcrldir sslsni requirepeer"
                  + " ssl_min_protocol_version ssl_max_protocol_version krbsrvname gsslib"
                  + " gssdelegation target_session_attrs load_balance_hosts")
              .split(" "));

  /** Options of MySQL's and MariaDB's programs that an address may have in its query. */
  private static final Set<String> MYSQL_PARAMETERS =
      Set.of(
          ("get-server-public-key server-public-key-path ssl-ca ssl-capath ssl-cert ssl-cipher"
                  + " ssl-crl ssl-crlpath ssl-key ssl-mode ssl-verify-server-cert tls-version")
              .split(" "));

  /** What stands before the slashes, and what to tell who writes something else. */
  private static final Pattern POSTGRES = Pattern.compile("postgres(ql)?://(.*)");

  private static final Pattern MYSQL = Pattern.compile("(mysql|mariadb)://(.*)");
  private static final String POSTGRES_FORM = "postgresql://user@host:port/database";
  private static final String MYSQL_FORM = "mysql://user@host:port/database";

  private DatabaseUrl() {}

  /** The address as PostgreSQL's own programs take it. */
  static String forPostgres(String url) {
    String plain = withoutJdbc(url);
    AddressParts parts = AddressParts.of(plain, POSTGRES, POSTGRES_FORM);
    parts.requireKnown(POSTGRES_PARAMETERS);
    parts.requireOnce("host", !parts.hosts().isEmpty());
    parts.requireOnce("hostaddr", !parts.hosts().isEmpty());
    parts.requireOnce("port", parts.hosts().stream().anyMatch(host -> host.port() > 0));
    parts.requireOnce("user", !parts.user().isEmpty());
    parts.requireOnce("dbname", !parts.database().isEmpty());
    return plain;
  }

  /** The name of the database in an address that PostgreSQL's programs take. */
  static String postgresDatabase(String url) {
    AddressParts parts = AddressParts.of(forPostgres(url), POSTGRES, POSTGRES_FORM);
    String database = parts.parameters().getOrDefault("dbname", parts.database());
    if (database.isEmpty()) {
      throw AddressParts.wrong("names no database; expected " + POSTGRES_FORM);
    }
    return database;
  }

  /** The same address with another database in its place. */
  static String withPostgresDatabase(String url, String database) {
    String plain = forPostgres(url);
    int authority = plain.indexOf("//") + 2;
    int query = plain.indexOf('?');
    String before = query < 0 ? plain : plain.substring(0, query);
    int slash = before.indexOf('/', authority);
    String rest =
        query < 0
            ? ""
            : Stream.of(plain.substring(query + 1).split("&", -1))
                .filter(parameter -> !decoded(parameter).startsWith("dbname="))
                .collect(Collectors.joining("&"));
    return (slash < 0 ? before : before.substring(0, slash))
        + "/"
        + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20")
        + (rest.isEmpty() ? "" : "?" + rest);
  }

  /** The address as options of MySQL's and MariaDB's programs, the database's name last. */
  static List<String> forMysql(String url) {
    List<String> options = new ArrayList<>(mysqlServer(url));
    String database = mysqlDatabase(url);
    if (database.startsWith("-")) {
      throw AddressParts.wrong(
          "names a database that starts with a dash, which programs take for an option");
    }
    options.add(database);
    return options;
  }

  /** The name of the database in an address of MySQL or MariaDB. */
  static String mysqlDatabase(String url) {
    String database = AddressParts.of(withoutJdbc(url), MYSQL, MYSQL_FORM).database();
    if (database.isEmpty() || database.indexOf('/') >= 0) {
      throw AddressParts.wrong("is not of the form " + MYSQL_FORM);
    }
    return database;
  }

  /** The server as options of MySQL's and MariaDB's programs. */
  static List<String> mysqlServer(String url) {
    AddressParts parts = AddressParts.of(withoutJdbc(url), MYSQL, MYSQL_FORM);
    List<String> options = new ArrayList<>();
    parts.requireOnce("user", !parts.user().isEmpty());
    String user = parts.parameters().getOrDefault("user", parts.user());
    if (!user.isEmpty()) {
      options.add("--user=" + user);
    }
    options.addAll(server(parts));
    for (Map.Entry<String, String> parameter : parts.parameters().entrySet()) {
      if (MYSQL_PARAMETERS.contains(parameter.getKey())) {
        options.add("--" + parameter.getKey() + "=" + parameter.getValue());
      } else if (!parameter.getKey().equals("user") && !parameter.getKey().equals("socket")) {
        throw parts.unknown(parameter.getKey(), MYSQL_PARAMETERS);
      }
    }
    return options;
  }

  private static List<String> server(AddressParts parts) {
    List<AddressParts.Host> hosts = parts.hosts();
    if (hosts.size() > 1) {
      throw AddressParts.wrong(
          "names several hosts, of which the programs know one; expected one host");
    }
    String socket = parts.parameters().get("socket");
    if (socket != null) {
      if (!hosts.isEmpty() && !hosts.get(0).name().equals("localhost")) {
        throw AddressParts.wrong(
            "names a host and a socket, which is on this machine; expected one of them");
      }
      return List.of("--protocol=socket", "--socket=" + socket);
    }
    if (hosts.isEmpty()) {
      // Said, so that nothing else can name another one: it stands for the default socket.
      return List.of("--host=localhost");
    }
    AddressParts.Host host = hosts.get(0);
    return List.of(
        "--protocol=tcp",
        "--host=" + host.name(),
        "--port=" + (host.port() > 0 ? host.port() : 3306));
  }

  private static String withoutJdbc(String url) {
    return url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
  }

  /** Of percent-encoding, as a path has it: a plus is a plus. */
  static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Not as the cause: it may quote the address.
      throw AddressParts.wrong("has a % that is followed by no two hexadecimal digits");
    }
  }
}
