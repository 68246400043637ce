package io.spaces.client.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.protocol.object.ObjectKeys;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SpaceServerExtension.class)
class SpaceServerTest {
  @Test
  void returnsAnObjectAsItWasStored(SpaceServer server) {
    RawClient client = RawClient.of(server);

    assertThat(client.put(".did-objects/a b/ü.txt", "hello").statusCode()).isEqualTo(200);

    HttpResponse<byte[]> answer = client.getObject(".did-objects/a b/ü.txt");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).asString().isEqualTo("hello");
    assertThat(answer.headers().firstValue("x-hash"))
        .hasValue(ContentHash.cidOf("hello".getBytes(StandardCharsets.UTF_8)));
    assertThat(answer.headers().firstValue("content-length")).isEmpty();
    assertThat(server.objects().get(".did-objects/a b/ü.txt").text()).isEqualTo("hello");
  }

  @Test
  void listsWhatIsBelowAFolder(SpaceServer server) {
    server.objects().put("f/a.txt", "1");
    server.objects().put("f/sub/b.txt", "22");
    server.objects().put("f0", "not in the folder");

    String list = RawClient.of(server).list("f/");

    assertThat(list)
        .contains(
            "\"key\":\"/a.txt\"", "\"key\":\"/sub/b.txt\"", "\"name\":\"b.txt\"", "\"size\":2")
        .doesNotContain("f0", "\"isDir\":true");
  }

  @Test
  void namesFoldersUnlessToldToIgnoreThem(SpaceServer server) {
    server.objects().put("f/a.txt", "1");
    server.objects().put("f/sub/deep/b.txt", "2");
    server.objects().put("f/sub/deep/c.txt", "3");
    server.objects().put("f/sub0", "4");
    RawClient client = RawClient.of(server);
    String folder = "lists/" + ObjectKeys.encode("f/");

    assertThat(keys(client.get(folder)))
        .containsExactly("/a.txt", "/sub/deep/b.txt", "/sub/deep/c.txt", "/sub0");
    assertThat(keys(client.get(folder + "?ignoreDirectories=false")))
        .containsExactly(
            "/", "/a.txt", "/sub/", "/sub/deep/", "/sub/deep/b.txt", "/sub/deep/c.txt", "/sub0");
    assertThat(keys(client.get(folder + "?recursive=false&ignoreDirectories=false")))
        .containsExactly(path(server, "f/a.txt"), path(server, "f/sub/"), path(server, "f/sub0"));
    assertThat(keys(client.get(folder + "?recursive=false")))
        .containsExactly(path(server, "f/a.txt"), path(server, "f/sub0"));
  }

  private static String path(SpaceServer server, String key) {
    return "/apps/" + server.appDid().address() + "/" + key;
  }

  private static List<String> keys(HttpResponse<byte[]> list) {
    return Pattern.compile("\"key\":\"(.*?)\"")
        .matcher(RawClient.text(list))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  @Test
  void describesOneObjectOrNull(SpaceServer server) {
    server.objects().put("f/a.txt", "1");
    RawClient client = RawClient.of(server);

    assertThat(RawClient.text(client.get("list/" + ObjectKeys.encode("f/a.txt"))))
        .contains(
            "\"key\":\"" + path(server, "f/a.txt"),
            "\"isDir\":false",
            "\"mimeType\":\"text/plain\"",
            "\"absolutePath\":\"" + server.spaceDid().address() + path(server, "f/a.txt"))
        .doesNotContain("hash");
    assertThat(RawClient.text(client.get("list/" + ObjectKeys.encode("f/"))))
        .contains("\"isDir\":true", "\"key\":\"" + path(server, "f/"));
    assertThat(RawClient.text(client.get("list/" + ObjectKeys.encode("f")))).isEqualTo("null");
    assertThat(RawClient.text(client.get("list/" + ObjectKeys.encode("nothing"))))
        .isEqualTo("null");
  }

  @Test
  void deletesAnObjectAsOftenAsItIsAsked(SpaceServer server) {
    server.objects().put("a", "1");
    RawClient client = RawClient.of(server);

    assertThat(client.delete("a").statusCode()).isEqualTo(200);
    assertThat(client.delete("a").statusCode()).isEqualTo(200);
    assertThat(server.objects().keys()).isEmpty();
    assertThat(client.getObject("a").statusCode()).isEqualTo(404);
  }

  @Test
  void tellsWhereItIsMountedAndWhereToSendBackups(SpaceServer server) {
    RawClient client = RawClient.of(server);

    assertThat(RawClient.text(client.get(server.origin() + "/__blocklet__.js?type=json")))
        .contains("z8iZnaYxnkMD5AKRjTKiCb8pQr1ut8UantAcf", "\"/app\"");
    assertThat(RawClient.text(client.get("endpoint?useServiceUrl=true")))
        .isEqualTo(server.endpoint());
    server.serviceEndpoint("http://elsewhere/");
    assertThat(RawClient.text(client.get("endpoint?useServiceUrl=true")))
        .isEqualTo("http://elsewhere/");
  }

  @Test
  void tellsItsCapacityAndWhatIsLeftOfIt(SpaceServer server) {
    RawClient client = RawClient.of(server);
    server.capacity(100);
    server.objects().put("a", new byte[40]);

    assertThat(client.head().headers().firstValue("x-space-free-capacity")).hasValue("60");
    assertThat(client.head().headers().firstValue("x-space-is-full")).hasValue("false");
    server.capacity(40);
    assertThat(client.head().headers().firstValue("x-space-is-full")).hasValue("true");
    server.unavailable("out for lunch");
    assertThat(client.head().headers().firstValue("x-space-is-available")).hasValue("false");
    assertThat(client.head().headers().firstValue("x-error-message")).hasValue("out%20for%20lunch");
  }

  @Test
  void aFullSpaceRefusesEveryNewKeyAndNothingElse(SpaceServer server) {
    RawClient client = RawClient.of(server);
    server.capacity(4 << 20);

    assertThat(client.put("a", new byte[(4 << 20) - 1]).statusCode()).isEqualTo(200);
    assertThat(client.put("overshoots", new byte[1 << 19]).statusCode()).isEqualTo(200);
    HttpResponse<byte[]> refused = client.put("new", "");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(RawClient.text(refused))
        .isEqualTo(
            "Insufficient free space, total capacity is 4.00 MiB, used capacity is 4.50 MiB");
    assertThat(client.head().headers().firstValue("x-space-free-capacity"))
        .hasValue(Long.toString(1 - (1 << 19)));
    assertThat(client.put("a", new byte[4 << 20]).statusCode()).isEqualTo(200);
    assertThat(client.delete("overshoots").statusCode()).isEqualTo(200);
    assertThat(client.put("new", "").statusCode()).isEqualTo(403);
    assertThat(client.put("a", "").statusCode()).isEqualTo(200);
    assertThat(client.put("new", "").statusCode()).isEqualTo(200);
    assertThat(server.objects().keys()).containsExactly("a", "new");
  }

  @Test
  void aSpaceMayHaveNoEnd(SpaceServer server) {
    RawClient client = RawClient.of(server);
    server.fill();
    assertThat(client.put("a", "1").statusCode()).isEqualTo(403);
    assertThat(client.head().headers().firstValue("x-space-is-full")).hasValue("true");

    server.capacity(0);

    assertThat(client.put("a", "1").statusCode()).isEqualTo(200);
    assertThat(client.head().headers().firstValue("x-space-free-capacity")).hasValue("Infinity");
    assertThat(client.head().headers().firstValue("x-space-is-full")).hasValue("false");
  }

  @Test
  void keepsRecordsAndShowsThemInTheHistory(SpaceServer server) {
    RawClient client = RawClient.of(server);
    String did = server.wallet().address();

    HttpResponse<byte[]> made =
        client.json(
            "POST",
            "backup",
            "{\"userDid\":\"%s\",\"referrer\":\"https://a.b\",\"appName\":\"n\",\"appDescription\":\"d\",\"serverDid\":\"\",\"signerDid\":\"\"}"
                .formatted(did));
    assertThat(made.statusCode()).as(RawClient.text(made)).isEqualTo(200);
    String id = server.records().get(0).id();
    HttpResponse<byte[]> ended =
        client.json(
            "PUT",
            "backup",
            "{\"id\":\"%s\",\"status\":\"succeeded\",\"message\":\"done\"}".formatted(id));

    assertThat(RawClient.text(ended)).contains(id, "\"status\":\"succeeded\"", "\"done\"");
    assertThat(server.records().get(0).succeeded()).isTrue();
    assertThat(RawClient.text(client.get("audit-log/list?size=10&page=0")))
        .contains(id, "app-backup", "\"reason\":\"done\"", "\"count\":1");
  }

  @Test
  void keepsTheAreasOfAppsApart(SpaceServer server) {
    Wallet other = Wallet.random();
    RawClient client = new RawClient(server.endpointFor(other.did()), Credentials.wallet(other));

    client.put("a", "other");
    RawClient.of(server).put("a", "own");

    assertThat(server.objects(other.did()).get("a").text()).isEqualTo("other");
    assertThat(server.objects().get("a").text()).isEqualTo("own");
  }

  @Test
  void dependsOnItsBuilderNoLonger() {
    SpaceServerBuilder builder = SpaceServer.builder();
    try (SpaceServer first = builder.start();
        SpaceServer second = builder.tls().mountPath("/elsewhere").start()) {
      assertThat(first.endpoint()).startsWith("http://").contains("/app/api/space/");
      assertThat(RawClient.of(first).put("a", "hello").statusCode()).isEqualTo(200);
      assertThat(second.endpoint()).startsWith("https://").contains("/elsewhere/api/space/");
      assertThat(second.appDid()).isNotEqualTo(first.appDid());
    }
  }
}
