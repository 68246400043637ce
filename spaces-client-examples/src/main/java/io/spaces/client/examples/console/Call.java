package io.spaces.client.examples.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request. */
final class Call {
  private static final int LARGEST_BODY = 64 * 1024;

  private final HttpExchange exchange;
  private final String id;

  /**
   * A request.
   *
   * @param id what its path has in the place of {@code {id}}, or empty
   */
  Call(HttpExchange exchange, String id) {
    this.exchange = exchange;
    this.id = id;
  }

  String id() {
    return id;
  }

  /** What the query says; refuses names that are not known, or come twice. */
  RequestParameters query(String... known) {
    ObjectNode values = Json.object();
    @Nullable String query = exchange.getRequestURI().getRawQuery();
    if (query != null && !query.isEmpty()) {
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        if (values.has(name)) {
          throw RefusedRequestException.badRequest(
              RequestParameters.shortened(name) + " is there twice; expected once");
        }
        values.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return new RequestParameters(values, Set.of(known));
  }

  /** Throws when there is a query at all. */
  void refuseQuery() {
    RequestParameters ignored = query();
  }

  /** What the body says, a JSON object; refuses names that are not known. */
  RequestParameters body(String... known) throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type == null || !type.toLowerCase(Locale.ROOT).matches("application/json *(;.*)?")) {
      throw new RefusedRequestException(
          415, "unsupported_media_type", "The body is to be application/json");
    }
    byte[] bytes = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (bytes.length > LARGEST_BODY) {
      throw new RefusedRequestException(
          413, "too_large", "The body has more than " + LARGEST_BODY / 1024 + " KiB");
    }
    try {
      JsonNode body = Json.read(bytes);
      if (body instanceof ObjectNode object) {
        return new RequestParameters(object, Set.of(known));
      }
    } catch (JsonProcessingException e) {
      throw RefusedRequestException.badRequest("The body is not JSON");
    }
    throw RefusedRequestException.badRequest("The body is not a JSON object");
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw RefusedRequestException.badRequest("The query is not encoded as it should be");
    }
  }
}
