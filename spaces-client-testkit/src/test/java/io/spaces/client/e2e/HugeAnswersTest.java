package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spaces.client.e2e.HugeAnswersProgram.Work;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.TestWallets;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that never end once they are inflated, to an application with a heap of 256 MiB. */
class HugeAnswersTest {
  private static final long DEFAULT_BYTES = 4L << 30;

  @TempDir Path temporary;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Wallet wallet = TestWallets.random();
  private HttpServer server;
  private volatile Endless endless = Endless.OBJECTS;

  /** What an answer is full of. */
  private enum Endless {
    OBJECTS("[") {
      @Override
      String next(long number) {
        return "{\"key\":\"/object-" + number + "\",\"size\":1,\"isDir\":false},";
      }
    },
    EVIL_KEYS("[") {
      @Override
      String next(long number) {
        return "{\"key\":\"/../object-" + number + "\",\"size\":1,\"isDir\":false},";
      }
    },
    LONG_KEYS("[") {
      private final String key = "x".repeat(100_000);

      @Override
      String next(long number) {
        return "{\"key\":\"/" + key + number + "\",\"size\":1,\"isDir\":false},";
      }
    },
    FIELDS("[{") {
      private final String name = "x".repeat(900);

      @Override
      String next(long number) {
        return "\"" + name + number + "\":1,";
      }
    },
    SPACES("") {
      private final String spaces = " ".repeat(1 << 16);

      @Override
      String next(long number) {
        return spaces;
      }
    };

    private final String start;

    Endless(String start) {
      this.start = start;
    }

    abstract String next(long number);
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({
    "BACKUP, OBJECTS, does not fit into memory",
    "RESTORE, OBJECTS, does not fit into memory",
    "RESTORE, EVIL_KEYS, does not fit into memory",
    "LIST, OBJECTS, does not fit into memory",
    "LIST, LONG_KEYS, does not fit into memory",
    "SNAPSHOTS, OBJECTS, does not fit into memory",
    "HISTORY, FIELDS, is longer than 16777216 bytes"
  })
  @Timeout(120)
  void anEndlessAnswerIsRefusedBeforeMemoryRunsOut(Work work, Endless content, String why)
      throws Exception {
    assertRefused(work, content, DEFAULT_BYTES, why);
  }

  @ParameterizedTest
  @CsvSource({"BACKUP, SPACES", "LIST, FIELDS"})
  @Timeout(120)
  void aListIsReadNoFurtherThanTheClientSays(Work work, Endless content) throws Exception {
    assertRefused(work, content, 300L << 20, "is longer than 314572800 bytes");
  }

  private void assertRefused(Work work, Endless content, long bytes, String why) throws Exception {
    endless = content;
    Path output = temporary.resolve("output");
    InetSocketAddress address = server.getAddress();
    Process process =
        BackupProgram.java(
            List.of("-Xmx256m"),
            HugeAnswersProgram.class,
            output,
            Map.of(
                "SPACES_WORK", work.name(),
                "SPACES_ENDPOINT",
                    "http://"
                        + address.getHostString()
                        + ":"
                        + address.getPort()
                        + "/api/space/default/app/default/",
                "SPACES_KEY", wallet.exportSecretKey(),
                "SPACES_BYTES", Long.toString(bytes),
                "SPACES_FOLDER", Files.createDirectory(temporary.resolve("folder")).toString()));

    try {
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(output))
        .contains(why)
        .contains("The application met null")
        .doesNotContain("OutOfMemory");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      if (path.contains("/lists/") || path.contains("/audit-log")) {
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        exchange.sendResponseHeaders(200, 0);
        pour(exchange.getResponseBody());
      } else if (path.endsWith("/backup") || path.endsWith("/restore")) {
        byte[] record = "{\"id\":\"1\",\"status\":\"default\"}".getBytes(US_ASCII);
        exchange.sendResponseHeaders(200, record.length);
        exchange.getResponseBody().write(record);
      } else {
        exchange.sendResponseHeaders(exchange.getRequestMethod().equals("HEAD") ? 200 : 404, -1);
      }
    }
  }

  /** Until the client has had enough. */
  private void pour(OutputStream to) throws IOException {
    Fast gzip = new Fast(to);
    try (OutputStream out = new BufferedOutputStream(gzip, 1 << 16)) {
      out.write(endless.start.getBytes(US_ASCII));
      for (long number = 0; ; number++) {
        out.write(endless.next(number).getBytes(US_ASCII));
      }
    } finally {
      gzip.end();
    }
  }

  private static final class Fast extends GZIPOutputStream {
    Fast(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }

    void end() {
      def.end();
    }
  }
}
