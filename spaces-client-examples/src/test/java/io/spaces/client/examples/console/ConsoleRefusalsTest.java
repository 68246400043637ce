package io.spaces.client.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that a console says no to. One is enough for all of it: it stays as it was. */
class ConsoleRefusalsTest {
  @TempDir static Path temporary;
  private static RunningConsole console;

  @BeforeAll
  static void open() throws IOException {
    console = new RunningConsole(temporary);
  }

  @AfterAll
  static void close() {
    console.close();
  }

  @Test
  void everyRouteButThePageAsksForAToken() {
    int asked = 0;
    for (Route route : console.console().routes()) {
      if (!route.open()) {
        asked++;
        String path = route.path().replace("{id}", "0123456789abcdef");
        RunningConsole.Answer without = console.send(route.method(), path, "", new String[0]);
        assertThat(without.status()).as("%s %s", route.method(), path).isEqualTo(401);
        assertThat(without.error()).isEqualTo("unauthorised");
        assertThat(without.response().headers().firstValue("WWW-Authenticate")).isPresent();
        RunningConsole.Answer wrong =
            console.send(route.method(), path, "", "Authorization", "Bearer of bad news");
        assertThat(wrong.status()).as("%s %s", route.method(), path).isEqualTo(401);
      }
    }
    assertThat(asked).isGreaterThan(15);
    assertThat(console.space.records()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /api/trigger-backup | {}
          /api/trigger-backup | {'type': 'everything'}
          /api/trigger-backup | {'type': ''}
          /api/trigger-backup | {'type': 7}
          /api/trigger-backup | {'type': 'all', 'what': 'else'}
          /api/trigger-backup | {'type': 'all', 'description': 'a\\u0000b'}
          /api/trigger-backup | {'type': 'database', 'database_name': 'other'}
          /api/trigger-backup | {'type': 'files', 'database_name': 'tasks'}
          /api/trigger-backup | {'type': 'files', 'storage_path': '/etc'}
          /api/trigger-backup | {'type': 'files', 'storage_path': '../state'}
          /api/trigger-backup | {'type': 'files', 'storage_path': 'uploads'}
          /api/trigger-backup | {'type': 'files', 'storage_path': 'documents/missing'}
          /api/trigger-backup | {'type': 'all'
          /api/trigger-backup | {'type': 'all'} {}
          /api/trigger-backup | {'type': 'all', 'type': 'files'}
          /api/trigger-backup | ['all']
          /api/auto-backup    | {}
          /api/auto-backup    | {'enabled': 'perhaps'}
          /backup/create      | {'plan': 7}
          /backup/restore     | {}
          /backup/restore     | {'id': 'x', 'overwrite': 'perhaps'}
          /backup/update      | {'id': '0123456789abcdef'}
          /backup/update      | {'id': '0123456789abcdef', 'expiresAt': 'tomorrow'}
          /backup/update      | {'id': '0123456789abcdef', 'expiresAt': '2001-01-01T00:00:00Z'}
          /backup/schedules   | {'name': 'x'}
          /backup/schedules   | {'name': 'a name', 'cron': '@daily'}
          /backup/schedules   | {'name': 'x', 'cron': 'whenever'}
          /backup/schedules   | {'name': 'x', 'cron': '@daily', 'zone': 'Mars/Base'}
          /backup/schedules   | {'name': 'x', 'cron': '@daily', 'select': []}
          /backup/schedules   | {'name': 'x', 'cron': '@daily', 'select': ['all']}
          /backup/schedules   | {'name': 'x', 'cron': '@daily', 'retention': 'SOME 3'}
          /backup/schedules   | {'name': 'x', 'cron': '@daily', 'expiryHours': 0}
          /backup/schedules   | {'name': 'x', 'cron': '@daily', 'sources': []}
          /backup/schedules   | {'name': 'x', 'cron': '@daily', 'destination': {}}
          """)
  void refusesWhatItDoesNotUnderstand(String path, String body) {
    RunningConsole.Answer refused = console.post(path, body);

    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(refused.error()).isEqualTo("invalid_parameter");
    assertThat(refused.json().path("message").asText()).isNotBlank();
    assertThat(console.space.records()).isEmpty();
    assertThat(console.get("/backup/schedules").json().path("schedules")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/backup/fetch?limit=0",
        "/backup/fetch?limit=101",
        "/backup/fetch?limit=-1",
        "/backup/fetch?limit=many",
        "/backup/fetch?offset=99999999999999",
        "/backup/fetch?limit=1&limit=2",
        "/backup/fetch?status=broken",
        "/backup/fetch?order=up",
        "/backup/fetch?search=%00",
        "/backup/restore",
        "/api/activity?days=100000",
        "/api/activity?zone=Mars",
        "/api/status?x"
      })
  void refusesQueriesThatItDoesNotUnderstand(String path) {
    assertThat(console.get(path).status()).isEqualTo(400);
  }

  @Test
  void refusesBodiesThatAreTooLargeOrOfAnotherType() {
    String large = "{'type': 'all', 'description': '" + "x".repeat(70_000) + "'}";
    assertThat(console.post("/api/trigger-backup", large).status()).isEqualTo(413);
    // What a form of another page could send without being asked.
    RunningConsole.Answer form =
        console.send(
            "POST",
            "/api/trigger-backup",
            "",
            "Content-Type",
            "text/plain",
            "Authorization",
            "Bearer " + RunningConsole.TOKEN);
    assertThat(form.status()).isEqualTo(415);
  }

  @Test
  void tellsWhatIsNotThere() {
    assertThat(console.get("/no/such/thing").status()).isEqualTo(404);
    assertThat(console.get("/../index.html").status()).isEqualTo(404);
    assertThat(console.get("/api/operations/none").status()).isEqualTo(404);
    assertThat(console.post("/backup/create", "{'plan': 'none'}").status()).isEqualTo(404);
    RunningConsole.Answer wrong = console.send("PATCH", "/backup/schedules", "");
    assertThat(wrong.status()).isEqualTo(405);
    assertThat(wrong.response().headers().firstValue("Allow")).hasValue("DELETE, GET, POST, PUT");
  }

  @Test
  void namesTheParameterThatIsTwiceOrUnknown() {
    assertThat(console.get("/backup/fetch?limit=1&limit=2").json().path("message").asText())
        .isEqualTo("limit is there twice; expected once");
    assertThat(console.get("/api/status?verbose=1").json().path("message").asText())
        .isEqualTo("\"verbose\" is not known here; expected none");
  }

  @Test
  void saysToTheBrowserWhatIsForbidden() {
    var headers = console.send("GET", "/", "", new String[0]).response().headers();
    assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(headers.firstValue("Set-Cookie")).isEmpty();
    assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void answersOnlyToItsOwnNames() throws IOException {
    int port = console.address().getPort();
    String token = "Authorization: Bearer " + RunningConsole.TOKEN + "\r\n";
    assertThat(raw("GET", "/", "Host: 127.0.0.1:" + port + "\r\n")).contains(" 200 ");
    assertThat(raw("GET", "/", "Host: LOCALHOST:" + port + "\r\n")).contains(" 200 ");
    assertThat(raw("GET", "/", "Host: backups.example\r\n")).contains(" 200 ");
    assertThat(raw("GET", "/", "Host: evil.example\r\n")).contains(" 403 ");
    assertThat(raw("GET", "/", "Host: evil.example:" + port + "\r\n")).contains(" 403 ");
    assertThat(raw("GET", "/", "Host: localhost\r\n")).contains(" 403 ");

    String host = "Host: localhost:" + port + "\r\n" + token;
    assertThat(raw("GET", "/api/status", host)).contains(" 200 ");
    assertThat(raw("GET", "/api/status", host + "Origin: http://localhost:" + port + "\r\n"))
        .contains(" 200 ");
    assertThat(raw("GET", "/api/status", host + "Origin: https://backups.example\r\n"))
        .contains(" 200 ");
    assertThat(raw("GET", "/api/status", host + "Origin: http://evil.example\r\n"))
        .contains(" 403 ");
    assertThat(raw("GET", "/api/status", host + "Origin: null\r\n")).contains(" 403 ");
    assertThat(raw("GET", "/api/status", host + "Sec-Fetch-Site: cross-site\r\n"))
        .contains(" 403 ");
  }

  /** The first line of the answer; java.net.http would not send these headers. */
  private String raw(String method, String path, String headers) throws IOException {
    URI address = console.address();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      String request =
          method + " " + path + " HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return String.valueOf(answer.readLine());
    }
  }

  @Test
  void listensWhereOnlyThisMachineCanReachIt() {
    assertThat(console.address().getHost()).isEqualTo("127.0.0.1");
  }
}
