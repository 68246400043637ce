package io.spaces.client.internal.program;

import io.spaces.client.error.InvalidParameterException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the address of a database is made of. Not read by {@link java.net.URI}, which knows no
 * several hosts, and drops host, port and user where a name has an underscore. No message repeats
 * the address: it may show the password that it should not have.
 *
 * @param user decoded, or empty
 * @param hosts in their order; none where the address names none
 * @param database decoded, or empty
 * @param parameters of the query, decoded, in their order
 */
record AddressParts(
    String user, List<Host> hosts, String database, Map<String, String> parameters) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~%-]+");
  private static final Pattern IPV6 = Pattern.compile("\\[([0-9A-Fa-f:.]+(%[A-Za-z0-9._~-]+)?)]");

  /**
   * One of the servers.
   *
   * @param name a name or an address, without brackets
   * @param port 1 to 65535, or 0 where none is named, also behind a colon
   */
  record Host(String name, int port) {}

  static AddressParts of(String url, Pattern scheme, String form) {
    Matcher matcher = scheme.matcher(url);
    if (!matcher.matches()) {
      throw wrong("is not of the form " + form);
    }
    String rest = matcher.group(matcher.groupCount());
    if (rest.chars().anyMatch(c -> c <= ' ' || c == 0x7f || c == '#' || c == '\\')) {
      throw wrong("has a space or another character that has to be percent-encoded");
    }
    int query = rest.indexOf('?');
    String before = query < 0 ? rest : rest.substring(0, query);
    int slash = before.indexOf('/');
    String authority = slash < 0 ? before : before.substring(0, slash);
    String path = slash < 0 ? "" : before.substring(slash + 1);
    if (path.indexOf('@') >= 0) {
      throw wrong("has an @ behind its first slash; in a user name or database it is written %40");
    }
    int at = authority.lastIndexOf('@');
    String user = at < 0 ? "" : authority.substring(0, at);
    if (user.indexOf(':') >= 0) {
      throw password();
    }
    if (user.indexOf('@') >= 0) {
      throw wrong("has two @; in a user name it is written %40");
    }
    return new AddressParts(
        DatabaseUrl.decoded(user),
        hosts(authority.substring(at + 1)),
        DatabaseUrl.decoded(path),
        query < 0 ? Map.of() : parameters(rest.substring(query + 1)));
  }

  private static List<Host> hosts(String text) {
    List<Host> hosts = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String host : text.split(",", -1)) {
        hosts.add(host(host));
      }
    }
    return List.copyOf(hosts);
  }

  private static Host host(String text) {
    int colon = text.lastIndexOf(':');
    boolean ported = colon > text.lastIndexOf(']');
    String name = ported ? text.substring(0, colon) : text;
    if (name.isEmpty()) {
      throw wrong(
          "names no host before a colon or beside a comma; expected one, such as localhost, or"
              + " neither host nor port, for the server of this machine");
    }
    Matcher ipv6 = IPV6.matcher(name);
    boolean bracketed = ipv6.matches();
    if (!bracketed && !NAME.matcher(name).matches()) {
      throw wrong(
          "has no valid host; expected a name, an IPv4 address, or an IPv6 address in brackets");
    }
    return new Host(
        bracketed ? ipv6.group(1) : DatabaseUrl.decoded(name),
        ported && colon < text.length() - 1 ? port(text.substring(colon + 1)) : 0);
  }

  private static int port(String text) {
    boolean digits = text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = digits ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65_535) {
      throw wrong("has no valid port; expected 1 to 65535");
    }
    return port;
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = DatabaseUrl.decoded(equals < 0 ? parameter : parameter.substring(0, equals));
      if (isPassword(name)) {
        throw password();
      }
      if (equals < 1) {
        throw wrong("has a query that is not made of parameters such as name=value");
      }
      String value = DatabaseUrl.decoded(parameter.substring(equals + 1));
      if (parameters.put(name, value) != null) {
        throw wrong("has the parameter \"" + name + "\" twice");
      }
    }
    return parameters;
  }

  private static boolean isPassword(String name) {
    String plain = name.toLowerCase(Locale.ROOT);
    return plain.contains("password") || plain.equals("pwd") || plain.contains("secret");
  }

  /** Refuses what a parameter says where the address says it before its query, too. */
  void requireOnce(String parameter, boolean saidBefore) {
    if (saidBefore && parameters.containsKey(parameter)) {
      throw wrong("says its " + parameter + " twice, before its query and in it");
    }
  }

  void requireKnown(Set<String> known) {
    for (String name : parameters.keySet()) {
      if (!known.contains(name)) {
        throw unknown(name, known);
      }
    }
  }

  InvalidParameterException unknown(String name, Set<String> known) {
    String shown = name.matches("[\\w.-]{1,40}") ? "\"" + name + "\"" : "in its query";
    return wrong(
        "has the parameter "
            + shown
            + ", which the program that dumps it does not know; leave it out where only a JDBC"
            + " driver is meant, and say how the connection is protected by some of "
            + new TreeSet<>(known));
  }

  private static InvalidParameterException password() {
    return wrong(
        "holds a password; expected it beside the address, where processes do not show it");
  }

  static InvalidParameterException wrong(String problem) {
    return new InvalidParameterException("url", problem);
  }
}
