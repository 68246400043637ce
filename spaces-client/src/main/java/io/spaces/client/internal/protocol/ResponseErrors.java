package io.spaces.client.internal.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.internal.http.HttpDate;
import io.spaces.client.internal.http.NoSuccessException;
import io.spaces.client.internal.http.TransportRequest;
import io.spaces.client.internal.http.TransportResponse;
import io.spaces.client.internal.protocol.object.OpenObject;
import io.spaces.client.internal.protocol.object.PlainYes;
import io.spaces.client.internal.protocol.sign.SigningTime;
import io.spaces.client.internal.protocol.wire.PercentDecoding;
import io.spaces.client.internal.protocol.wire.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes an error of an answer that is not a success: the status, and the server's own words. */
final class ResponseErrors {
  private static final int MOST_BYTES = 4096;

  private static final byte[] NOTHING = {};

  private static final Map<Integer, String> ADVICE =
      Map.of(
          401, "Check the wallet and its delegation, and that no gateway changes the URL's path.",
          402, "Check the space's plan.",
          403, "Check that the wallet, or its delegation, may use this space.",
          413,
              "It is larger than a gateway before the space accepts: 100 MB by default with"
                  + " Blocklet Server, where up to 500 MB can be set (nginx: client_max_body_size)."
                  + " Raise that limit, or back up into a vault (layout VAULT): it sends"
                  + " small packs, and has no such limit.",
          414, "The object's key is longer than the space, or a gateway before it, accepts.",
          429, "Try again later, or with less concurrency.",
          502, "A gateway has no answer from the space. Try again when the space works.",
          504, "A gateway has no answer from the space. Try again when the space works.");

  /** What to do about a space that is full. */
  static final String MAKE_ROOM =
      "Delete what is needed no more (of a vault: snapshots, and then prune), or give the space"
          + " more room.";

  private static final String NO_YES =
      "That is no plain yes, so that it does not count as done. Check that the endpoint is a DID"
          + " Space and that no gateway answers in its place.";

  /** How the core's words begin when it takes no new object, whatever the status. */
  private static final String FULL = "insufficient free space";

  /** The code of a space that has used up what it may hold. */
  private static final String UNIT_LIMIT = "1006";

  private ResponseErrors() {}

  /**
   * The error for an answer.
   *
   * @param what was attempted, such as {@code PUT object/a.txt}
   * @param now our own time
   */
  static SpaceException of(String what, TransportResponse response, Instant now) {
    return of(what, response, read(response), now);
  }

  private static SpaceException of(
      String what, TransportResponse response, byte[] body, Instant now) {
    int status = response.status();
    String said = words(response, body);
    boolean page = said == null;
    String words = said == null ? "" : withoutSecrets(said, response.request());
    StringBuilder message = new StringBuilder(what).append(" was answered with ").append(status);
    if (page) {
      message.append(" and a web page, which is a gateway's and not the space's");
    } else if (!words.isEmpty()) {
      message.append(": ").append(words);
    }
    message.append(endsSentence(words) ? "" : ".");
    if (!page && tellsOfFullness(response, words)) {
      return full(message.toString(), status, words);
    }
    String advice = status < 300 ? NO_YES : ADVICE.get(status);
    if (advice != null) {
      message.append(' ').append(advice);
    } else if (status >= 500) {
      message.append(" Try again when the space works.");
    }
    if (mayBeOfTime(status, words)) {
      message.append(clockHint(response, now));
    }
    SpaceResponseException refusal = new SpaceResponseException(message.toString(), status, words);
    if (page) {
      refusal.initCause(new WebPageException());
    }
    return refusal;
  }

  private static boolean tellsOfFullness(TransportResponse response, String words) {
    return response.status() == 507
        || words.toLowerCase(Locale.ROOT).contains(FULL)
        || "true".equals(response.header("x-space-is-full"))
        || UNIT_LIMIT.equals(response.header("x-error-code"));
  }

  private static SpaceUnavailableException full(String refusal, int status, String words) {
    String message =
        "The space is full: "
            + refusal
            + " It takes no new object until there is room; what it holds can be read, replaced and"
            + " deleted. "
            + MAKE_ROOM;
    return new SpaceUnavailableException(
        message, new SpaceResponseException(refusal, status, words));
  }

  /** Whether the space says that there is no such thing: a gateway's page says nothing of it. */
  static boolean tellsOfAbsence(SpaceResponseException refusal) {
    return refusal.statusCode() == 404 && !(refusal.getCause() instanceof WebPageException);
  }

  /** Whether a refusal may be for want of a signature that is valid now. */
  static boolean mayBeOfTime(SpaceException refusal) {
    return refusal instanceof SpaceResponseException answer
        && mayBeOfTime(answer.statusCode(), answer.statusMessage());
  }

  private static boolean mayBeOfTime(int status, String words) {
    return status == 401 || status == 403 || words.toLowerCase(Locale.ROOT).contains("expired");
  }

  private static String clockHint(TransportResponse response, Instant now) {
    Instant server = HttpDate.parse(response.header("Date"));
    if (server == null || SigningTime.isValidAt(now, server)) {
      return "";
    }
    Duration ahead = Duration.between(server, now);
    return " This machine's clock is "
        + ahead.abs().toSeconds()
        + " seconds "
        + (ahead.isNegative() ? "behind" : "ahead of")
        + " the server's ("
        + server
        + "), which makes signatures invalid: set the clock.";
  }

  /** What the server says; null when it is a page. */
  private static @Nullable String words(TransportResponse response, byte[] bytes) {
    String header = response.header("x-error-message");
    if (header != null && !header.isEmpty()) {
      return clean(PercentDecoding.decode(header));
    }
    String body = new String(bytes, StandardCharsets.UTF_8).strip();
    return body.startsWith("<") || (isHtml(response) && body.indexOf('<') >= 0)
        ? null
        : clean(body.startsWith("{") ? fromJson(body) : body);
  }

  private static byte[] read(TransportResponse response) {
    try {
      return response.body().readNBytes(MOST_BYTES);
    } catch (IOException e) {
      return new byte[0]; // the status is known, which is what counts
    }
  }

  /** Node's web frameworks call any text HTML unless told otherwise: it takes a tag to be some. */
  private static boolean isHtml(TransportResponse response) {
    String type = response.header("Content-Type");
    return type != null && type.toLowerCase(Locale.ROOT).contains("html");
  }

  /**
   * Refuses a success that is not the space's plain yes.
   *
   * @param sent the digest of what was to be stored, or null
   * @param clock our own time
   * @throws NoSuccessException unless it is one
   * @throws SpaceUnavailableException when it says that the space is full
   */
  static void unlessYes(
      Question question, TransportResponse response, byte @Nullable [] sent, Clock clock)
      throws IOException {
    byte[] body =
        response.length() == 0 ? NOTHING : response.body().readNBytes(PlainYes.MOST_BYTES + 1);
    byte[] stored = OpenObject.hash(response);
    if (sent != null && stored != null && !Arrays.equals(sent, stored)) {
      int status = response.status();
      String other = " was answered with " + status + " and the hash of another content. ";
      throw new NoSuccessException(
          new SpaceResponseException(question.describe() + other + NO_YES, status, ""));
    }
    if (tellsOfError(response) || !PlainYes.isBody(body, sent)) {
      throw noSuccess(question.describe(), response, body, clock.instant());
    }
  }

  private static boolean tellsOfError(TransportResponse response) {
    String code = response.header("x-error-code");
    return code != null && !code.isBlank() && !code.strip().equals("0");
  }

  /** Refuses a record that tells of an error of the answer. */
  static void ifError(String what, TransportResponse response, byte[] record, Instant now)
      throws NoSuccessException {
    if (PlainYes.tellsOfError(record)) {
      throw noSuccess(what, response, record, now);
    }
  }

  /** What to throw for a success that is none. */
  static NoSuccessException noSuccess(
      String what, TransportResponse response, byte[] body, Instant now) {
    SpaceException failure = of(what, response, body, now);
    if (failure instanceof SpaceUnavailableException full) {
      throw full;
    }
    return new NoSuccessException(failure);
  }

  /** The first text among the fields that servers put their words in. */
  private static String fromJson(String body) {
    try (JsonParser json = WireJson.FACTORY.createParser(body)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        boolean wordy =
            name.equals("error") || name.equals("message") || name.equals("statusMessage");
        if (wordy && value == JsonToken.VALUE_STRING) {
          return json.getText();
        }
        if (!wordy || value != JsonToken.START_OBJECT) {
          json.skipChildren();
        }
      }
      return body;
    } catch (IOException e) {
      return body;
    }
  }

  /** On one line, without what would drive a terminal. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    boolean space = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        space = clean.length() > 0;
      } else {
        if (space) {
          clean.append(' ');
          space = false;
        }
        clean.append(c);
      }
    }
    return clean.toString();
  }

  /** A server may quote what it was sent. */
  private static String withoutSecrets(String words, TransportRequest request) {
    String safe = words;
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      if (isSecret(header.getKey()) && !header.getValue().isEmpty()) {
        safe = safe.replace(header.getValue(), "…");
      }
    }
    return safe;
  }

  private static boolean isSecret(String header) {
    return header.contains("token")
        || header.contains("delegation")
        || header.contains("authorization");
  }

  private static boolean endsSentence(String words) {
    return words.endsWith(".") || words.endsWith("!") || words.endsWith("?");
  }

  /** Why a refusal says nothing of the space. */
  private static final class WebPageException extends IOException {
    private static final long serialVersionUID = 1L;

    WebPageException() {
      super("The answer is a web page");
    }
  }
}
