package io.spaces.client.e2e;

import io.spaces.client.SpaceClient;
import io.spaces.client.testkit.SpaceServer;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests with a space of their own each, a client of it, and a folder. */
abstract class SpaceTest {
  @TempDir Path temporary;
  SpaceServer server;
  SpaceClient client;

  /** The clock of both. */
  Clock clock() {
    return Clock.systemUTC();
  }

  @BeforeEach
  void openTheSpace() {
    server = SpaceServer.builder().clock(clock()).start();
    client =
        SpaceClient.builder()
            .endpoint(server.endpoint())
            .wallet(server.wallet())
            .clock(clock())
            .build();
  }

  @AfterEach
  void closeTheSpace() {
    client.close();
    server.close();
  }
}
