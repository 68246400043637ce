package io.spaces.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.internal.http.retry.RetryAllowance;
import io.spaces.client.internal.http.retry.RetryingTransport;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.ManualWaiter;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UntrustedServerTest {
  private static final String PASSWORD = "changeit";

  @TempDir private Path folder;

  @Test
  void aServerThatCannotProveWhoItIsGetsNothingAndIsNotAskedAgain() throws Exception {
    try (MockWebServer server = new MockWebServer();
        HttpEngine engine = HttpEngine.open(HttpTimeouts.DEFAULTS)) {
      server.useHttps(contextOf(selfSigned("localhost")).getSocketFactory());
      server.start();
      ManualWaiter waiter = new ManualWaiter();
      Cancellation cancellation = new Cancellation();
      Transport transport =
          new RetryingTransport(
              engine.transport(cancellation), RetryAllowance.of(3, 1, waiter), cancellation);
      TransportRequest request =
          new TransportRequest(
              "GET",
              "https://localhost:" + server.getPort(),
              "/",
              Map.of("x-app-token", "t"),
              null);

      assertThatThrownBy(() -> transport.open(request))
          .isInstanceOfSatisfying(
              BrokenConnectionException.class, e -> assertThat(e.isUntrusted()).isTrue());
      assertThat(server.getRequestCount()).isZero();
      assertThat(waiter.waits()).isEmpty();
    }
  }

  @Test
  void saysInOneLineThatACertificateIsOfAnotherHost() throws Exception {
    KeyStore keys = selfSigned("other.test");
    X509Certificate trusted = (X509Certificate) keys.getCertificate("server");
    try (MockWebServer server = new MockWebServer();
        HttpEngine engine = HttpEngine.open(HttpTimeouts.DEFAULTS, List.of(trusted))) {
      server.useHttps(contextOf(keys).getSocketFactory());
      server.start();
      String origin = "https://localhost:" + server.getPort();

      assertThatThrownBy(
              () ->
                  engine
                      .transport(new Cancellation())
                      .open(new TransportRequest("GET", origin, "/", Map.of(), null)))
          .isInstanceOfSatisfying(
              BrokenConnectionException.class, e -> assertThat(e.isUntrusted()).isTrue())
          .hasMessageContaining("[other.test]")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }
  }

  @Test
  void saysThatACertificateHasExpired() {
    SSLHandshakeException failure = new SSLHandshakeException("validity check failed");
    failure.initCause(
        new CertPathValidatorException(new CertificateExpiredException("NotAfter: x")));

    try (HttpEngine engine = HttpEngine.open(HttpTimeouts.DEFAULTS)) {
      OkHttpTransport transport = (OkHttpTransport) engine.transport(new Cancellation());
      assertThat(transport.broken(failure, false))
          .hasMessage("validity check failed (NotAfter: x)");
    }
  }

  private KeyStore selfSigned(String name) throws Exception {
    Path store = folder.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=dns:" + name,
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static SSLContext contextOf(KeyStore keys) throws Exception {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
