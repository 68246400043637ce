package io.spaces.client.internal.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.http.ScriptedTransport;
import io.spaces.client.internal.http.TransportRequest;
import io.spaces.client.internal.protocol.object.ObjectKeys;
import io.spaces.client.internal.protocol.object.ObjectListParserTest;
import io.spaces.client.internal.protocol.object.OpenObject;
import io.spaces.client.internal.protocol.record.ActionType;
import io.spaces.client.internal.protocol.record.AuditLogPage;
import io.spaces.client.internal.protocol.record.AuditLogQuery;
import io.spaces.client.internal.protocol.record.BackupRecordBody;
import io.spaces.client.internal.protocol.record.RecordStatus;
import io.spaces.client.internal.protocol.record.RestoreRecordBody;
import io.spaces.client.internal.protocol.record.SpaceRecord;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpaceApiTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String PATH = "/m/api/space/default/app/default/";
  private static final String CID = ContentHash.cidOf(new byte[] {1});

  private final ScriptedTransport server = new ScriptedTransport();
  private final SpaceApi api = api(null);

  private SpaceApi api(@Nullable String componentDid) {
    return new SpaceApi(
        server,
        Endpoint.parse("https://host" + PATH),
        (method, target) -> Map.of("x-app-token", "token for " + method + " " + target),
        componentDid,
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Test
  void asksForTheStatusUnsignedAsBlockletServerDoes() {
    server.answer(
        200,
        "",
        "x-space-is-full",
        "false",
        "x-space-is-available",
        "true",
        "x-space-free-capacity",
        "12345",
        "x-error-code",
        "0",
        "x-error-message",
        "All%20is%20w%C3%A9ll",
        "x-space-name",
        "Zo%C3%AB",
        "x-space-version",
        "1.3.0",
        "x-space-owner-did",
        "z1owner",
        "x-listable",
        "true",
        "x-readable",
        "true",
        "x-writeable",
        "false");

    assertThat(api.status())
        .isEqualTo(
            new StatusHeaders(
                false,
                true,
                12345,
                0,
                "All is wéll",
                "Zoë",
                "1.3.0",
                "z1owner",
                true,
                true,
                false));
    assertThat(server.requests()).hasSize(1);
    assertThat(server.requests().get(0))
        .hasToString("HEAD https://host" + PATH + "object/?withExtras=true");
    assertThat(server.requests().get(0).headers()).doesNotContainKey("x-app-token");
  }

  @Test
  void asksTheSpaceItselfSignedWhereNothingIsSaidToTheFirstQuestion() {
    server.answer(404, "").answer(200, "", "x-space-is-available", "false", "x-error-code", "1004");

    StatusHeaders status = api.status();

    assertThat(status.isUnavailable()).isTrue();
    assertThat(status.errorCode()).isEqualTo(1004);
    assertThat(server.requests())
        .extracting(TransportRequest::method, TransportRequest::target)
        .containsExactly(
            tuple("HEAD", PATH + "object/?withExtras=true"), tuple("HEAD", "/m/api/space/default"));
    assertThat(server.requests().get(1).headers()).containsKey("x-app-token");
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 403, 404, 405, 501})
  void aRefusalToSayHowItIsSaysNothing(int refusal) {
    server.answer(refusal, "").answer(refusal, "");

    assertThat(api.status()).isEqualTo(StatusHeaders.UNSAID);
    assertThat(server.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void aFailureThatMayPassIsNotTakenForHavingNothingToSay(int status) {
    server.answer(status, "");

    assertThatThrownBy(api::status)
        .isInstanceOfSatisfying(
            SpaceResponseException.class, e -> assertThat(e.statusCode()).isEqualTo(status));
  }

  @Test
  void aRefusalCanSayWhyAllTheSame() {
    server.answer(403, "", "x-space-is-available", "false", "x-error-message", "Closed.");

    StatusHeaders status = api.status();

    assertThat(status.isUnavailable()).isTrue();
    assertThat(status.errorMessage()).isEqualTo("Closed.");
  }

  @Test
  void aSpaceNeedNotSayAnythingAboutItself() {
    server.answer(200, "<html>", "Content-Type", "text/html").answer(200, "");
    server.answer(200, "", "x-space-free-capacity", "Infinity", "x-error-code", "?");
    server.answer(200, "");

    for (int i = 0; i < 2; i++) {
      StatusHeaders status = api.status();
      assertThat(status).isEqualTo(StatusHeaders.UNSAID);
      assertThat(status.isFull() || status.isUnavailable() || status.isTooSmallFor(1L << 60))
          .isFalse();
    }
  }

  @Test
  void aSpaceThatWasOvershotHasNoRoomAndNotSomeNumberOfLessThanNothing() {
    server.answer(200, "", "x-space-free-capacity", "-4096");

    assertThat(api.status().freeCapacity()).isZero();
    assertThat(new StatusHeaders(null, null, 0, 1006, "", "", "", "", null, null, null).isFull())
        .isTrue();
  }

  @Test
  void whatASpaceSaysOfItselfDrivesNoTerminal() {
    server.answer(200, "", "x-error-message", "no%0Aroom%1B%5B2J");

    assertThat(api.status().errorMessage()).isEqualTo("no room [2J");
  }

  @Test
  void opensAndClosesTheRecordOfABackup() {
    server
        .answer(
            200,
            """
            {"id": "r1", "status": "default", "createdAt": "2026-01-02T03:04:05.678Z",
             "updatedAt": 1767323045678, "extra": {"deep": {"deeper": [1]}}, "n": 5}
            """)
        .answer(200, "{\"id\":\"r1\",\"status\":\"succeeded\",\"message\":\"fine\"}");

    SpaceRecord opened =
        api.createBackup(new BackupRecordBody("u", "https://r", "n\"", "d", "", "s"));
    assertAsked("POST", "backup");
    assertThat(server.bodies().get(0))
        .contains("\"userDid\":\"u\"", "\"referrer\":\"https://r\"", "\"appName\":\"n\\\"\"")
        .contains("\"appDescription\":\"d\"", "\"serverDid\":\"\"", "\"signerDid\":\"s\"");
    assertThat(opened.status()).isEqualTo(RecordStatus.DEFAULT);
    assertThat(opened.createdAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05.678Z"));
    assertThat(opened.updatedAt()).isEqualTo(opened.createdAt());
    assertThat(opened.fields()).containsEntry("n", "5");

    SpaceRecord closed = api.updateBackup("r1", RecordStatus.SUCCEEDED, "fine");
    assertAsked("PUT", "backup");
    assertThat(server.bodies().get(1))
        .isEqualTo(
            "{\"id\":\"r1\",\"status\":\"succeeded\",\"message\":\"fine\","
                + "\"updateAt\":\"2026-01-02T03:04:05Z\"}");
    assertThat(closed.message()).isEqualTo("fine");
  }

  @Test
  void opensAndClosesTheRecordOfARestore() {
    server.answer(200, "{\"id\":5}").answer(200, "{\"id\":5}");

    assertThat(api.createRestore(new RestoreRecordBody("u", "https://r", "")).id()).isEqualTo("5");
    assertAsked("POST", "restore");
    api.updateRestore("5", RecordStatus.FAILED, "why");
    assertAsked("PUT", "restore");
    assertThat(server.bodies().get(1)).contains("\"status\":\"failed\",\"message\":\"why\"");
  }

  @Test
  void aRecordWithoutAnIdIsAnError() {
    server.answer(200, "{\"status\":\"default\"}");

    assertThatThrownBy(() -> api.createRestore(new RestoreRecordBody("u", "r", "")))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("The answer to POST restore")
        .hasMessageContaining("no id");
  }

  @Test
  void readsTheAuditLog() {
    server
        .answer(
            200,
            "{\"total\": 12, \"x\": [], \"data\": [{\"id\":\"1\",\"actionType\":\"app-backup\","
                + "\"data\":{\"totalCount\":3}, \"reason\":\"because\"}]}")
        .answer(200, "[]");

    AuditLogPage page =
        api.auditLogs(
            new AuditLogQuery(
                2,
                10,
                "created'At",
                false,
                List.of(RecordStatus.DEFAULT, RecordStatus.FAILED),
                List.of(ActionType.APP_BACKUP, ActionType.APP_RESTORE)));
    assertAsked(
        "GET",
        "audit-log/list?size=10&page=2&sort=created%27At&order=1&status=default"
            + "&status=failed&actionType=app-backup&actionType=app-restore");
    assertThat(page.total()).isEqualTo(12);
    assertThat(page.records())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.actionType()).isEqualTo(ActionType.APP_BACKUP);
              assertThat(record.message()).isEqualTo("because");
              assertThat(record.fields()).containsEntry("data.totalCount", "3");
            });
    assertThat(api.auditLogs(AuditLogQuery.latest(5, ActionType.APP_BACKUP)).total()).isEqualTo(-1);
  }

  @Test
  void listsAFolder() {
    server.answer(200, "[{\"key\":\"/a\"}]");

    List<String> found = api.list(".did-objects/zNKabc/", ObjectListParserTest.Collector::new);

    assertThat(found).containsExactly("a -1 -1 null null");
    assertAsked("GET", "lists/LmRpZC1vYmplY3RzL3pOS2FiYy8?recursive=true&ignoreDirectories=true");
  }

  @Test
  void aFolderThatIsNotThereHasNoObjects() {
    server.answer(404, "no such folder");

    assertThat(api.list("new/", ObjectListParserTest.Collector::new)).isEmpty();
  }

  @Test
  void aGatewaysPageSaysOfNothingThatItIsNotThere() {
    String page = "<html><head><title>404 Not Found</title></head></html>";
    List<Runnable> questions =
        List.of(
            () -> api.list("f/", ObjectListParserTest.Collector::new),
            () -> api.head("a"),
            () -> api.delete("a"));

    for (Runnable question : questions) {
      server.answer(404, page, "Content-Type", "text/html");
      server.answer(404, page, "Content-Type", "text/html"); // for the list, where one is asked
      assertThatThrownBy(question::run)
          .isInstanceOfSatisfying(
              SpaceResponseException.class, e -> assertThat(e.statusCode()).isEqualTo(404))
          .hasMessageContaining("404 and a web page, which is a gateway's and not the space's");
    }
  }

  @Test
  void asksForOneObject() {
    server.answer(200, "{\"key\":\"/a\",\"size\":4}").answer(200, "null").answer(404, "none");

    assertThat(api.head("/a")).isPresent();
    assertAsked("GET", "list/L2E");
    assertThat(api.head("/a")).isEmpty();
    assertThat(api.head("/a")).isEmpty();
  }

  @Test
  void asksAListWhereItIsUnclearWhetherAnObjectIsThere() {
    String list = "[{\"key\":\"/a\",\"size\":4}]";
    server.answer(400, "not exists").answer(200, "[]");
    server.answer(200, "").answer(200, "[]");
    server.answer(200, "").answer(200, list);

    assertThat(api.head("f/a")).isEmpty();
    assertThat(api.head("f/a")).isEmpty();
    assertThat(api.head("f/a")).hasValueSatisfying(o -> assertThat(o.key()).isEqualTo("f/a"));
  }

  @Test
  void storesAnObject() throws IOException {
    server.answer(200, "");

    api.put("/a", Payload.of("content".getBytes(StandardCharsets.UTF_8)), CID);

    assertAsked("PUT", "object/L2E");
    assertThat(server.requests().get(0).headers()).containsEntry("x-hash", CID);
    assertThat(server.bodies().get(0)).contains("\r\n\r\ncontent\r\n--");
  }

  @Test
  void aGatewaysPageIsNoSuccess() {
    for (int i = 0; i < 2; i++) {
      server.answer(200, "\n<html>Please log in", "Content-Type", "text/html; charset=utf-8");
    }

    assertThatThrownBy(() -> api.put("a", Payload.of(new byte[] {1}), CID))
        .isInstanceOf(SpaceException.class)
        .hasMessageStartingWith("PUT object/a was answered with 200 and a web page");
    assertThatThrownBy(() -> api.delete("a"))
        .isInstanceOf(SpaceException.class)
        .hasMessageStartingWith("DELETE object/a was answered with 200 and a web page");
  }

  @Test
  void anUnreadableSourceIsThrownAsItIs() {
    Payload gone =
        new Payload() {
          @Override
          public long length() {
            return 3;
          }

          @Override
          public InputStream open() throws IOException {
            throw new FileNotFoundException("gone");
          }
        };

    assertThatThrownBy(() -> api.put("/a", gone, CID)).isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void readsAnObject() throws IOException {
    server.answer(200, "bytes", "x-hash", CID).answer(200, "bytes", "x-hash", "unheard-of");

    String read =
        api.get(
            "/a",
            5,
            (in, length, hash) -> {
              assertThat(hash).isEqualTo(ContentHash.fromCid(CID));
              return length + new String(in.readAllBytes(), StandardCharsets.UTF_8);
            });

    assertThat(read).isEqualTo("5bytes");
    assertAsked("GET", "object/L2E");
    assertThat(server.requests().get(0).headers())
        .containsEntry("x-content-type", "application/octet-stream");
    assertThat(api.<Boolean>get("/a", 5, (in, length, hash) -> hash == null)).isTrue();
  }

  @Test
  void anObjectThatIsLongerThanItCanBeIsNotReadToItsEnd() {
    server.answer(200, "bytes and more");

    assertThatThrownBy(
            () -> api.get("/a", 5, (in, length, hash) -> new String(in.readAllBytes(), US_ASCII)))
        .isInstanceOf(TooLongException.class)
        .hasMessage(
            "The answer to GET object//a is longer than 5 bytes, the most that are read of it.");
  }

  @Test
  void opensAnObjectAsAStream() {
    server.answer(200, "bytes", "x-hash", CID);

    try (OpenObject object = api.open("/a")) {
      assertThat(server.open()).isEqualTo(1);
      assertThat(object.length()).isEqualTo(5);
      assertThat(object.hash()).isEqualTo(ContentHash.fromCid(CID));
      assertThat(object.bytes()).hasContent("bytes");
    }
    assertThat(server.open()).isZero();
  }

  @Test
  void deletesAnObjectWhetherItWasThereOrNot() {
    server.answer(200, "").answer(404, "").answer(403, "no");

    api.delete("/a");
    assertAsked("DELETE", "object/L2E");
    api.delete("/a");
    assertThatThrownBy(() -> api.delete("/a")).isInstanceOf(SpaceResponseException.class);
  }

  @Test
  void aComponentHasItsOwnArea() {
    server.answer(200, "");

    api("zComponent").delete("a");

    assertAsked("DELETE", "object/" + ObjectKeys.encode(".components/zComponent/a"));
  }

  @Test
  void oneSlashJoinsAComponentAndAKey() {
    server.answer(200, "null").answer(200, "[]");

    api("zComponent").head("/a");
    assertAsked("GET", "list/" + ObjectKeys.encode(".components/zComponent/a"));
    api("zComponent").list("/", ObjectListParserTest.Collector::new);
    assertAsked(
        "GET",
        "lists/"
            + ObjectKeys.encode(".components/zComponent/")
            + "?recursive=true&ignoreDirectories=true");
  }

  @Test
  void tellsWhatCouldNotBeReached() {
    server.loseAnswer();

    assertThatThrownBy(() -> api.delete("dir/file.txt"))
        .isInstanceOf(SpaceConnectionException.class)
        .hasMessage(
            "DELETE object/dir/file.txt at https://host failed: reset by the test. Check the"
                + " network and the endpoint, then try again.");
  }

  /** The last request went there, signed for exactly that. */
  private void assertAsked(String method, String relative) {
    TransportRequest last = server.requests().get(server.requests().size() - 1);
    assertThat(last).hasToString(method + " https://host" + PATH + relative);
    assertThat(last.headers())
        .containsEntry("x-app-token", "token for " + method + " " + PATH + relative);
  }
}
