package io.spaces.client.internal.protocol.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.http.ScriptedTransport;
import io.spaces.client.internal.http.retry.RetryAllowance;
import io.spaces.client.internal.http.retry.RetryingTransport;
import io.spaces.client.internal.protocol.Endpoint;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.protocol.record.RecordStatus;
import io.spaces.client.internal.protocol.record.RestoreRecordBody;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.ManualWaiter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A success counts only when it is the space's plain yes. */
final class PlainYesTest {
  private static final byte[] CONTENT = {1};
  private static final String CID = ContentHash.cidOf(CONTENT);
  private static final String OTHER = ContentHash.cidOf(new byte[] {2});
  private static final String HTML = "text/html; charset=utf-8";

  private final ScriptedTransport server = new ScriptedTransport();
  private final SpaceApi api =
      new SpaceApi(
          server,
          Endpoint.parse("https://host/api/space/default/app/default/"),
          (method, target) -> Map.of("x-app-token", "the token"));

  private static final String RECORD = "{\"id\":\"7\",\"status\":\"succeeded\"";

  private void put() throws IOException {
    api.put("a", Payload.of(CONTENT), CID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n",
        "OK",
        "ok",
        "\"ok\"",
        "Success.",
        "true",
        "null",
        "{}",
        "{\"success\":true}",
        "{\"ok\":true,\"message\":\"stored\"}",
        "{\"status\":200,\"data\":null,\"error\":null,\"errors\":[]}",
        "{\"statusCode\":\"201\",\"statusMessage\":\"Created\"}",
        "{\"code\":0,\"msg\":\"\"}",
        "{\"key\":\"/a\",\"size\":1,\"isDir\":false,\"editable\":false}",
        "{\"data\":{\"key\":\"/a\",\"deleted\":false}}"
      })
  void isNothingAtAllOrAWordOrWhatDescribesTheObject(String body) throws IOException {
    server.answer(200, body, "Content-Type", HTML).answer(200, body);

    put();
    api.delete("a");

    assertThat(server.open()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204})
  void isAlsoTheStatusOfWhatWasMadeOrHasNothingToSay(int status) throws IOException {
    server.answer(status, "").answer(status, "");

    put();
    api.delete("a");

    assertThat(server.open()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":\"quota exceeded\"}",
        "{\"error\":{\"code\":1006,\"message\":\"no\"}}",
        "{\"success\":false}",
        "{\"Success\":false,\"key\":\"a\"}",
        "{\"ok\":0,\"key\":\"a\"}",
        "{\"success\":\"false\"}",
        "{\"data\":{\"success\":false}}",
        "{\"data\":{\"error\":\"quota\"},\"status\":200}",
        "{\"errors\":[\"no\"],\"status\":200}",
        "{\"status\":500}",
        "{\"statusCode\":\"507\"}",
        "{\"status\":\"error\"}",
        "{\"status\":\"pending\",\"key\":\"a\"}",
        "{\"code\":1006,\"message\":\"unit limit\"}",
        "{\"error_code\":17,\"key\":\"a\"}",
        "{\"errorMessage\":\"no\",\"key\":\"a\"}",
        "{\"message\":\"quota exceeded\"}",
        "{\"foo\":1}",
        "{\"key\":\"a\"",
        "{\"key\":\"a\"} {\"error\":\"b\"}",
        "[]",
        "[\"ok\"]",
        "false",
        "\"no\"",
        "0",
        "500",
        "<Error><Code>QuotaExceeded</Code></Error>",
        "<?xml version=\"1.0\"?><error/>",
        "\ufeff<!DOCTYPE html><p>Log in",
        "  <html>Please log in</html>",
        "quota exceeded",
        "Internal Server Error",
        "ok, but not stored",
        "upstream connect error or disconnect/reset before headers",
        "\u0000\u0001\u0002"
      })
  void isNotWhatTellsOfAnErrorOrMeansNothing(String body) {
    for (String type : new String[] {"application/json", HTML, "text/plain", ""}) {
      String[] headers = type.isEmpty() ? new String[0] : new String[] {"Content-Type", type};
      server.answer(200, body, headers).answer(200, body, headers);

      assertThatThrownBy(this::put)
          .isInstanceOf(SpaceResponseException.class)
          .hasMessageStartingWith("PUT object/a was answered with ");
      assertThatThrownBy(() -> api.delete("a"))
          .isInstanceOf(SpaceResponseException.class)
          .hasMessageStartingWith("DELETE object/a was answered with ");
    }
    assertThat(server.open()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {202, 203, 205, 206, 207, 208, 226, 299})
  void isNotAStatusThatLeavesItOpen(int status) {
    server.answer(status, "").answer(status, "").answer(status, RECORD + "}").answer(status, "[]");

    assertThatThrownBy(this::put)
        .isInstanceOfSatisfying(
            SpaceResponseException.class, e -> assertThat(e.statusCode()).isEqualTo(status))
        .hasMessageStartingWith("PUT object/a was answered with " + status);
    assertThatThrownBy(() -> api.delete("a")).isInstanceOf(SpaceResponseException.class);
    assertThatThrownBy(() -> api.updateBackup("7", RecordStatus.SUCCEEDED, ""))
        .isInstanceOf(SpaceResponseException.class);
    assertThatThrownBy(() -> api.list("f/", ObjectListParserTest.Collector::new))
        .isInstanceOf(SpaceResponseException.class);
  }

  @Test
  void isNotTheHashOfSomethingElse() {
    server.answer(200, "{\"key\":\"/a\",\"hash\":\"" + OTHER + "\"}");
    server.answer(200, "", "x-hash", OTHER);

    assertThatThrownBy(this::put).hasMessageContaining("hash");
    assertThatThrownBy(this::put).hasMessageContaining("hash");
  }

  @Test
  void mayRepeatTheHashThatWasSent() throws IOException {
    server.answer(200, "{\"key\":\"/a\",\"hash\":\"" + CID + "\"}", "x-hash", CID);
    server.answer(200, "", "x-hash", "an old one, of another kind");

    put();
    put();
  }

  @Test
  void isNotSaidBesideAnErrorInAHeader() throws IOException {
    server.answer(200, "", "x-error-code", "1004", "x-error-message", "Past%20due");
    server.answer(200, "", "x-error-code", "0", "x-error-message", "");

    assertThatThrownBy(this::put).hasMessageContaining("Past due");
    put();
  }

  @Test
  void ofASpaceThatIsFullIsToldAsThat() {
    server
        .answer(200, "{\"error\":\"Insufficient free space, total capacity is 0 B\"}")
        .answer(200, "")
        .answer(200, "");

    assertThatThrownBy(this::put)
        .isInstanceOf(SpaceUnavailableException.class)
        .hasMessageContaining("The space is full");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ",\"error\":\"quota\"}",
        ",\"success\":false}",
        ",\"errors\":[1]}",
        ",\"statusCode\":500}",
      })
  void ofARecordIsARecordWithoutAnError(String rest) {
    server.answer(200, RECORD + rest).answer(200, RECORD + rest);

    assertThatThrownBy(() -> api.updateBackup("7", RecordStatus.SUCCEEDED, ""))
        .isInstanceOf(SpaceResponseException.class)
        .hasMessageStartingWith("PUT backup was answered with 200");
    assertThatThrownBy(() -> api.createRestore(new RestoreRecordBody("u", "https://r", "s")))
        .isInstanceOf(SpaceResponseException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "OK", "{}", "[]", "<html>", "{\"success\":true}"})
  void ofARecordIsNothingLess(String body) {
    server.answer(200, body);

    assertThatThrownBy(() -> api.updateBackup("7", RecordStatus.SUCCEEDED, ""))
        .isInstanceOf(SpaceException.class);
  }

  @Test
  void ofARecordIsThatRecordAndNoOther() {
    server.answer(200, "{\"id\":\"8\",\"status\":\"succeeded\"}");

    assertThatThrownBy(() -> api.updateBackup("7", RecordStatus.SUCCEEDED, ""))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("another record");
  }

  @Test
  void ofARecordMayTellOfTheRunsOwnFailure() {
    server.answer(
        200, "{\"id\":\"7\",\"status\":\"failed\",\"message\":\"no\",\"data\":{\"errorCount\":3}}");

    assertThat(api.updateBackup("7", RecordStatus.FAILED, "no").message()).isEqualTo("no");
  }

  @Test
  void isAskedForAgainAsAfterAFailureOfTheServer() throws IOException {
    ManualWaiter waiter = new ManualWaiter();
    RetryAllowance allowance = RetryAllowance.of(2, 1, waiter);
    SpaceApi retrying =
        api.withTransport(new RetryingTransport(server, allowance, new Cancellation()));
    server.answer(200, "{\"success\":false}").answer(202, "").answer(200, "");

    retrying.put("a", Payload.of(CONTENT), CID);

    assertThat(server.requests()).hasSize(3);
    assertThat(server.bodies()).allMatch(body -> body.contains("name=\"data\""));
    assertThat(waiter.waits()).hasSize(2);
    for (int i = 0; i < 3; i++) {
      server.answer(200, "{\"error\":\"no\"}");
    }
    assertThatThrownBy(() -> retrying.put("a", Payload.of(CONTENT), CID))
        .isInstanceOf(SpaceResponseException.class)
        .hasMessageContaining("no");
    assertThat(server.requests()).hasSize(6);
    assertThat(server.open()).isZero();
  }

  @Test
  void neverComesEndsTheRun() {
    RetryAllowance allowance = RetryAllowance.of(0, 1, new ManualWaiter());
    SpaceApi retrying =
        api.withTransport(new RetryingTransport(server, allowance, new Cancellation()));
    for (int i = 0; i < 20; i++) {
      server.answer(200, "{\"success\":false}");
      assertThatThrownBy(() -> retrying.put("a", Payload.of(CONTENT), CID))
          .isInstanceOf(SpaceResponseException.class);
    }

    assertThat(allowance.hopeless()).contains("answered with 200", "no plain yes");
  }

  @Test
  void isNothingThatIsMadeUp() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<String> names = List.of("key", "size", "success", "error", "status", "message", "code");
    List<String> values = List.of("0", "200", "500", "true", "false", "null", "\"no\"", "\"\"");
    for (int i = 0; i < 2_000; i++) {
      StringBuilder body = new StringBuilder("{");
      for (int field = random.nextInt(4); field >= 0; field--) {
        String name = names.get(random.nextInt(names.size()));
        body.append(body.length() == 1 ? "" : ",").append('"').append(name).append("\":");
        body.append(values.get(random.nextInt(values.size())));
      }
      String error = body + ",\"error\":\"no\"}";
      server.answer(200, error);
      assertThatThrownBy(this::put).as("seed %d: %s", seed, error).isNotNull();
      String cut = error.substring(0, 1 + random.nextInt(error.length() - 1));
      server.answer(200, cut);
      assertThatThrownBy(this::put).as("seed %d: %s", seed, cut).isNotNull();
      byte[] noise = new byte[1 + random.nextInt(6_000)];
      random.nextBytes(noise);
      String words = "x" + new String(noise, StandardCharsets.ISO_8859_1);
      server.answer(200, words);
      assertThatThrownBy(this::put).as("seed %d: noise", seed).isNotNull();
    }
    assertThat(server.open()).isZero();
  }
}
