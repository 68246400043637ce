package io.spaces.client.internal.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.internal.http.ScriptedTransport;
import io.spaces.client.internal.http.TransportRequest;
import io.spaces.client.internal.protocol.Endpoint;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.protocol.object.ListLimits;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordOpeningTest {
  private static final BackupRecordBody BODY =
      new BackupRecordBody("z1user", "https://my.app", "App", "An app", "", "");
  private static final String DATE = "Fri, 02 Jan 2026 03:04:05 GMT";

  private final ScriptedTransport server = new ScriptedTransport().retries(3);
  private final SpaceApi api =
      new SpaceApi(
          server,
          server,
          Endpoint.parse("https://host/api/space/default/app/default/"),
          (method, target) -> Map.of(),
          null,
          // Our own clock is a year late; the server's counts.
          Clock.fixed(Instant.parse("2025-01-02T03:04:05Z"), ZoneOffset.UTC),
          ListLimits.DEFAULTS);

  @Test
  void asksOnceWhenAllIsWell() {
    server.answer(200, "{\"id\":\"7\",\"status\":\"default\"}");

    assertThat(api.createBackup(BODY).id()).isEqualTo("7");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void takesTheRecordThatIsThereWhenOnlyTheAnswerWasLost() {
    server.loseAnswer().answer(200, "[" + record("9", "2026-01-02T03:04:05Z") + "]", "Date", DATE);

    assertThat(api.createBackup(BODY).id()).isEqualTo("9");
    assertThat(server.requests())
        .extracting(TransportRequest::method)
        .containsExactly("POST", "GET");
    assertThat(server.requests().get(1).target()).contains("actionType=app-backup", "order=-1");
  }

  @Test
  void findsALostRecordOnThePageOfTheOfficialCore() {
    String row =
        """
        {"count":1,"rows":[{"id":"9","entityId":"z1app","userId":"z1user","status":"pending",
        "actionType":"app-backup","data":{"appName":"App"},"reason":"",
        "createdAt":"2026-01-02T03:04:05.123Z","updatedAt":"2026-01-02T03:04:05.123Z"}]}
        """;
    server.loseAnswer().answer(200, row, "Date", DATE);

    assertThat(api.createBackup(BODY).id()).isEqualTo("9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"data\":[],\"total\":0}",
        "{\"count\":0,\"rows\":[]}",
        // no log that could be read
        "{\"message\":\"no log\"}",
        // too old
        "[{\"id\":\"1\",\"status\":\"default\",\"actionType\":\"app-backup\",\"createdAt\":\"2026-01-02T03:04:00Z\"}]",
        // already ended
        "[{\"id\":\"1\",\"status\":\"failed\",\"actionType\":\"app-backup\",\"createdAt\":\"2026-01-02T03:04:05Z\"}]",
        // another kind
        "[{\"id\":\"1\",\"status\":\"default\",\"actionType\":\"app-restore\",\"createdAt\":\"2026-01-02T03:04:05Z\"}]",
        // another user's
        "[{\"id\":\"1\",\"status\":\"default\",\"actionType\":\"app-backup\",\"createdAt\":\"2026-01-02T03:04:05Z\",\"userDid\":\"z1other\"}]",
        "{\"count\":1,\"rows\":[{\"id\":\"1\",\"status\":\"pending\",\"actionType\":\"app-backup\",\"createdAt\":\"2026-01-02T03:04:05Z\",\"userId\":\"z1other\"}]}",
        "[{\"id\":\"1\",\"status\":\"default\",\"actionType\":\"app-backup\",\"createdAt\":\"2026-01-02T03:04:05Z\",\"data\":{\"appName\":\"Other\"}}]",
        // of no known age
        "[{\"id\":\"1\",\"status\":\"default\",\"actionType\":\"app-backup\"}]",
      })
  void opensAnotherWhenNoneIsThere(String log) {
    server.loseAnswer().answer(200, log, "Date", DATE).answer(200, "{\"id\":\"2\"}");

    assertThat(api.createBackup(BODY).id()).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 502, 504, 520, 524, 599})
  void opensAnotherAfterAFailureThatMayPass(int status) {
    server.answer(status, "").answer(200, "[]", "Date", DATE).answer(200, "{\"id\":\"2\"}");

    assertThat(api.createBackup(BODY).id()).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 402, 403, 404, 413, 501, 503, 505})
  void opensNoOtherAfterOneThatIsFinalOrWasTriedAgain(int status) {
    server.answer(status, "");

    assertThatThrownBy(() -> api.createBackup(BODY)).isInstanceOf(SpaceResponseException.class);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void opensNoOtherInASpaceThatIsFull() {
    server.answer(507, "");

    assertThatThrownBy(() -> api.createBackup(BODY)).isInstanceOf(SpaceUnavailableException.class);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void backsOffFurtherBeforeEachAttempt() {
    server.answer(500, "").answer(200, "[]").answer(500, "").answer(200, "[]");
    server.answer(200, "{\"id\":\"2\"}");

    assertThat(api.createBackup(BODY).id()).isEqualTo("2");
    assertThat(server.backOffs()).containsExactly(1, 2);
  }

  @Test
  void opensAnotherWhenTheServerHasNoLog() {
    server.answer(502, "").answer(404, "").answer(200, "{\"id\":\"2\"}");

    assertThat(api.createBackup(BODY).id()).isEqualTo("2");
  }

  @Test
  void asksNoMoreOftenThanRetriesAllow() {
    server.retries(1);
    server.loseAnswer().answer(200, "[]").loseAnswer().answer(200, "[]");

    assertThatThrownBy(() -> api.createBackup(BODY)).isInstanceOf(SpaceConnectionException.class);
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void aRefusalIsFinal() {
    server.answer(400, "bad referrer");

    assertThatThrownBy(() -> api.createBackup(BODY))
        .isInstanceOf(SpaceResponseException.class)
        .hasMessageContaining("bad referrer");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void whatWasNeverSentNeedsNoLookingUp() {
    server.refuseConnection();

    assertThatThrownBy(() -> api.createBackup(BODY)).isInstanceOf(SpaceConnectionException.class);
    assertThat(server.requests()).hasSize(1);
  }

  private static String record(String id, String createdAt) {
    return """
    {"id":"%s","actionType":"app-backup","status":"default","createdAt":"%s","userDid":"z1user"}
    """
        .formatted(id, createdAt);
  }
}
