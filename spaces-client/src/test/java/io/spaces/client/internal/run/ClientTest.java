package io.spaces.client.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.protocol.Endpoint;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.protocol.object.ListLimits;
import io.spaces.client.internal.protocol.sign.SigningTime;
import io.spaces.client.internal.spec.SpaceAccess;
import io.spaces.client.internal.waiting.Waiter;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;

/** What the operations of one client share. */
class ClientTest {
  private final Credentials credentials = Credentials.wallet(Wallet.random());

  @Test
  void oneServersTimeIsNoOthers() throws Exception {
    try (MockWebServer server = new MockWebServer();
        Client client = new Client(config())) {
      server.start();
      String later =
          DateTimeFormatter.RFC_1123_DATE_TIME.format(
              OffsetDateTime.now(ZoneOffset.UTC).plusHours(3));
      server.enqueue(new MockResponse.Builder().code(401).setHeader("Date", later).build());
      server.enqueue(new MockResponse.Builder().body("null").build());
      SpaceApi api = client.connect(target(server.url("/").toString()));

      assertThat(api.head("a")).isEmpty();

      assertThat(api.signingTime()).matches(SigningTime::isOff);
      assertThat(client.connect(target(server.url("/mount/").toString())).signingTime())
          .isSameAs(api.signingTime());
      assertThat(client.connect(target("https://other/")).signingTime())
          .matches(time -> !time.isOff() && time.correction().isZero());
    }
  }

  private SpaceAccess target(String base) {
    Endpoint endpoint = Endpoint.parse(base + "api/space/default/app/default/");
    return new SpaceAccess(endpoint, null, credentials);
  }

  private static ClientConfig config() {
    Clock clock = Clock.systemUTC();
    Duration timeout = Duration.ofSeconds(10);
    return new ClientConfig(
        timeout,
        timeout,
        0,
        ListLimits.DEFAULTS,
        timeout,
        true,
        null,
        List.of(),
        clock,
        null,
        Waiter.of(clock));
  }
}
