package io.spaces.client.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.internal.http.HttpEngine;
import io.spaces.client.internal.http.HttpTimeouts;
import io.spaces.client.internal.http.PublicHosts;
import io.spaces.client.internal.http.ScriptedTransport;
import io.spaces.client.internal.http.TransportRequest;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServiceEndpointTest {
  private static final String AREA = "/api/space/" + TestDids.SPACE + "/app/" + TestDids.APP + "/";

  private final ScriptedTransport server = new ScriptedTransport();
  private final HttpEngine engine = HttpEngine.open(HttpTimeouts.DEFAULTS);
  private final List<String> keptPublic = new ArrayList<>();

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  @ParameterizedTest
  @CsvSource({
    "https://cdn.test, https://service.test",
    "https://cdn.test, https://8.8.8.8:8443",
    "https://cdn.test, https://cdn.test:8443",
    "http://cdn.test, https://cdn.test",
    "http://127.0.0.1:1234, http://127.0.0.1:5678",
    "https://intranet.test, https://192.168.1.7",
  })
  void followsTo(String configured, String named) {
    assertThat(find(configured, named + "/mount" + AREA)).isEqualTo(named + "/mount" + AREA);
  }

  @ParameterizedTest
  @CsvSource({
    "https://cdn.test, http://cdn.test",
    "https://cdn.test, http://service.test",
    "http://cdn.test, http://service.test",
    "http://cdn.test, https://service.test",
    "http://127.0.0.1:1234, http://10.0.0.7",
    "http://127.0.0.1:1234, https://service.test",
    "http://intranet.test, http://service.test",
    "https://intranet.test, http://192.168.1.7",
    "https://cdn.test, https://127.0.0.1",
    "https://cdn.test, https://[::1]",
    "https://cdn.test, https://10.1.2.3",
    "https://cdn.test, https://172.20.0.1",
    "https://cdn.test, https://192.168.0.1",
    "https://cdn.test, https://169.254.169.254",
    "https://cdn.test, https://100.100.0.1",
    "https://cdn.test, https://[fd12::1]",
    "https://cdn.test, https://[fe80::1]",
    "https://cdn.test, https://[::ffff:10.0.0.1]",
    "https://cdn.test, https://2130706433",
    "https://cdn.test, https://intranet.test",
    "https://cdn.test, https://unknown.test",
    "https://intranet.test, http://intranet.test",
  })
  void doesNotFollowTo(String configured, String named) {
    assertThat(find(configured, named + AREA)).isEqualTo(configured + AREA);
    assertThat(keptPublic).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  \n",
        "nonsense",
        "<html>welcome</html>",
        "https://service.test/",
        "https://service.test/api/space/default/app/default/",
        "https://user@service.test/api/space/default/app/default/",
      })
  void keepsTheConfiguredEndpointWhenTheAnswerIsNotTheSameArea(String answer) {
    assertThat(find("https://cdn.test", answer)).isEqualTo("https://cdn.test" + AREA);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/space/x/app/y/object/YQ",
        "/api",
        "/a%2e",
        "/a;b=c",
      })
  void doesNotFollowToAMountPathThatIsARouteOfItsOwn(String mount) {
    assertThat(find("https://cdn.test", "https://service.test" + mount + AREA))
        .isEqualTo("https://cdn.test" + AREA);
  }

  @Test
  void keepsTheConfiguredEndpointWhenTheSpaceRefusesOrCannotBeReached() {
    Endpoint configured = Endpoint.parse("https://cdn.test" + AREA);
    server.answer(404, "no such thing").loseAnswer().answer(302, "", "Location", "https://x.test/");

    for (int i = 0; i < 3; i++) {
      assertThat(api(configured).serviceEndpoint(true, new NamedHosts())).isEqualTo(configured);
    }
  }

  @Test
  void asksWithoutASignature() {
    find("https://cdn.test", "https://service.test" + AREA);

    TransportRequest request = server.requests().get(0);
    assertThat(request).hasToString("GET https://cdn.test" + AREA + "endpoint?useServiceUrl=true");
    assertThat(request.headers()).containsExactly(Map.entry("x-signature-version", "2"));
  }

  @Test
  void doesNotAskWhenToldNotToFollow() {
    Endpoint configured = Endpoint.parse("https://cdn.test" + AREA);

    assertThat(api(configured).serviceEndpoint(false, new NamedHosts())).isEqualTo(configured);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void aHostThatWasFollowedMustStayPublic() {
    find("https://cdn.test", "https://service.test" + AREA);

    assertThat(keptPublic).containsExactly("service.test");
  }

  private String find(String configured, String answer) {
    server.answer(200, answer);
    return api(Endpoint.parse(configured + AREA))
        .serviceEndpoint(true, new NamedHosts())
        .toString();
  }

  private SpaceApi api(Endpoint endpoint) {
    return new SpaceApi(server, endpoint, (method, target) -> Map.of("x-app-token", "t"));
  }

  /** Knows a few names without asking anybody. */
  private final class NamedHosts implements PublicHosts {
    @Override
    public boolean isPublic(String host) throws IOException {
      return switch (host) {
        case "cdn.test", "service.test" -> true;
        case "intranet.test" -> false;
        case "unknown.test" -> throw new UnknownHostException(host);
        default -> engine.hosts().isPublic(host);
      };
    }

    @Override
    public void keepPublic(String host) {
      keptPublic.add(host);
    }
  }
}
