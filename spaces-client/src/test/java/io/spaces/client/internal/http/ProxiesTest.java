package io.spaces.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.internal.http.retry.RetryAllowance;
import io.spaces.client.internal.http.retry.RetryingTransport;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.ManualWaiter;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An HTTP proxy between us and the space. */
final class ProxiesTest {
  private static final MockResponse WHO_IS_THERE =
      new MockResponse(407, Headers.of("Proxy-Authenticate", "Basic realm=\"us\""), "");

  private final ProxySelector selectorBefore = ProxySelector.getDefault();
  private final MockWebServer proxy = new MockWebServer();
  private final ManualWaiter waiter = new ManualWaiter();

  @BeforeEach
  void start() throws IOException {
    proxy.start();
    InetSocketAddress address = InetSocketAddress.createUnresolved("127.0.0.1", proxy.getPort());
    ProxySelector.setDefault(new Through(new Proxy(Proxy.Type.HTTP, address)));
  }

  @AfterEach
  void stop() {
    Authenticator.setDefault(null);
    ProxySelector.setDefault(selectorBefore);
    proxy.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void aFailureNamesTheProxy(String scheme) {
    proxy.close();

    assertThatThrownBy(() -> ask(scheme))
        .hasMessageEndingWith(
            ", by way of the proxy 127.0.0.1:" + proxy.getPort() + " (attempt 3)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void aProxyThatAsksWhoWeAreIsNamedAndLeftAlone(String scheme) {
    proxy.enqueue(WHO_IS_THERE);

    assertThatThrownBy(() -> ask(scheme))
        .isInstanceOf(BrokenConnectionException.class)
        .hasMessageContaining("the proxy 127.0.0.1:" + proxy.getPort() + " asks for a user name");
    assertThat(proxy.getRequestCount()).isEqualTo(1);
    assertThat(waiter.waits()).isEmpty();
  }

  @Test
  void aProxyIsToldWhatTheJvmsAuthenticatorKnows() throws Exception {
    Authenticator.setDefault(new Known());
    proxy.enqueue(WHO_IS_THERE);
    proxy.enqueue(new MockResponse(200, Headers.of(), ""));

    assertThat(ask("http")).isEqualTo(200);
    assertThat(proxy.takeRequest().getHeaders().get("Proxy-Authorization")).isNull();
    assertThat(proxy.takeRequest().getHeaders().get("Proxy-Authorization"))
        .isEqualTo("Basic dXM6cGFzcw=="); // us:pass
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void aPasswordThatTheProxyRefusesIsNotTriedAgain(String scheme) {
    Authenticator.setDefault(new Known());
    proxy.enqueue(WHO_IS_THERE);
    proxy.enqueue(WHO_IS_THERE);

    assertThatThrownBy(() -> ask(scheme)).hasMessageContaining(" asks for a user name");
    assertThat(proxy.getRequestCount()).isEqualTo(2);
    assertThat(waiter.waits()).isEmpty();
  }

  @Test
  void anUnknownHostIsNamed() {
    ProxySelector.setDefault(new Through(Proxy.NO_PROXY));

    assertThatThrownBy(() -> ask("http"))
        .hasMessageStartingWith("no address is known for space.invalid");
  }

  private int ask(String scheme) throws IOException {
    Cancellation cancellation = new Cancellation();
    try (HttpEngine engine = HttpEngine.open(HttpTimeouts.DEFAULTS)) {
      return new RetryingTransport(
              engine.transport(cancellation), RetryAllowance.of(2, 1, waiter), cancellation)
          .send(
              new TransportRequest("GET", scheme + "://space.invalid", "/", Map.of(), null),
              TransportResponse::status);
    }
  }

  private static final class Known extends Authenticator {
    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      return getRequestorType() == RequestorType.PROXY
          ? new PasswordAuthentication("us", "pass".toCharArray())
          : null;
    }
  }
}
