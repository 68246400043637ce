package io.spaces.client.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.internal.protocol.object.ObjectKeys;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the official core leaves to the routes, a server does either way. */
class ReadingsTest {
  private static final String LIST = "list/" + ObjectKeys.encode("nothing");

  @ParameterizedTest
  @ValueSource(ints = {402, 413, 507})
  void aFullSpaceRefusesWithAnyStatus(int status) {
    try (SpaceServer server = SpaceServer.builder().fullStatus(status).start()) {
      server.fill();

      HttpResponse<byte[]> answer = RawClient.of(server).put("a", "1");

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(RawClient.text(answer)).startsWith("Insufficient free space");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 400, 500})
  void anAbsentObjectIsAnsweredWithAnyStatus(int status) {
    try (SpaceServer server =
        SpaceServer.builder().absentObject(status).absentEntry(status).start()) {
      RawClient client = RawClient.of(server);

      assertThat(client.getObject("nothing").statusCode()).isEqualTo(status);
      assertThat(RawClient.text(client.getObject("nothing"))).isEqualTo("Object not exists");
      assertThat(client.get(LIST).statusCode()).isEqualTo(status);
      assertThat(RawClient.text(client.get(LIST))).isEqualTo("Object(nothing) not exists");
    }
  }

  @Test
  void anAbsentObjectMayBeAnEmptySuccess() {
    try (SpaceServer server = SpaceServer.builder().absentObject(200).absentEntry(200).start()) {
      RawClient client = RawClient.of(server);

      assertThat(client.getObject("nothing").statusCode()).isEqualTo(200);
      assertThat(client.getObject("nothing").body()).isEmpty();
      assertThat(client.getObject("nothing").headers().firstValue("x-hash")).isEmpty();
      assertThat(client.get(LIST).statusCode()).isEqualTo(200);
      assertThat(client.get(LIST).body()).isEmpty();
    }
  }

  @Test
  void contentMayComeWithItsLength() {
    try (SpaceServer server = SpaceServer.builder().contentLength(true).start()) {
      server.objects().put("a", "12345");

      assertThat(RawClient.of(server).getObject("a").headers().firstValue("content-length"))
          .hasValue("5");
    }
  }

  @Test
  void sqliteTakesUpperAndLowerCaseForTheSame() {
    try (SpaceServer server = SpaceServer.builder().database(Database.SQLITE).start()) {
      server.objects().put("docs/1", "1");
      server.objects().put("DOCS/2", "2");
      RawClient client = RawClient.of(server);

      assertThat(client.list("docs/"))
          .contains("\"key\":\"/1\"", "\"key\":\"/apps/" + server.appDid() + "/DOCS/2\"");
      assertThat(client.put("k".repeat(1_500), "1").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void recordsMayHaveToSatisfyTheCoresSchema() {
    try (SpaceServer strict = SpaceServer.builder().strictRecords(true).start();
        SpaceServer lenient = SpaceServer.builder().start()) {
      for (SpaceServer server : new SpaceServer[] {strict, lenient}) {
        String body =
            """
            {"userDid":"%s","referrer":"https://a.b","appName":"n","appDescription":"d",
             "serverDid":"","signerDid":""}\
            """
                .formatted(server.appDid().address());
        HttpResponse<byte[]> answer = RawClient.of(server).json("POST", "backup", body);
        assertThat(answer.statusCode()).isEqualTo(server == strict ? 400 : 200);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(AuditPage.class)
  void thePageOfTheAuditLogHasAnyForm(AuditPage form) {
    try (SpaceServer server = SpaceServer.builder().auditPage(form).start()) {
      assertThat(RawClient.text(RawClient.of(server).get("audit-log/list")))
          .isEqualTo(
              switch (form) {
                case ROWS -> "{\"count\":0,\"rows\":[]}";
                case DATA -> "{\"total\":0,\"data\":[]}";
                case ARRAY -> "[]";
              });
    }
  }

  @Test
  void headMayBeAnsweredOnlyWhereOfficialProgramsAsk() {
    try (SpaceServer server =
        SpaceServer.builder().officialHeads(true).statusExtras(false).start()) {
      RawClient client = RawClient.of(server);

      assertThat(client.head().statusCode()).isEqualTo(404);
      HttpResponse<byte[]> answer =
          client.send(
              "HEAD", "object/?withExtras=true", Map.of(), new byte[0], headers -> headers.clear());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("x-writeable")).hasValue("true");
      assertThat(answer.headers().firstValue("x-space-is-full")).isEmpty();
    }
  }

  @Test
  void aSpaceHasANameAndAnOwner() {
    try (SpaceServer server =
        SpaceServer.builder().name("Zoë’s").owner(TestWallets.seeded(5).did()).start()) {
      HttpResponse<byte[]> answer = RawClient.of(server).head();

      assertThat(answer.headers().firstValue("x-space-name")).hasValue("Zo%C3%AB%E2%80%99s");
      assertThat(answer.headers().firstValue("x-space-owner-did"))
          .hasValue(TestWallets.seeded(5).address());
    }
  }

  @Test
  void nothingIsCheckedWhenEverythingIsBelieved() {
    try (SpaceServer server = SpaceServer.builder().verify(Verification.NONE).start()) {
      byte[] body = RawClient.multipart("1".getBytes(StandardCharsets.UTF_8));
      HttpResponse<byte[]> answer =
          RawClient.of(server)
              .send(
                  "PUT",
                  RawClient.object("a"),
                  Map.of(),
                  body,
                  headers -> {
                    headers.clear();
                    headers.putAll(RawClient.putHeaders("any"));
                  });

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(server.objects().get("a").text()).isEqualTo("1");
    }
  }

  @Test
  void aStatusIsOne() {
    assertThatThrownBy(() -> SpaceServer.builder().fullStatus(200))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fullStatus is 200; expected an HTTP status from 400 to 599");
    assertThatThrownBy(() -> SpaceServer.builder().absentObject(99))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("absentObject is 99");
  }
}
