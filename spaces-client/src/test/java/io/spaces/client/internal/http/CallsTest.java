package io.spaces.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class CallsTest {
  private static final int TLS_HANDSHAKE = 0x16; // RFC 8446, section 5.1

  @ParameterizedTest
  @CsvSource({"http, 71", "https, " + TLS_HANDSHAKE}) // 71 is the G of GET
  void theSchemeDecidesWhatIsSaidFirst(String scheme, int firstByte) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> firstByte(server));
      Calls calls = new Calls(new OkHttpClient.Builder());

      Call call = calls.newCall(request(scheme, server.getLocalPort()));
      try {
        call.execute().close();
      } catch (IOException e) {
        // the server hangs up
      }

      assertThat(first.get()).isEqualTo(firstByte);
    }
  }

  @Test
  void callsOfBothSchemesShareTheirConnections() {
    OkHttpClient.Builder settings = new OkHttpClient.Builder();
    Calls calls = new Calls(settings);

    assertThat(calls.client(request("https", 1)).connectionPool())
        .isSameAs(calls.client(request("http", 1)).connectionPool());
  }

  private static Request request(String scheme, int port) {
    return new Request.Builder().url(scheme + "://127.0.0.1:" + port + "/").build();
  }

  private static int firstByte(ServerSocket server) {
    try (Socket socket = server.accept()) {
      return socket.getInputStream().read();
    } catch (IOException e) {
      return -1;
    }
  }
}
