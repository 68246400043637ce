package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spaces.client.BlockletRestore;
import io.spaces.client.SpaceClient;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.testkit.TestWallets;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A space that serves something else than what it lists, or does not say what it is. */
class DoubtfulObjectTest {
  private static final byte[] CONTENT = new byte[1000];

  /** Far more than is on its way when a client breaks off. */
  private static final long ENDLESS = 1 << 30;

  @TempDir Path temporary;
  private final AtomicLong sent = new AtomicLong();
  private HttpServer server;
  private SpaceClient client;
  private Wallet wallet;
  private String object = "{\"key\":\"/a\",\"name\":\"a\",\"isDir\":false,\"size\":1000}";
  private long length = CONTENT.length;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    wallet = TestWallets.random();
    InetSocketAddress address = server.getAddress();
    String host = "http://" + address.getHostString() + ":" + address.getPort();
    client =
        SpaceClient.builder()
            .endpoint(host + "/api/space/default/app/default/")
            .wallet(wallet)
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private BlockletRestore restore() {
    return client
        .restore()
        .blocklet()
        .appPid(wallet.address())
        .userDid(wallet.address())
        .referrer("https://my.app/settings/restore")
        .target(temporary.resolve("target"));
  }

  private void assertRefused(RestoreResult result, String why) {
    assertThat(result.status()).as(result.statusMessage()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.cause()).isInstanceOf(IntegrityException.class);
              assertThat(failure.message()).contains(why);
            });
    assertThat(temporary.resolve("target")).isEmptyDirectory();
  }

  @Test
  void whatIsMoreThanWasListedIsNotReceived() {
    object = object.replace("}", ",\"hash\":\"" + ContentHash.cidOf(CONTENT) + "\"}");
    length = ENDLESS;

    assertRefused(restore().run(), "is not what the space says it is");

    assertThat(sent).hasValueBetween(1000L, ENDLESS - 1);
  }

  @Test
  void whatHasNoHashIsNotTrustedUnlessThatIsAskedFor() {
    assertRefused(restore().run(), "names no content hash for a, so that it cannot be verified");

    assertThat(restore().verify(false).run().orElseThrow().count()).isEqualTo(1);
    assertThat(temporary.resolve("target/a")).hasBinaryContent(CONTENT);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      if (path.contains("/object/")) {
        exchange.sendResponseHeaders(200, 0);
        content(exchange.getResponseBody());
      } else if (path.contains("/lists/")) {
        json(exchange, "[" + object + "]");
      } else if (path.contains("/list/")) {
        json(exchange, object);
      } else if (path.endsWith("/restore")) {
        json(exchange, "{\"id\":\"1\",\"status\":\"default\"}");
      } else {
        exchange.sendResponseHeaders(exchange.getRequestMethod().equals("HEAD") ? 200 : 404, -1);
      }
    }
  }

  private void content(OutputStream out) throws IOException {
    for (long written = 0; written < length; written += CONTENT.length) {
      out.write(CONTENT);
      sent.addAndGet(CONTENT.length);
    }
  }

  private static void json(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
