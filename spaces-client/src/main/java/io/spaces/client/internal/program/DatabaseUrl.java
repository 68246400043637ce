package io.spaces.client.internal.program;

import io.spaces.client.error.InvalidParameterException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The address of a database, without a password: that would show in the list of processes. */
final class DatabaseUrl {
  private DatabaseUrl() {}

  /** The address as PostgreSQL's own programs take it. */
  static String forPostgres(String url) {
    String plain = withoutJdbc(url);
    URI uri = parse(plain);
    if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
      throw new InvalidParameterException(
          "url", "is not of the form postgresql://user@host:port/database");
    }
    return plain;
  }

  /** The address as options of MySQL's and MariaDB's programs, the database's name last. */
  static List<String> forMysql(String url) {
    URI uri = parse(withoutJdbc(url));
    String path = uri.getPath();
    if ((!"mysql".equals(uri.getScheme()) && !"mariadb".equals(uri.getScheme()))
        || path == null
        || path.length() < 2) {
      throw new InvalidParameterException(
          "url", "is not of the form mysql://user@host:port/database");
    }
    if (path.charAt(1) == '-') {
      throw new InvalidParameterException(
          "url", "names a database that starts with a dash, which programs take for an option");
    }
    List<String> options = new ArrayList<>();
    if (uri.getUserInfo() != null) {
      options.add("--user=" + uri.getUserInfo());
    }
    String socket = socket(uri.getQuery());
    if (socket != null) {
      options.add("--socket=" + socket);
    } else if (uri.getHost() != null) {
      options.add("--protocol=tcp");
      options.add("--host=" + uri.getHost());
      options.add("--port=" + (uri.getPort() < 0 ? 3306 : uri.getPort()));
    }
    options.add(path.substring(1));
    return options;
  }

  private static @Nullable String socket(@Nullable String query) {
    if (query != null) {
      for (String parameter : query.split("&", -1)) {
        if (parameter.startsWith("socket=")) {
          return parameter.substring("socket=".length());
        }
      }
    }
    return null;
  }

  private static String withoutJdbc(String url) {
    return url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
  }

  /** The messages leave the address out: it could show the password that it should not have. */
  private static URI parse(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new InvalidParameterException("url", "is not a valid address: " + e.getReason());
    }
    String user = uri.getUserInfo();
    String query = uri.getQuery();
    if ((user != null && user.contains(":")) || (query != null && query.contains("password="))) {
      throw new InvalidParameterException(
          "url",
          "holds a password; expected it beside the address, where processes do not show it");
    }
    return uri;
  }
}
