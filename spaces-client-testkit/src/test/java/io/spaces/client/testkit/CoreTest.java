package io.spaces.client.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.protocol.object.ObjectKeys;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** By default a server does as the official core does, and takes what the official client sends. */
class CoreTest {
  @RegisterExtension final SpaceServerExtension space = SpaceServerExtension.inMemory();

  private SpaceServer server() {
    return space.server();
  }

  /** As the official client sends a record: signed, without the version. */
  private static void unversioned(Map<String, String> headers) {
    headers.remove("x-signature-version");
  }

  private HttpResponse<byte[]> send(
      String method, String route, String body, Consumer<Map<String, String>> change) {
    return RawClient.of(server())
        .send(method, route, Map.of(), body.getBytes(StandardCharsets.UTF_8), change);
  }

  private HttpResponse<byte[]> head(String route, Consumer<Map<String, String>> change) {
    return send("HEAD", route, "", change);
  }

  @Test
  void recordsNeedNoSignatureVersion() {
    String did = server().appDid().address();
    String backup =
        """
        {"userDid":"%1$s","referrer":"https://a.b","appName":"Notes","appDescription":"d",
         "serverDid":"","signerDid":"%1$s"}\
        """
            .formatted(did);

    String made = RawClient.text(send("POST", "backup", backup, CoreTest::unversioned));

    assertThat(made)
        .contains(
            "\"actionType\":\"app-backup\"",
            "\"entityId\":\"" + did,
            "\"entityName\":",
            "\"userId\":\"" + did,
            "\"username\":",
            "\"appName\":\"Notes\"",
            "\"status\":\"pending\"",
            "\"reason\":\"\"",
            "\"env\":{}",
            "\"createdAt\":",
            "\"updatedAt\":");
    String restore =
        "{\"userDid\":\"%1$s\",\"referrer\":\"https://a.b\",\"serverDid\":\"any\"}".formatted(did);
    assertThat(send("POST", "restore", restore, CoreTest::unversioned).statusCode()).isEqualTo(200);
    HttpResponse<byte[]> page = send("GET", "audit-log/list", "", CoreTest::unversioned);
    assertThat(RawClient.text(page)).contains("\"count\":2,\"rows\":[{\"id\":");
  }

  @Test
  void aSynchronisationIsRecordedInFractionsOfSeconds() {
    String begun =
        """
        {"actionType":"app-objects-sync","data":{"source":"/data/","target":".did-objects/z/",
         "totalCount":0,"errorCount":0,"successCount":0,"size":0,"duration":0}}\
        """;
    assertThat(send("POST", "audit-log", begun, CoreTest::unversioned).statusCode()).isEqualTo(200);
    String id = server().objects().syncRecords().get(0).id();

    String ended =
        """
        {"id":"%s","status":"succeeded","actionType":"app-objects-sync",
         "data":{"totalCount":3,"errorCount":0,"size":7,"duration":0.25}}\
        """
            .formatted(id);

    assertThat(RawClient.text(send("PUT", "audit-log", ended, CoreTest::unversioned)))
        .contains("\"status\":\"succeeded\"", "\"source\":\"/data/\"", "\"duration\":0.25");
    SpaceAssertions.assertThat(server().objects().syncRecords().get(0))
        .ofAction("app-objects-sync")
        .succeeded()
        .with("totalCount", "3");
  }

  @Test
  void aRecordMayBeClosedWithNothingButItsStatus() {
    server()
        .objects()
        .put(
            new StoredRecord(
                "r", "app-backup", "pending", "", Instant.EPOCH, Instant.EPOCH, Map.of()));

    assertThat(send("PUT", "backup", "{\"id\":\"r\"}", CoreTest::unversioned).statusCode())
        .isEqualTo(200);
    assertThat(server().records().get(0).status()).isEqualTo("default");
  }

  @Test
  void threeHeadsSayHowTheSpaceIs() {
    String space = server().endpoint().replaceAll("/app/[^/]*/$", "");

    for (HttpResponse<byte[]> answer :
        List.of(
            head("object/?withExtras=true", Map::clear),
            head(space, CoreTest::unversioned),
            head(space + "?size=5", headers -> {}),
            head("?withExtras=true", Map::clear))) {
      assertThat(answer.statusCode()).as("%s", answer.uri()).isEqualTo(200);
      assertThat(answer.headers().map())
          .containsKeys(
              "x-space-name",
              "x-space-version",
              "x-space-owner-did",
              "x-listable",
              "x-readable",
              "x-writeable",
              "x-space-is-full",
              "x-space-free-capacity",
              "x-space-is-available",
              "x-error-code",
              "x-error-message");
    }
    assertThat(head(space, Map::clear).statusCode()).isEqualTo(401);
    assertThat(server().journal().entries("HEAD", Route.STATUS)).hasSize(5);
  }

  @Test
  void whatTheOwnerNoLongerPermitsIsSaidAndRefused() {
    RawClient client = RawClient.of(server());
    server().objects().put("a", "1");

    server().permit(false, true, false);

    assertThat(client.head().headers().firstValue("x-listable")).hasValue("false");
    assertThat(client.head().headers().firstValue("x-readable")).hasValue("true");
    assertThat(client.head().headers().firstValue("x-writeable")).hasValue("false");
    assertThat(client.get("lists/Lw").statusCode()).isEqualTo(403);
    assertThat(client.getObject("a").statusCode()).isEqualTo(200);
    assertThat(client.put("a", "2").statusCode()).isEqualTo(403);
    assertThat(client.delete("a").statusCode()).isEqualTo(403);
  }

  @Test
  void anOutageHasACode() {
    server().unavailable("The plan is over", 1003);

    HttpResponse<byte[]> answer = head("object/", Map::clear);

    assertThat(answer.headers().firstValue("x-space-is-available")).hasValue("false");
    assertThat(answer.headers().firstValue("x-error-code")).hasValue("1003");
    assertThat(answer.headers().firstValue("x-error-message")).hasValue("The%20plan%20is%20over");
  }

  @Test
  void keysAreJoinedAsPaths() {
    RawClient client = RawClient.of(server());

    assertThat(client.put("a/../b", "1").statusCode()).isEqualTo(200);
    assertThat(client.put("//c//d", "2").statusCode()).isEqualTo(200);
    assertThat(client.put("./e/.", "3").statusCode()).isEqualTo(200);
    assertThat(client.put("folder/", "").statusCode()).isEqualTo(200);

    assertThat(server().objects().keys()).containsExactly("b", "c/d", "e");
    assertThat(client.getObject("x/../b").body()).asString().isEqualTo("1");
    assertThat(client.list("c/")).contains("\"key\":\"/d\"");
    assertThat(client.delete("/b").statusCode()).isEqualTo(200);
    assertThat(server().objects().keys()).containsExactly("c/d", "e");
  }

  @Test
  void noKeyLeadsOutOfAnAppsArea() {
    RawClient client = RawClient.of(server());
    String stranger = Wallet.random().address();

    for (String key : new String[] {"../" + stranger + "/a", "..", "a/..", "a/../../b"}) {
      assertThat(RawClient.text(client.put(key, "1"))).contains("leads out of the app's area");
    }
  }

  @Test
  void aFolderIsListedOnlyByItsSlash() {
    server().objects().put("f/a", "1");
    server().objects().put("g", "1");
    server().objects().put("gh", "1");
    RawClient client = RawClient.of(server());

    assertThat(client.list("f")).isEqualTo("[]");
    assertThat(client.list("f/")).contains("\"key\":\"/a\"");
    assertThat(client.list("g")).contains("\"key\":\"/\"", "\"key\":\"/h\"");
    assertThat(client.list("")).contains("\"key\":\"/f/a\"", "\"key\":\"/gh\"");
  }

  @Test
  void anEntryHasItsWholePathAndItsMetadata() {
    RawClient client = RawClient.of(server());
    server().objects().put("f/a", "1");
    String metadata =
        "--%1$s\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n%2$s\r\n--%1$s--\r\n";

    for (String more : new String[] {"{\"a\":1}", "{\"b\":{\"c\":2}}"}) {
      byte[] body = metadata.formatted(RawClient.BOUNDARY, more).getBytes(StandardCharsets.UTF_8);
      assertThat(client.putBody("f/a", "undefined", body).statusCode()).isEqualTo(200);
    }

    assertThat(client.list("f/"))
        .contains(
            "\"absolutePath\":\"%s/apps/%s/f/a\""
                .formatted(server().spaceDid().address(), server().appDid().address()),
            "\"metadata\":{\"a\":1,\"b\":{\"c\":2}}",
            "\"mimeType\":null",
            "\"hash\":\"bafybei");
    assertThat(server().objects().get("f/a").text()).isEqualTo("1");
  }

  @Test
  void anUploadWithoutAHashIsHashedByTheSpace() {
    RawClient client = RawClient.of(server());

    HttpResponse<byte[]> answer =
        client.send(
            "PUT",
            RawClient.object("a"),
            Map.of("content-type", "multipart/form-data; boundary=" + RawClient.BOUNDARY),
            RawClient.multipart("1".getBytes(StandardCharsets.UTF_8)),
            headers -> {});

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(client.getObject("a").headers().firstValue("x-hash"))
        .hasValueSatisfying(hash -> assertThat(hash).startsWith("bafybei"));
  }

  @Test
  void aDeletionOfAFolderTakesStrangersAlong() {
    for (String key : new String[] {"a_b/1", "axb/2", "a_b", "ab/3"}) {
      server().objects().put(key, "1");
    }

    assertThat(RawClient.of(server()).delete("a_b/").statusCode()).isEqualTo(200);

    assertThat(server().objects().keys()).containsExactly("a_b", "ab/3");
  }

  @Test
  void aListTakesStrangersAlongUnderTheirWholePaths() {
    String area = "/apps/" + server().appDid().address() + "/";
    for (String key : new String[] {"a_b/1", "axb/2", "A_B/3", "p%q/4", "pxyz/q/5"}) {
      server().objects().put(key, "1");
    }
    RawClient client = RawClient.of(server());

    assertThat(client.list("a_b/"))
        .contains("\"key\":\"/1\"", "\"key\":\"" + area + "axb/2\"")
        .doesNotContain("A_B", "pxyz");
    assertThat(client.list("p%q/")).contains("\"key\":\"/4\"", "\"key\":\"" + area + "pxyz/q/5\"");
    assertThat(client.list("axb/")).contains("\"key\":\"/2\"").doesNotContain("a_b");
    assertThat(client.list("a_c/")).isEqualTo("[]");
  }

  @Test
  void aPathHasRoomFor1024Characters() {
    RawClient client = RawClient.of(server());
    String area = "/apps/" + server().appDid().address() + "/";
    String longest = "k".repeat(1_024 - area.length());

    assertThat(client.put(longest, "1").statusCode()).isEqualTo(200);
    assertThat(client.put(longest + "k", "1").statusCode()).isEqualTo(500);
  }

  @Test
  void aKeyInThePathNeedsTheSignatureVersion() {
    String route = "list/" + ObjectKeys.encode("a");

    assertThat(RawClient.text(send("GET", route, "", CoreTest::unversioned)))
        .contains("x-signature-version", "missing");
    assertThat(RawClient.text(RawClient.of(server()).get(route))).isEqualTo("null");
  }
}
