package io.spaces.client.testkit.internal.http;

import io.spaces.client.testkit.Route;
import java.util.Map;

/** Reads the path of a request. */
public final class Resolver {
  private static final Map<String, Route> PLAIN =
      Map.of(
          "", Route.STATUS,
          ".", Route.STATUS,
          "endpoint", Route.ENDPOINT,
          "backup", Route.BACKUP,
          "restore", Route.RESTORE,
          "audit-log", Route.AUDIT_LOG,
          "audit-log/list", Route.AUDIT_LOGS,
          "lists", Route.LISTS);

  private final String prefix;

  /** A resolver for a space that is mounted at a path, such as {@code /app}, or at the root. */
  public Resolver(String mount) {
    this.prefix = mount + "/api/space/";
  }

  /** Returns what a request is for, by its method and path. */
  RequestTarget resolve(String method, String path) {
    if (path.equals("/__blocklet__.js")) {
      return new RequestTarget(Route.DISCOVERY, "", "", "");
    }
    if (!path.startsWith(prefix)) {
      return RequestTarget.UNKNOWN;
    }
    String[] parts = path.substring(prefix.length()).split("/", 4);
    boolean head = method.equals("HEAD");
    if (head && (parts.length == 1 || (parts.length == 2 && parts[1].isEmpty()))) {
      return new RequestTarget(Route.STATUS, parts[0], "", "");
    }
    if (parts.length < 3 || !parts[1].equals("app")) {
      return RequestTarget.UNKNOWN;
    }
    String rest = parts.length == 4 ? parts[3] : "";
    Route plain = PLAIN.get(rest);
    if (plain != null) {
      return new RequestTarget(plain, parts[0], parts[2], "");
    }
    if (head && (rest.equals("object/") || rest.equals("object"))) {
      return new RequestTarget(Route.STATUS, parts[0], parts[2], "");
    }
    int slash = rest.indexOf('/');
    Route keyed =
        switch (slash < 0 ? rest : rest.substring(0, slash)) {
          case "object" -> Route.OBJECT;
          case "list" -> Route.LIST;
          case "lists" -> Route.LISTS;
          default -> Route.UNKNOWN;
        };
    boolean named = keyed != Route.UNKNOWN && slash >= 0;
    String key = named ? RequestedKeys.decode(rest.substring(slash + 1)) : "";
    return new RequestTarget(keyed, parts[0], parts[2], key);
  }
}
