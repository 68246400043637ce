package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.any;
import static io.spaces.client.testkit.faults.Requests.get;
import static io.spaces.client.testkit.faults.Requests.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.SpaceConnectionException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.faults.Fault;
import io.spaces.client.testkit.faults.Requests;
import io.spaces.client.transfer.TransferStatus;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A space behind TLS. */
class TlsTest {
  private static final List<SourceObject> SOURCE = List.of(SourceObject.of("a", new byte[100]));

  @TempDir Path temporary;
  private SpaceServer server;
  private SpaceServer plain;

  @BeforeEach
  void start() {
    server = SpaceServer.builder().tls().start();
    plain = SpaceServer.inMemory().start();
  }

  @AfterEach
  void stop() {
    server.close();
    plain.close();
  }

  private SpaceClient client() {
    return SpaceClient.builder()
        .endpoint(server.endpoint())
        .wallet(server.wallet())
        .trust(server.certificate())
        .build();
  }

  @Test
  void backupsAndRestoresWorkWithACertificateThatTheClientTrusts() throws IOException {
    FileTree tree = FileTree.in(temporary.resolve("data")).boundarySizes().oddNames();
    Path target = temporary.resolve("target");
    try (SpaceClient client = client()) {
      Backups.full(client, server).source(tree.root()).run().orElseThrow();
      Backups.restore(client, server).target(target).run().orElseThrow();
    }

    assertThat(server.endpoint()).startsWith("https://");
    assertThat(FileTree.in(target).files()).isEqualTo(tree.files());
  }

  @Test
  void aCertificateThatNobodyTrustsEndsTheRunBeforeAnythingIsSent() {
    try (SpaceServer impostor = SpaceServer.builder().tls().start();
        SpaceClient unaware = Backups.client(server);
        SpaceClient mistaken =
            SpaceClient.builder()
                .endpoint(server.endpoint())
                .wallet(server.wallet())
                .trust(impostor.certificate())
                .build()) {
      for (SpaceClient client : List.of(unaware, mistaken)) {
        BackupResult result = Backups.full(client, server).source(SOURCE).run();

        assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
        assertThat(result.cause())
            .isInstanceOf(SpaceConnectionException.class)
            .hasMessageContaining("has not proved who it is");
      }
    }
    assertThat(server.journal().entries()).isEmpty();
  }

  @Test
  void aCertificateForAnotherHostIsNotEnough() {
    // Its certificate names localhost and the loopback addresses, but not this one.
    String elsewhere = server.endpoint().replace("127.0.0.1", "127.0.0.2");
    try (SpaceServer everywhere = SpaceServer.builder().host("0.0.0.0").tls().start();
        SpaceClient client =
            SpaceClient.builder()
                .endpoint(
                    elsewhere.replace(":" + server.port() + "/", ":" + everywhere.port() + "/"))
                .wallet(server.wallet())
                .trust(everywhere.certificate())
                .build()) {
      BackupResult result = Backups.full(client, server).source(SOURCE).run();

      assertThat(result.cause())
          .isInstanceOf(SpaceConnectionException.class)
          .hasMessageContaining("has not proved who it is");
      assertThat(everywhere.journal().entries()).isEmpty();
    }
  }

  static Stream<Requests> steps() {
    return Stream.of(any(), put());
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aRedirectFromTlsToPlainTextIsNeverFollowed(Requests requests) {
    server.faults().on(requests).redirectToOrigin(URI.create(plain.origin()));
    try (SpaceClient client = client()) {
      BackupResult result = Backups.full(client, server).source(SOURCE).retries(1).run();

      assertThat(result.status()).isNotEqualTo(TransferStatus.SUCCEEDED);
    }
    assertThat(plain.journal().entries()).isEmpty();
  }

  @Test
  void noDownloadLeavesTlsEither() {
    server.objects().put("a", "the real one");
    plain.objects().put("a", "a forged one");
    server.faults().on(get()).redirectToOrigin(URI.create(plain.origin()));
    try (SpaceClient client = client()) {
      assertThatThrownBy(() -> client.objects().get("a"))
          .isInstanceOf(SpaceException.class)
          .hasMessageContaining("redirected");
    }
    assertThat(plain.journal().entries()).isEmpty();
  }

  static Stream<Fault> stalls() {
    return Stream.of(
        Fault.stallBeforeReading(), Fault.stallAfterReading(), Fault.stallAfterSending(1));
  }

  @ParameterizedTest
  @MethodSource("stalls")
  @Timeout(120)
  void aServerThatStallsIsNoticedBehindTlsToo(Fault stall) {
    server.faults().on(put()).meet(stall);
    try (SpaceClient client =
        SpaceClient.builder()
            .endpoint(server.endpoint())
            .wallet(server.wallet())
            .trust(server.certificate())
            .idleTimeout(Duration.ofMillis(500))
            .build()) {
      BackupResult result =
          Backups.full(client, server)
              .source(List.of(SourceObject.of("large", () -> zeros(20 << 20))))
              .retries(0)
              .run();

      assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
      assertThat(result.failures())
          .singleElement()
          .satisfies(failure -> assertThat(failure.message()).contains("stalled"));
    }
    server.faults().clear();
  }

  private static InputStream zeros(int length) {
    return new ByteArrayInputStream(new byte[length]);
  }

  @Test
  void aServiceEndpointWithoutTlsIsNotUsed() {
    server.serviceEndpoint(server.endpoint().replace("https:", "http:"));
    try (SpaceClient client = client()) {
      Backups.full(client, server).source(SOURCE).run().orElseThrow();
    }
    assertThat(server.objects().count()).isEqualTo(1);
  }

  /** RFC 8446, section 4.1.3: a server picks TLS 1.0 as 0x0301 and TLS 1.1 as 0x0302. */
  @ParameterizedTest
  @ValueSource(ints = {0x0301, 0x0302})
  void aServerThatOnlySpeaksAnOldTlsIsRefused(int version) throws Exception {
    try (ServerSocket old = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        SpaceClient client =
            SpaceClient.builder()
                .endpoint(
                    server
                        .endpoint()
                        .replace(":" + server.port() + "/", ":" + old.getLocalPort() + "/"))
                .wallet(server.wallet())
                .trust(server.certificate())
                .build()) {
      CompletableFuture<String> alert = CompletableFuture.supplyAsync(() -> answer(old, version));

      assertThatThrownBy(() -> client.objects().get("a"))
          .isInstanceOf(SpaceConnectionException.class)
          .hasMessageContaining("TLS 1.2 or later");
      // A fatal alert (2), protocol_version (70).
      assertThat(alert.get()).isEqualTo("2 70");
    }
  }

  /** Reads a ClientHello, chooses a version, and returns the alert that follows. */
  private static String answer(ServerSocket server, int version) {
    try (Socket socket = server.accept()) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      readRecord(in);
      byte[] hello =
          ByteBuffer.allocate(5 + 4 + 38)
              .put((byte) 22)
              .putShort((short) version)
              .putShort((short) (4 + 38))
              .putInt((2 << 24) | 38)
              .putShort((short) version)
              .put(new byte[32])
              .put((byte) 0)
              // TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA
              .putShort((short) 0xC013)
              .put((byte) 0)
              .array();
      socket.getOutputStream().write(hello);
      byte[] alert = readRecord(in);
      return alert[0] + " " + alert[1];
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static byte[] readRecord(DataInputStream in) throws IOException {
    in.readByte();
    in.readShort();
    return in.readNBytes(in.readUnsignedShort());
  }
}
