package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.SpaceClient;
import io.spaces.client.SpaceObject;
import io.spaces.client.SpaceStatus;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.SpaceErrorCode;
import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.TestWallets;
import io.spaces.client.testkit.faults.Requests;
import io.spaces.client.transfer.TransferStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    SpaceStatus status = client.status();
    assertThat(status.takesBackups()).isTrue();
    assertThat(status.freeCapacity()).isEqualTo(1000);
    assertThat(status.version()).isEqualTo("1.3.0");
    assertThat(status.owner()).isEqualTo(server.appDid().address());
    assertThat(status.name()).isNotEmpty();
    assertThat(status.listable() && status.readable() && status.writeable()).isTrue();

    server.fill();
    assertThat(client.status().full()).isTrue();
    assertThat(client.status().takesBackups()).isFalse();

    server.unavailable("Closed for today.", 1004);
    assertThat(client.status().available()).isFalse();
    assertThat(client.status().error()).isEqualTo(SpaceErrorCode.PAST_DUE);
    assertThat(client.status().message()).isEqualTo("Closed for today.");
    assertThat(SpaceErrorCode.fromCode(0)).isNull();
    assertThat(SpaceErrorCode.fromCode(1)).isEqualTo(SpaceErrorCode.OTHER);
  }

  @Test
  void theExplorerOfASpaceIsWhereBlockletServerLinksTo() {
    String area = server.endpoint();
    String app = server.appDid().address();

    assertThat(client.explorer())
        .hasValue(
            area.replace("/api/space/", "/space/").replace("/app/" + app + "/", "/apps/" + app)
                + "/explorer?key=/apps/"
                + app
                + "/.did-objects/"
                + app
                + "/");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 405, 501})
  void aSpaceThatDoesNotSayHowItIsTakesBackupsAndGivesThemBack(int refusal) {
    server.faults().on(Requests.status()).answer(refusal);

    Backups.full(client, server).source(SOURCE).run().orElseThrow();

    assertThat(client.status().takesBackups()).isTrue();
    assertThat(server.objects().count()).isEqualTo(1);
  }

  @Test
  void aSpaceIsAskedHowItIsWhereOfficialProgramsAsk() {
    try (SpaceServer strict = SpaceServer.builder().officialHeads(true).start();
        SpaceClient client = Backups.client(strict)) {
      Backups.full(client, strict).source(SOURCE).run().orElseThrow();
      strict.fill();

      BackupResult refused = Backups.full(client, strict).source(SOURCE).run();

      assertThat(refused.status()).isEqualTo(TransferStatus.FAILED);
      assertThat(refused.statusMessage()).contains("The space is full");
    }
  }

  @Test
  void anErrorOfTheSpaceEndsARunEarlyAndIsNamed() {
    server.unavailable("Please pay.", 1004);

    BackupResult result = Backups.full(client, server).source(SOURCE).run();

    assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(result.statusMessage()).contains("not available", "1004 past_due", "Please pay.");
    assertThat(server.records()).isEmpty();
  }
}
