package io.spaces.client.examples.console;

import com.sun.net.httpserver.Headers;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says who may come in. The token comes in a header of its own, which no browser adds by itself, so
 * that no other page can make a browser send it; the names in {@code Host} and {@code Origin} are
 * checked, so that no other name can be made to lead here (DNS rebinding).
 */
final class Doorkeeper {
  private static final String BEARER = "Bearer ";
  private static final int LONGEST_TOKEN = 8 * 1024;

  private final Set<String> names;
  private final TokenVerifier tokens;

  /**
   * A doorkeeper.
   *
   * @param names by which the console may be called, with their port
   */
  Doorkeeper(Set<String> names, TokenVerifier tokens) {
    this.names = Set.copyOf(names);
    this.tokens = tokens;
  }

  /** Throws when the request was meant for another server. */
  void checkName(Headers headers) {
    String host = headers.getFirst("Host");
    if (host == null || !names.contains(host.toLowerCase(Locale.ROOT))) {
      throw new RefusedRequestException(
          403, "wrong_host", "This server is not called by that name");
    }
  }

  /** Throws unless an admin asks, from our own page or from no page at all. */
  void checkAdmin(Headers headers) {
    checkOrigin(headers.getFirst("Origin"), headers.getFirst("Sec-Fetch-Site"));
    switch (tokens.verify(token(headers.getFirst("Authorization")))) {
      case ADMIN -> {}
      case OTHER_ROLE ->
          throw new RefusedRequestException(
              403, "forbidden", "That takes the role admin, which the token lacks");
      case UNKNOWN -> throw unauthorised("The token is not valid, or not any more");
    }
  }

  private void checkOrigin(@Nullable String origin, @Nullable String site) {
    boolean ours =
        origin == null
            || names.contains(origin.toLowerCase(Locale.ROOT).replaceFirst("^https?://", ""));
    boolean foreign = "cross-site".equals(site) || "same-site".equals(site);
    if (!ours || foreign) {
      throw new RefusedRequestException(403, "wrong_origin", "Other pages may not ask for that");
    }
  }

  private static String token(@Nullable String header) {
    if (header == null || !header.startsWith(BEARER) || header.length() > LONGEST_TOKEN) {
      throw unauthorised("That takes a token: Authorization: Bearer …");
    }
    return header.substring(BEARER.length()).strip();
  }

  private static RefusedRequestException unauthorised(String message) {
    return new RefusedRequestException(401, "unauthorised", message);
  }
}
