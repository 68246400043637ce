package io.spaces.client.examples.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;

/** What is answered. */
sealed interface Reply {
  /** A body that is known. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Whole(int status, String type, byte[] body) implements Reply {}

  /** Events, for as long as somebody listens. */
  record Events(Feed feed) implements Reply {}

  /** What is to be told, and who it is kept for: to be closed, told or not. */
  interface Feed extends AutoCloseable {
    /** Writes until there is no more to say. */
    void writeTo(OutputStream out) throws IOException, InterruptedException;

    @Override
    void close();
  }

  static Reply json(int status, JsonNode body) throws IOException {
    return new Whole(status, "application/json", Json.bytes(body));
  }

  static Reply ok(JsonNode body) throws IOException {
    return json(200, body);
  }

  /** It has begun, and its end can be asked for. */
  static Reply accepted(JsonNode body) throws IOException {
    return json(202, body);
  }

  static Reply error(int status, String error, String message) throws IOException {
    ObjectNode body = Json.object();
    body.put("error", error);
    body.put("message", message);
    return json(status, body);
  }
}
