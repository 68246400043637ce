package io.spaces.client.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.KeyType;
import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.content.ContentHash;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that a strict space does not put up with, and what it says. */
class RefusalTest {
  private static final Wallet KEY = TestWallets.seeded(7);

  @RegisterExtension
  static final SpaceServerExtension SPACE =
      SpaceServerExtension.with(
          () ->
              SpaceServer.builder()
                  .verify(Verification.STRICT)
                  .accessKey(KEY)
                  .authorizationToken("secret-token")
                  .build());

  private final SpaceServer server = SPACE.server();
  private final RawClient client = RawClient.of(server);

  private static void refused(HttpResponse<byte[]> answer, int status, String... words) {
    assertThat(RawClient.text(answer)).contains(words);
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  private HttpResponse<byte[]> tampered(Consumer<Map<String, String>> tampering) {
    return client.send("GET", RawClient.object("a"), Map.of(), new byte[0], tampering);
  }

  @Test
  void refusesASignatureOfAnotherRequest() {
    Map<String, String> other = client.sign("GET", client.url(RawClient.object("b")));

    refused(tampered(h -> h.putAll(other)), 401, "x-app-token", "digest of another method or URL");
  }

  @Test
  void refusesASignatureOfAnotherMethod() {
    Map<String, String> other = client.sign("DELETE", client.url(RawClient.object("a")));

    refused(tampered(h -> h.putAll(other)), 401, "x-app-token", "digest of another method or URL");
  }

  @Test
  void refusesAnExpiredToken() {
    Clock past = Clock.offset(Clock.systemUTC(), Duration.ofHours(-2));
    RawClient late = new RawClient(server.endpoint(), Credentials.wallet(server.wallet()), past);

    refused(late.getObject("a"), 401, "x-app-token", "expired");
  }

  @Test
  void refusesAnotherWalletsKey() {
    String other = TestWallets.seeded(1).publicKey();

    refused(tampered(h -> h.put("x-app-pk", other)), 401, "x-app-pk", "not the key");
  }

  @Test
  void refusesAChangedSignature() {
    refused(
        tampered(
            h ->
                h.computeIfPresent(
                    "x-app-token",
                    (name, token) -> {
                      int at = token.length() - 10;
                      char changed = token.charAt(at) == 'A' ? 'B' : 'A';
                      return token.substring(0, at) + changed + token.substring(at + 1);
                    })),
        401,
        "x-app-token",
        "signature");
  }

  @Test
  void refusesAMalformedDid() {
    refused(tampered(h -> h.put("x-app-did", "z1nonsense")), 401, "x-app-did", "malformed");
    refused(
        client.get(
            server.endpoint().replace(server.appDid().address(), "z1nonsense") + "object/YQ"),
        400,
        "not a DID",
        "z1nonsense");
  }

  @Test
  void refusesARequestWithoutASignature() {
    refused(tampered(Map::clear), 401, "missing");
  }

  @Test
  void refusesAnotherAppInAnAppsArea() {
    Wallet stranger = Wallet.random();

    refused(
        RawClient.of(server, stranger).put("a", "1"),
        403,
        stranger.address(),
        server.appDid().address());
  }

  @Test
  void admitsWhomTheAppDelegatedTo() {
    Wallet agent = Wallet.random();
    Delegation delegation = TestWallets.delegation(server.wallet(), agent);
    RawClient acting = new RawClient(server.endpoint(), Credentials.wallet(agent, delegation));

    assertThat(acting.put("delegated", "1").statusCode()).isEqualTo(200);
  }

  @Test
  void refusesAForgedDelegation() {
    Wallet agent = Wallet.random();
    String genuine = TestWallets.delegation(server.wallet(), agent).token();
    String forged = genuine.substring(0, genuine.lastIndexOf('.') + 1) + "AAAA";
    String another = TestWallets.delegation(Wallet.random(), agent).token();
    RawClient acting = RawClient.of(server, agent);

    for (String token : new String[] {forged, "garbage"}) {
      HttpResponse<byte[]> answer =
          acting.send(
              "GET",
              RawClient.object("a"),
              Map.of(),
              new byte[0],
              h -> h.put("x-app-delegation", token));
      refused(answer, 401, "x-app-delegation", "refused");
    }
    HttpResponse<byte[]> answer =
        acting.send(
            "GET",
            RawClient.object("a"),
            Map.of(),
            new byte[0],
            h -> h.put("x-app-delegation", another));
    refused(answer, 403, "may not use the area");
  }

  @Test
  void refusesADelegationToSomebodyElse() {
    String token = TestWallets.delegation(server.wallet(), Wallet.random()).token();
    RawClient acting = RawClient.of(server, Wallet.random());

    HttpResponse<byte[]> answer =
        acting.send(
            "GET",
            RawClient.object("a"),
            Map.of(),
            new byte[0],
            h -> h.put("x-app-delegation", token));

    refused(answer, 401, "x-app-delegation");
  }

  @ParameterizedTest
  @EnumSource(names = {"ED25519", "SECP256K1", "ETHEREUM"})
  void admitsEveryKindOfKey(KeyType type) {
    Wallet wallet = TestWallets.seeded(3, type);
    RawClient own = new RawClient(server.endpointFor(wallet.did()), Credentials.wallet(wallet));

    assertThat(own.put("a", "1").statusCode()).isEqualTo(200);
  }

  @Test
  void refusesDataOfAnotherHashAndStoresNothing() {
    String other = ContentHash.cidOf("other".getBytes(StandardCharsets.UTF_8));
    byte[] data = "data".getBytes(StandardCharsets.UTF_8);

    refused(client.put("wrong-hash", data, other), 400, "x-hash", other, ContentHash.cidOf(data));
    refused(client.put("wrong-hash", data, "nonsense"), 400, "x-hash", "nonsense");
    assertThat(server.objects().find("wrong-hash")).isEmpty();
  }

  @Test
  void refusesBodiesThatAreNotMultipartAsTheyShouldBe() {
    byte[] data = "data".getBytes(StandardCharsets.UTF_8);
    String hash = ContentHash.cidOf(data);
    String whole = new String(RawClient.multipart(data), StandardCharsets.UTF_8);

    refused(body(hash, whole.replace("; filename=\"f\"", "")), 400, "filename");
    refused(body(hash, whole.replace("\"data\"", "\"date\"")), 400, "unknown part", "date");
    refused(body(hash, whole.replace("--\r\n", "")), 400, "ends before its last boundary");
    String metadata = "--%s\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n%s\r\n";
    refused(body(hash, metadata.formatted(RawClient.BOUNDARY, "{oops") + whole), 400, "not a JSON");
    refused(body(hash, metadata.formatted(RawClient.BOUNDARY, "") + whole), 400, "not a JSON");
    refused(body(hash, "nothing of the kind"), 400, "boundary");
    refused(body(hash, whole.replace("--\r\n", "\r\n") + whole), 400, "part");
    refused(
        client.send("PUT", RawClient.object("bad-body"), Map.of("x-hash", hash), data, h -> {}),
        400,
        "multipart/form-data");
    assertThat(server.objects().find("bad-body")).isEmpty();
  }

  private HttpResponse<byte[]> body(String hash, String body) {
    return client.putBody("bad-body", hash, body.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a", "a/../b", "a/.", "/a", "a/", ""})
  void refusesKeysThatLeadElsewhere(String key) {
    refused(client.put(key, "1"), 400, "key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"object/YQ==", "object/a*b", "object/_w", "object/YR"})
  void refusesKeysThatAreNotBase64UrlOfUtf8(String route) {
    refused(client.get(route), 400, "The key in the path is not");
  }

  @Test
  void namesTheFieldOfARecordThatIsWrong() {
    backup("userDid", "\"nobody\"", "userDid", "valid DID");
    backup("userDid", "null", "userDid");
    backup("referrer", "\"ftp://a.b\"", "referrer", "http");
    backup("referrer", "\"not a uri\"", "referrer");
    backup("appName", "\"\"", "appName", "not empty");
    backup("appDescription", "\"\"", "appDescription");
    backup("serverDid", "\"x\"", "serverDid");
    backup("signerDid", "7", "signerDid");
    backup("serverDid", "\"\"", "serverDid", "valid DID");
    backup("signerDid", "\"\"", "signerDid", "valid DID");
    refused(client.json("POST", "restore", "{}"), 400, "userDid is missing");
    refused(client.json("PUT", "backup", "{\"id\":\"x\",\"status\":\"fine\"}"), 400, "status");
    refused(client.json("PUT", "backup", "{\"status\":\"failed\"}"), 400, "id is missing");
    refused(
        client.json("PUT", "restore", "{\"id\":\"x\",\"status\":\"failed\"}"), 404, "no record");
    change("\"message\":7", "message is 7", "text");
    change("\"updateAt\":\"2026-01-02T03:04:05\"", "updateAt", "ISO 8601");
    change("\"updateAt\":\"today\"", "updateAt", "ISO 8601");
    refused(client.json("POST", "audit-log", "{\"actionType\":\"x\"}"), 400, "actionType");
    refused(client.json("POST", "audit-log", "{\"actionType\":\"app-objects-sync\"}"), 400, "data");
    refused(client.json("POST", "backup", "[1"), 400, "not JSON");
    refused(client.json("POST", "backup", "[]"), 400, "not a JSON object");
  }

  private void change(String field, String... words) {
    String body = "{\"id\":\"x\",\"status\":\"failed\",%s}".formatted(field);
    refused(client.json("PUT", "backup", body), 400, words);
  }

  private void backup(String field, String value, String... words) {
    String good =
        "{\"userDid\":\"%1$s\",\"referrer\":\"https://a.b/c\",\"appName\":\"n\",\"appDescription\":\"d\",\"serverDid\":\"%1$s\",\"signerDid\":\"%1$s\"}"
            .formatted(server.appDid());
    String bad = good.replaceFirst("\"" + field + "\":\"[^\"]*\"", "\"" + field + "\":" + value);
    refused(client.json("POST", "backup", bad), 400, words);
  }

  @Test
  void admitsAnAccessKeyByTheDefaultSpaceOnly() {
    Credentials credentials = Credentials.accessKey(KEY.exportSecretKey());
    String byDefault = server.origin() + "/app/api/space/default/app/default/";

    assertThat(new RawClient(byDefault, credentials).put("by-key", "1").statusCode())
        .isEqualTo(200);
    assertThat(server.objects().find("by-key")).isPresent();
    refused(new RawClient(server.endpoint(), credentials).put("x", "1"), 403, "default");
    Credentials unknown = Credentials.accessKey(TestWallets.seeded(8).exportSecretKey());
    refused(new RawClient(byDefault, unknown).put("x", "1"), 403, "not known");
    refused(new RawClient(byDefault, Credentials.wallet(KEY)).put("x", "1"), 403, "default space");
  }

  @Test
  void admitsAnAuthorizationTokenByTheDefaultSpaceOnly() {
    Credentials credentials = Credentials.authorizationToken("secret-token");
    String byDefault = server.origin() + "/app/api/space/default/app/default/";

    assertThat(new RawClient(byDefault, credentials).put("by-token", "1").statusCode())
        .isEqualTo(200);
    refused(new RawClient(server.endpoint(), credentials).put("x", "1"), 403, "default");
    refused(
        new RawClient(byDefault, Credentials.authorizationToken("guess")).put("x", "1"),
        401,
        "not known");
  }

  @Test
  void refusesATokenWithoutTheSignatureVersion() {
    RawClient byToken =
        new RawClient(
            server.origin() + "/app/api/space/default/app/default/",
            Credentials.authorizationToken("secret-token"));

    refused(
        byToken.send(
            "GET",
            RawClient.object("a"),
            Map.of(),
            new byte[0],
            h -> h.remove("x-signature-version")),
        401,
        "x-signature-version",
        "missing");
  }

  @Test
  void refusesASignedRequestWithoutTheSignatureVersion() {
    Consumer<Map<String, String>> without = h -> h.remove("x-signature-version");

    for (String route : new String[] {"audit-log/list", "lists/Lw"}) {
      refused(
          client.send("GET", route, Map.of(), new byte[0], without),
          401,
          "x-signature-version",
          "missing");
    }
    assertThat(client.send("HEAD", "?withExtras=true", Map.of(), new byte[0], without).statusCode())
        .isEqualTo(401);
  }

  @Test
  void refusesToDeleteAFolder() {
    refused(client.delete("folder/"), 400, "does not name an object");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    refused(client.get(server.origin() + "/nowhere"), 404, "/nowhere");
    refused(client.get("nothing/YQ"), 404, "nothing");
    refused(
        client.get(
            server.endpoint().replace(server.spaceDid().address(), server.appDid().address())
                + "object/YQ"),
        404,
        "no space");
    refused(client.json("POST", RawClient.object("a"), "{}"), 405, "POST");
  }
}
