package io.spaces.client.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.http.ScriptedTransport;
import io.spaces.client.internal.http.TransportRequest;
import io.spaces.client.internal.protocol.object.ObjectFinder;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects, and refusals in words. */
final class ExchangeTest {
  private static final String ORIGIN = "https://host:8443";
  private static final String AREA = "/api/space/default/app/default/";
  private static final String ENDPOINT = ORIGIN + AREA;
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final ScriptedTransport server = new ScriptedTransport();
  private final SpaceApi api =
      new SpaceApi(
          server,
          Endpoint.parse(ENDPOINT),
          (method, target) ->
              Map.of(
                  "x-app-token", "TOKEN-" + target.length(),
                  "x-app-delegation", "DELEGATION",
                  "authorization", "BEARER"),
          null,
          Clock.fixed(NOW, ZoneOffset.UTC));

  @ParameterizedTest
  @CsvSource({
    "301, /moved/api/space/default/app/default/list/YQ",
    "302, https://HOST:8443/moved/api/space/default/app/default/list/YQ",
    "303, ../../../../../../a/b-c_d.e~f/api/space/default/app/default/list/YQ",
    "307, //host:8443/x/../moved/api/space/default/app/default/list/YQ",
    "308, /api/space/default/app/default/list/YQ",
  })
  void followsToAnotherMountPathAndSignsAnew(int status, String location) {
    server.answer(status, "", "Location", location).answer(200, "null");

    assertThat(api.head("a")).isEmpty();

    String expected = URI.create(ORIGIN + AREA + "list/YQ").resolve(location).normalize().getPath();
    TransportRequest second = server.requests().get(1);
    assertThat(second.url()).isEqualTo(ORIGIN + expected);
    assertThat(second.headers()).containsEntry("x-app-token", "TOKEN-" + expected.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/moved",
        "?again=1",
        "YQ?",
        "YQ/",
        "Yg",
        "../object/YQ",
        "../lists/YQ",
        "/api/space/default/app/default/object/YQ",
        "/api/space/default/app/zOther/list/YQ",
        "/api/space/zOther/app/default/list/YQ",
        "/a%2Fb/api/space/default/app/default/list/YQ",
        "/a;b/api/space/default/app/default/list/YQ",
        "/%2e%2e/api/space/default/app/default/list/YQ",
        "/api/api/space/default/app/default/list/YQ",
        "/API/api/space/default/app/default/list/YQ",
        "/api/space/x/app/y/object/Zg/api/space/default/app/default/list/YQ",
        "/m/api/space/x/app/y/lists/Zg/api/space/default/app/default/list/YQ",
        "/x?/api/space/default/app/default/list/YQ",
        "/x#/api/space/default/app/default/list/YQ",
        "/moved/api/space/default/app/default/list/YQ?a=b",
        "/moved/api/space/default/app/default/list/YQ?",
      })
  void signsNothingElseAtAServersWord(String location) {
    server.answer(307, "", "Location", location);

    assertThatThrownBy(() -> api.head("a"))
        .isInstanceOf(SpaceResponseException.class)
        .hasMessageContaining("which is not followed");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void theQueryStaysAsItWas() {
    String list = AREA + "lists/YS8?recursive=true&ignoreDirectories=true";
    server
        .answer(307, "", "Location", "/moved" + list)
        .answer(307, "", "Location", "/moved" + list.replace("&ignoreDirectories=true", ""));

    assertThatThrownBy(() -> api.list("a/", () -> new ObjectFinder("a/", "a/b")))
        .isInstanceOf(SpaceResponseException.class);
    assertThat(server.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../x", "a/../b", "a/..", "//x", "a//b", "./x", "..", "", "a/./b", "a/../../b"})
  void signsNoKeyThatASpaceWouldTakeForAnother(String key) {
    assertThatThrownBy(() -> api.head(key)).isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> api.delete(key)).isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> api.get(key, 1, (in, length, hash) -> in))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> api.put(key, Payload.of(new byte[1]), "bafy"))
        .isInstanceOf(InvalidParameterException.class);
    assertThat(server.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.test/",
        "https://host/",
        "https://host:8444/",
        "http://host:8443/",
        "//evil.test/",
        "https://user@host:8443/",
        "ftp://host:8443/",
        "javascript:alert(1)",
        "https://[/",
        "https://169.254.169.254/latest",
        "/a?b='c'",
        "/../x",
        "/%2e%2e/x",
      })
  void neverFollowsAnywhereElse(String location) {
    server.answer(307, "", "Location", location);

    assertThatThrownBy(() -> api.head("a"))
        .isInstanceOfSatisfying(
            SpaceResponseException.class, e -> assertThat(e.statusCode()).isEqualTo(307))
        .hasMessageContaining("redirected");
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 304})
  void doesNotTurnAnUploadIntoSomethingElse(int status) {
    server.answer(status, "", "Location", "/moved");

    assertThatThrownBy(() -> api.put("a", Payload.of(new byte[3]), "bafy"))
        .isInstanceOf(SpaceResponseException.class);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void uploadsAgainWhereTheServerPointsTo() throws IOException {
    server.answer(308, "", "Location", "/moved" + AREA + "object/YQ").answer(200, "");

    api.put("a", Payload.of("x".getBytes(java.nio.charset.StandardCharsets.UTF_8)), "bafy");

    assertThat(server.bodies().get(1)).isEqualTo(server.bodies().get(0)).contains("\r\n\r\nx\r\n");
  }

  @Test
  void doesNotRunInCircles() {
    for (int i = 0; i < 6; i++) {
      server.answer(302, "", "Location", "/again" + AREA + "list/YQ");
    }

    assertThatThrownBy(() -> api.head("a")).hasMessageContaining("more than 5");
    assertThat(server.requests()).hasSize(6);
  }

  @Test
  void aRedirectWithoutADirectionIsAnError() {
    server.answer(302, "").answer(302, "", "Location", " ");

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> api.head("a")).isInstanceOf(SpaceResponseException.class);
    }
    assertThat(server.requests()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "'no such app', 'no such app'",
    "'  two\nlines\u0007\u001b[31m ', 'two lines [31m'",
    "'{\"error\":\"in JSON\"}', 'in JSON'",
    "'{\"code\":7,\"x\":{\"message\":\"no\"},\"message\":\"in JSON\"}', 'in JSON'",
    "'{\"error\":{\"code\":1,\"message\":\"nested\"}}', 'nested'",
    "'{\"error\":', '{\"error\":'",
    "'', ''",
  })
  void repeatsTheServersWords(String body, String words) {
    server.answer(400, body).answer(403, "nor a list");

    assertRefused(400, words, "GET list/a was answered with 400" + (words.isEmpty() ? "." : ": "));
  }

  @Test
  void doesNotRepeatAGatewaysPage() {
    String page = "\ufeff502 <hr>Bad gateway, by nginx";
    String why = " and a web page, which is a gateway's and not the space's. ";
    server
        .answer(500, page, "Content-Type", "text/html; charset=utf-8")
        .answer(403, "nor a list")
        .answer(400, "<!DOCTYPE html><p>gateway")
        .answer(403, "nor a list");

    assertRefused(500, "", "GET list/a was answered with 500" + why + "Try again");
    assertRefused(400, "", "GET list/a was answered with 400" + why.stripTrailing());
  }

  @Test
  void wordsAreWordsEvenWhenTheServerCallsThemHtml() {
    server.answer(402, "The space is full", "Content-Type", "text/html; charset=utf-8");

    assertRefused(402, "The space is full", "answered with 402: The space is full. Check");
  }

  @ParameterizedTest
  @CsvSource({
    "402, 'Insufficient free space, total capacity is 4 MB', ''",
    "403, 'Insufficient free space, total capacity is 4 MB', ''",
    "413, '{\"error\":\"Insufficient free space.\"}', ''",
    "500, 'Error: Insufficient free space', ''",
    "507, '', ''",
    "400, 'no more', 1006",
  })
  void aFullSpaceIsToldByItsNumbersWhateverTheStatus(int status, String body, String code) {
    server
        .answer(status, body, "x-error-code", code)
        .answer(200, "", "x-space-free-capacity", "0")
        .answer(status, body, "x-error-code", code);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> api.put("a", Payload.of(new byte[3]), "bafy"))
          .isInstanceOf(SpaceUnavailableException.class)
          .hasMessageStartingWith("The space is full: PUT object/a was answered with " + status)
          .hasMessageContaining("The object has 3 bytes, and 0 are free.")
          .hasMessageNotContaining("delegation")
          .cause()
          .isInstanceOfSatisfying(
              SpaceResponseException.class, e -> assertThat(e.statusCode()).isEqualTo(status));
    }
    assertThat(server.requests()).as("asked for the numbers once").hasSize(3);
  }

  @Test
  void aGatewaysLimitIsNotTakenForAFullSpace() {
    server.answer(413, "<html>Request Entity Too Large</html>").answer(403, "not allowed");

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> api.put("a", Payload.of(new byte[3]), "bafy"))
          .isInstanceOf(SpaceResponseException.class);
    }
  }

  @Test
  void aBodyThatIsTooLargeIsToldByTheLikelyLimitAndWhatHasNone() {
    server.answer(413, "");

    assertThatThrownBy(() -> api.put("a", Payload.of(new byte[3]), "bafy"))
        .isInstanceOf(SpaceResponseException.class)
        .hasMessageContainingAll("100 MB", "500 MB", "vault");
  }

  @Test
  void prefersTheWordsInTheHeader() {
    server.answer(402, "body", "x-error-message", "space%20is%20full%21");

    assertRefused(402, "space is full!", "answered with 402: space is full! Check");
  }

  @Test
  void keepsLongWordsShort() {
    server.answer(400, "x".repeat(100_000)).answer(403, "nor a list");

    assertThatThrownBy(() -> api.head("a"))
        .isInstanceOfSatisfying(
            SpaceResponseException.class, e -> assertThat(e.statusMessage()).hasSize(4096));
  }

  @Test
  void neverRepeatsASecretThatTheServerQuotes() {
    server.answer(401, "bad TOKEN-38, bad DELEGATION, bad BEARER");

    assertThatThrownBy(() -> api.head("a"))
        .hasMessageContaining("bad …, bad …, bad …")
        .hasMessageNotContaining("TOKEN-")
        .hasMessageNotContaining("DELEGATION")
        .hasMessageNotContaining("BEARER");
  }

  @Test
  void tellsWhenTheClockIsTheLikelyReason() {
    server.answer(401, "token expired", "Date", "Fri, 02 Jan 2026 05:04:05 GMT");

    assertRefused(401, "token expired", "clock is 7200 seconds behind the server's");
  }

  @Test
  void tellsWhenTheClockIsAheadByMoreThanVerifiersTake() {
    server.answer(401, "not valid before 03:04:05", "Date", "Fri, 02 Jan 2026 03:03:59 GMT");

    assertRefused(401, "not valid before 03:04:05", "clock is 6 seconds ahead of the server's");
  }

  @ParameterizedTest
  @ValueSource(strings = {"03:04:35", "03:04:00"})
  void doesNotBlameAClockThatIsRight(String time) {
    server.answer(401, "token expired", "Date", "Fri, 02 Jan 2026 " + time + " GMT");

    assertThatThrownBy(() -> api.head("a")).hasMessageNotContaining("clock");
  }

  private void assertRefused(int status, String words, String message) {
    assertThatThrownBy(() -> api.head("a"))
        .isInstanceOfSatisfying(
            SpaceResponseException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.statusMessage()).isEqualTo(words);
              assertThat(e).hasMessageContaining(message);
            });
  }
}
