package io.spaces.client.internal.protocol.object;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.protocol.wire.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What counts as a space's yes to something that it was to do: a status that leaves nothing open,
 * and a body that says nothing else. The core says nothing at all; which words the routes before it
 * may add is unknown, so that a few are taken, and a description of the object. An error under a
 * status of success, a gateway's page, a word that may mean anything are no yes.
 */
public final class PlainYes {
  /** A yes is short. */
  public static final int MOST_BYTES = 4096;

  private static final Set<String> WORDS =
      Set.of(
          "",
          "ok",
          "okay",
          "yes",
          "true",
          "null",
          "success",
          "succeeded",
          "successful",
          "done",
          "stored",
          "saved",
          "created",
          "updated",
          "deleted",
          "0",
          "200",
          "200 ok",
          "201",
          "204");

  /** Fields that are empty, if at all, where all went well. */
  private static final Set<String> ERRORS =
      Set.of(
          "error",
          "errors",
          "err",
          "exception",
          "fault",
          "failure",
          "failures",
          "failed",
          "stack",
          "errorcode",
          "errcode",
          "errno",
          "errormessage",
          "errmsg",
          "errordescription");

  /** Fields that are true where all went well. */
  private static final Set<String> SUCCESSES =
      Set.of("success", "succeeded", "successful", "ok", "stored", "saved", "written", "done");

  /** Fields with a status, as a number or a word. */
  private static final Set<String> STATUSES = Set.of("status", "statuscode", "httpstatus", "code");

  /** Fields that describe an object. */
  private static final Set<String> DESCRIPTIONS =
      Set.of("key", "hash", "cid", "size", "objectid", "absolutepath");

  /** Fields in which an answer is wrapped up. */
  private static final Set<String> WRAPPERS = Set.of("data", "result", "response");

  private final byte @Nullable [] sent;
  private boolean yes;
  private boolean no;

  private PlainYes(byte @Nullable [] sent) {
    this.sent = sent;
  }

  /** Whether a status means that something was done: 202, for one, leaves that open. */
  public static boolean isStatus(int status) {
    return status == 200 || status == 201 || status == 204;
  }

  /**
   * Whether a body is a yes.
   *
   * @param body the first bytes of it, more than {@link #MOST_BYTES} when it is longer than that
   * @param sent the digest of what was to be stored, or null
   */
  public static boolean isBody(byte[] body, byte @Nullable [] sent) {
    if (body.length == 0) {
      return true; // as the core answers each of thousands of files
    }
    if (body.length > MOST_BYTES) {
      return false;
    }
    String text = new String(body, StandardCharsets.UTF_8).strip();
    if (!text.startsWith("{")) {
      boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
      String word = quoted ? text.substring(1, text.length() - 1) : text;
      word = word.endsWith(".") || word.endsWith("!") ? word.substring(0, word.length() - 1) : word;
      return WORDS.contains(word.toLowerCase(Locale.ROOT)) && !text.equals("0");
    }
    PlainYes found = new PlainYes(sent);
    return found.read(body) && found.yes && !found.no;
  }

  /** Whether a record's JSON tells of an error of the answer, and not of what it is a record of. */
  public static boolean tellsOfError(byte[] body) {
    PlainYes found = new PlainYes(null);
    try (JsonParser json = WireJson.FACTORY.createParser(body)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = plain(json.currentName());
          JsonToken value = json.nextToken();
          if (!name.equals("status") && !name.equals("failed") && !WRAPPERS.contains(name)) {
            found.judge(name, value, json);
          }
          json.skipChildren();
        }
      }
    } catch (IOException e) {
      return false; // whoever reads the record says so
    }
    return found.no;
  }

  private boolean read(byte[] body) {
    try (JsonParser json = WireJson.FACTORY.createParser(body)) {
      json.nextToken();
      readObject(json);
      return json.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private void readObject(JsonParser json) throws IOException {
    boolean empty = true;
    while (WireJson.next(json) != JsonToken.END_OBJECT) {
      empty = false;
      String name = plain(json.currentName());
      JsonToken value = WireJson.next(json);
      if (WRAPPERS.contains(name) && value == JsonToken.START_OBJECT) {
        readObject(json);
      } else {
        judge(name, value, json);
        json.skipChildren();
      }
    }
    yes |= empty;
  }

  /** {@code error_code}, {@code error-code} and {@code errorCode} are one name. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  private void judge(String name, JsonToken value, JsonParser json) throws IOException {
    if (ERRORS.contains(name)) {
      no |= !isNothing(value, json);
    } else if (value == JsonToken.VALUE_NULL) {
      return;
    } else if (SUCCESSES.contains(name)) {
      String word = word(json);
      say(word.equals("1") || (WORDS.contains(word) && !word.equals("0")));
    } else if (STATUSES.contains(name)) {
      say(WORDS.contains(word(json)));
    } else if (DESCRIPTIONS.contains(name)) {
      say(value.isScalarValue() && !isOfAnother(name, json.getText()));
    }
  }

  private void say(boolean good) {
    yes |= good;
    no |= !good;
  }

  private static String word(JsonParser json) throws IOException {
    String word = json.getText().toLowerCase(Locale.ROOT);
    return word.isEmpty() ? "nothing" : word;
  }

  private static boolean isNothing(JsonToken value, JsonParser json) throws IOException {
    return switch (value) {
      case VALUE_NULL, VALUE_FALSE -> true;
      case START_ARRAY, START_OBJECT -> isEmpty(json);
      default -> json.getText().isEmpty() || json.getText().equals("0");
    };
  }

  private static boolean isEmpty(JsonParser json) throws IOException {
    boolean empty = true;
    for (int depth = 1; ; empty = false) {
      JsonToken token = WireJson.next(json);
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth == 0) {
        return empty;
      }
    }
  }

  private boolean isOfAnother(String name, String text) {
    byte[] said = name.equals("hash") || name.equals("cid") ? ContentHash.fromCid(text) : null;
    return sent != null && said != null && !Arrays.equals(sent, said);
  }
}
