package io.spaces.client.testkit.internal.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.identity.Did;
import io.spaces.client.testkit.internal.http.RefusedException;
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
    void check(ObjectNode body, Space.Rules rules) {
      boolean filled = isFilled(rules);
      did(body, "userDid", filled);
      referrer(body);
      text(body, "appName");
      text(body, "appDescription");
      party(body, "serverDid", filled, rules.strict());
      party(body, "signerDid", filled, true);
    }
  },
  RESTORE("app-restore") {
    @Override
    void check(ObjectNode body, Space.Rules rules) {
      boolean filled = isFilled(rules);
      did(body, "userDid", filled);
      referrer(body);
      party(body, "serverDid", filled, rules.strict());
    }
  },
  SYNC("app-objects-sync") {
    @Override
    void check(ObjectNode body, Space.Rules rules) {
      oneOf(body, "actionType", ACTIONS);
      if (!(body.get("data") instanceof ObjectNode data)) {
        throw wrong(body, "data", "an object");
      }
      if (isFilled(rules)) {
        text(data, "source");
        text(data, "target");
        checkNumbers(data, true);
      }
    }

    @Override
    void checkChange(ObjectNode body, Space.Rules rules) {
      text(body, "id");
      if (isFilled(rules)) {
        oneOf(body, "status", STATUSES);
        if (body.get("data") instanceof ObjectNode data) {
          checkNumbers(data, false);
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
  abstract void check(ObjectNode body, Space.Rules rules);

  /** Refuses the body of a change that is not as it should be. */
  void checkChange(ObjectNode body, Space.Rules rules) {
    text(body, "id");
    if (rules.strict() || !body.path("status").asText("").isEmpty()) {
      oneOf(body, "status", STATUSES);
    }
    for (String words : List.of("message", "reason")) {
      JsonNode value = body.get(words);
      if (value != null && !value.isTextual()) {
        throw wrong(body, words, "a text");
      }
    }
    if (rules.strict()) {
      time(body, "updateAt");
    }
  }

  /** By the core's own schema nothing is empty. */
  private static boolean isFilled(Space.Rules rules) {
    return rules.strict() || rules.readings().strictRecords();
  }

  private static void checkNumbers(ObjectNode data, boolean all) {
    for (String count : List.of("totalCount", "errorCount", "successCount", "size", "duration")) {
      JsonNode value = data.get(count);
      if (value == null ? all : !value.isNumber()) {
        throw wrong(data, count, "a number");
      }
    }
  }

  private static void time(ObjectNode body, String field) {
    JsonNode value = body.get(field);
    try {
      @Nullable Instant unused = value == null ? null : Instant.parse(value.asText());
    } catch (DateTimeParseException e) {
      throw wrong(body, field, "a time with its zone as in ISO 8601");
    }
  }

  private static void did(ObjectNode body, String field, boolean required) {
    JsonNode value = body.get(field);
    if (value == null ? required : !value.isTextual() || !Did.isValid(value.asText())) {
      throw wrong(body, field, "a valid DID");
    }
  }

  /** The name of a party: filled or not, and a DID or any text. */
  private static void party(ObjectNode body, String field, boolean filled, boolean valid) {
    JsonNode value = body.get(field);
    boolean empty = value == null || (value.isTextual() && value.asText().isEmpty());
    boolean wrong =
        empty
            ? filled
            : value == null || !value.isTextual() || (valid && !Did.isValid(value.asText()));
    if (wrong) {
      throw wrong(body, field, "a valid DID" + (filled ? "" : ", or empty"));
    }
  }

  private static void text(ObjectNode body, String field) {
    JsonNode value = body.get(field);
    if (value == null || !value.isTextual() || value.asText().isEmpty()) {
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

  private static RefusedException wrong(ObjectNode body, String field, String expected) {
    JsonNode value = body.get(field);
    return RefusedException.badRequest(
        field + " is " + (value == null ? "missing" : value) + "; expected " + expected + ".");
  }
}
