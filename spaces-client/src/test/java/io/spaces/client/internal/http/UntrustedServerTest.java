package io.spaces.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
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
      server.useHttps(selfSigned().getSocketFactory());
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

  private SSLContext selfSigned() throws Exception {
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
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
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
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
