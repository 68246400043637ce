package io.spaces.client.testkit.internal.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.identity.Did;
import io.spaces.client.testkit.internal.http.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the records of each kind consist of, and what is wrong with those that do not. */
enum RecordForm {
  BACKUP("app-backup") {
    @Override
    void check(ObjectNode body) {
      did(body, "userDid", false);
      referrer(body);
      text(body, "appName");
      text(body, "appDescription");
      did(body, "serverDid", true);
      did(body, "signerDid", true);
    }
  },
  RESTORE("app-restore") {
    @Override
    void check(ObjectNode body) {
      did(body, "userDid", false);
      referrer(body);
      did(body, "serverDid", true);
    }
  },
  SYNC("app-objects-sync") {
    @Override
    void check(ObjectNode body) {
      oneOf(body, "actionType", ACTIONS);
      if (!(body.get("data") instanceof ObjectNode data)) {
        throw wrong(body, "data", "an object");
      }
      for (String count : List.of("totalCount", "errorCount", "successCount", "size", "duration")) {
        JsonNode value = data.get(count);
        if (value != null && !value.isIntegralNumber()) {
          throw wrong(data, count, "a whole number");
        }
      }
    }
  };

  private static final Set<String> STATUSES = Set.of("default", "pending", "succeeded", "failed");
  private static final Set<String> ACTIONS =
      Set.of("app-backup", "app-restore", "app-objects-sync", "app-connected", "app-disconnected");

  private final String actionType;

  RecordForm(String actionType) {
    this.actionType = actionType;
  }

  String actionType() {
    return actionType;
  }

  /** Refuses the body of a new record that is not as it should be. */
  abstract void check(ObjectNode body);

  /** Refuses the body of a change that is not as it should be. */
  void checkChange(ObjectNode body) {
    text(body, "id");
    oneOf(body, "status", STATUSES);
    for (String words : List.of("message", "reason")) {
      JsonNode value = body.get(words);
      if (value != null && !value.isTextual()) {
        throw wrong(body, words, "a text");
      }
    }
    time(body, "updateAt");
  }

  private static void time(ObjectNode body, String field) {
    JsonNode value = body.get(field);
    try {
      @Nullable Instant unused = value == null ? null : Instant.parse(value.asText());
    } catch (DateTimeParseException e) {
      throw wrong(body, field, "a time with its zone as in ISO 8601");
    }
  }

  private static void did(ObjectNode body, String field, boolean orEmpty) {
    JsonNode value = body.get(field);
    if (orEmpty && (value == null || value.asText().isEmpty())) {
      return;
    }
    if (value == null || !value.isTextual() || !Did.isValid(value.asText())) {
      throw wrong(body, field, "a valid DID" + (orEmpty ? ", or empty" : ""));
    }
  }

  private static void text(ObjectNode body, String field) {
    JsonNode value = body.get(field);
    if (value == null || !value.isTextual() || value.asText().isBlank()) {
      throw wrong(body, field, "a text that is not empty");
    }
  }

  private static void oneOf(ObjectNode body, String field, Set<String> allowed) {
    JsonNode value = body.get(field);
    if (value == null || !allowed.contains(value.asText())) {
      throw wrong(body, field, "one of " + allowed.stream().sorted().toList());
    }
  }

  private static void referrer(ObjectNode body) {
    JsonNode value = body.get("referrer");
    if (value == null || !isHttp(value.asText())) {
      throw wrong(body, "referrer", "an http or https URI");
    }
  }

  private static boolean isHttp(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme();
      return scheme != null
          && Set.of("http", "https").contains(scheme.toLowerCase(Locale.ROOT))
          && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static Refusal wrong(ObjectNode body, String field, String expected) {
    JsonNode value = body.get(field);
    return Refusal.badRequest(
        field + " is " + (value == null ? "missing" : value) + "; expected " + expected + ".");
  }
}
