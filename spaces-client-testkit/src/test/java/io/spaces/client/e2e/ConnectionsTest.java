package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.SpaceClient;
import io.spaces.client.SpaceObject;
import io.spaces.client.SpaceStatus;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.TestWallets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which space an operation is about and who asks: what the client says, or the operation itself.
 */
class ConnectionsTest {
  private static final List<SourceObject> SOURCE = List.of(SourceObject.of("a", new byte[100]));

  @TempDir Path temporary;
  private SpaceServer server;
  private SpaceServer other;
  private SpaceClient client;

  @BeforeEach
  void start() {
    server = SpaceServer.inMemory().start();
    other = SpaceServer.builder().app(TestWallets.random()).start();
    client = Backups.client(server);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    other.close();
  }

  @Test
  void anOperationMayBeAboutAnotherSpaceAndAsSomebodyElse() {
    Backups.full(client, other)
        .endpoint(other.endpoint())
        .wallet(other.wallet())
        .source(SOURCE)
        .run()
        .orElseThrow();
    assertThat(other.objects().count()).isEqualTo(1);
    assertThat(server.journal().entries()).isEmpty();

    Backups.restore(client, other)
        .endpoint(other.endpoint())
        .wallet(other.wallet())
        .target(temporary.resolve("target"))
        .run()
        .orElseThrow();
    assertThat(temporary.resolve("target/a")).hasSize(100);
    assertThat(server.journal().entries()).isEmpty();

    Backups.full(client, server).source(SOURCE).run().orElseThrow();
    assertThat(server.objects().count()).isEqualTo(1);
  }

  @Test
  void anOperationMayHaveADelegationOfItsOwn() {
    Wallet agent = TestWallets.random();

    Backups.full(client, server)
        .wallet(agent)
        .delegation(TestWallets.delegation(server.wallet(), agent))
        .source(SOURCE)
        .run()
        .orElseThrow();

    assertThat(server.objects().count()).isEqualTo(1);
  }

  @Test
  void anOperationMayHaveCredentialsOfItsOwn() {
    Wallet agent = TestWallets.random();
    Credentials credentials =
        Credentials.wallet(agent, TestWallets.delegation(server.wallet(), agent));
    try (SpaceClient stranger =
        SpaceClient.builder().endpoint(server.endpoint()).wallet(TestWallets.random()).build()) {
      Backups.full(stranger, server).credentials(credentials).source(SOURCE).run().orElseThrow();
    }
    assertThat(server.objects().count()).isEqualTo(1);
  }

  @Test
  void theObjectsOfAComponentLieInItsOwnArea() {
    String component = TestWallets.random().address();
    try (SpaceClient ofComponent =
        SpaceClient.builder()
            .endpoint(server.endpoint())
            .wallet(server.wallet())
            .componentDid("did:abt:" + component)
            .build()) {
      Backups.full(ofComponent, server).source(SOURCE).run().orElseThrow();
      assertThat(server.objects().keys())
          .containsExactly(".components/" + component + "/" + Backups.folder(server) + "a");
      assertThat(Backups.full(ofComponent, server).source(SOURCE).run().orElseThrow().unchanged())
          .isEqualTo(1);
      assertThat(ofComponent.objects().list("/"))
          .singleElement()
          .extracting(SpaceObject::key)
          .isEqualTo(Backups.folder(server) + "a");
      Backups.restore(ofComponent, server).target(temporary.resolve("target")).run().orElseThrow();
    }
    assertThat(temporary.resolve("target/a")).hasSize(100);
  }

  @Test
  void anAccessKeyKnowsNoComponents() {
    Wallet key = TestWallets.random();
    try (SpaceServer open = SpaceServer.builder().accessKey(key).start();
        SpaceClient byKey =
            SpaceClient.builder()
                .baseUrl(open.baseUrl())
                .credentials(Credentials.accessKey(key.exportSecretKey()))
                .componentDid(TestWallets.random().address())
                .build()) {
      byKey.objects().put("a", new byte[1]);

      assertThat(open.objects().keys()).containsExactly("a");
    }
  }

  @Test
  void theServiceEndpointIsUsedUnlessThatIsSwitchedOff() {
    try (SpaceServer service =
            SpaceServer.builder().space(server.spaceDid()).app(server.wallet()).start();
        SpaceClient loyal =
            SpaceClient.builder()
                .endpoint(server.endpoint())
                .wallet(server.wallet())
                .followServiceEndpoint(false)
                .build()) {
      server.serviceEndpoint(service.endpoint());

      Backups.full(loyal, server).source(SOURCE).run().orElseThrow();
      assertThat(server.objects().count()).isEqualTo(1);
      assertThat(server.journal().entries("GET", Route.ENDPOINT)).isEmpty();
      assertThat(service.journal().entries()).isEmpty();

      Backups.full(client, server).source(SOURCE).run().orElseThrow();
      assertThat(service.objects().count()).isEqualTo(1);
      assertThat(service.records()).hasSize(1);
    }
  }

  @Test
  void aSpaceSaysHowItIs() {
    server.capacity(1000);
    assertThat(client.status()).isEqualTo(new SpaceStatus(true, false, 1000, ""));
    server.fill();
    assertThat(client.status()).isEqualTo(new SpaceStatus(true, true, 0, ""));
    server.unavailable("Closed for today.");
    assertThat(client.status()).isEqualTo(new SpaceStatus(false, true, 0, "Closed for today."));
  }
}
