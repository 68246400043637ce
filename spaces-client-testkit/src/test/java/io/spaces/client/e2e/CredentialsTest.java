package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.KeyType;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.ManualClock;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.TestWallets;
import io.spaces.client.testkit.faults.Reply;
import io.spaces.client.transfer.TransferStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way to authenticate. */
class CredentialsTest {
  private static final List<SourceObject> SOURCE = List.of(SourceObject.of("a", new byte[100]));

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"ED25519", "SECP256K1", "ETHEREUM"})
  void aWalletOfEveryKindSigns(KeyType type) {
    Wallet wallet = TestWallets.seeded(3, type);
    try (SpaceServer server = SpaceServer.builder().memory().app(wallet).start();
        SpaceClient client = Backups.client(server)) {
      Backups.full(client, server).source(SOURCE).run().orElseThrow();

      assertThat(server.objects().count()).isEqualTo(1);
    }
  }

  @Test
  void aDelegatedWalletActsForTheApp() {
    Wallet agent = TestWallets.random();
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client =
            SpaceClient.builder()
                .endpoint(server.endpoint())
                .wallet(agent)
                .delegation(TestWallets.delegation(server.wallet(), agent))
                .build()) {
      Backups.full(client, server).source(SOURCE).run().orElseThrow();

      assertThat(server.objects().count()).isEqualTo(1);
    }
  }

  @Test
  void aDelegationToSomebodyElseIsRefusedBeforeAnythingIsSent() {
    Wallet agent = TestWallets.random();
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client =
            SpaceClient.builder()
                .endpoint(server.endpoint())
                .wallet(TestWallets.random())
                .delegation(TestWallets.delegation(server.wallet(), agent))
                .build()) {
      assertThatThrownBy(() -> Backups.full(client, server).source(SOURCE).run())
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageStartingWith("delegation");
      assertThat(server.journal().entries()).isEmpty();
    }
  }

  @Test
  void aWalletThatIsNotTheAppsIsRefusedByTheSpace() {
    try (SpaceServer server = SpaceServer.inMemory().start();
        SpaceClient client =
            SpaceClient.builder()
                .endpoint(server.endpoint())
                .wallet(TestWallets.random())
                .build()) {
      BackupResult result = Backups.full(client, server).source(SOURCE).run();

      assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
      assertThat(result.statusCode()).isIn(401, 403);
      assertThat(result.count()).isEqualTo(-1);
      assertThat(server.objects().count()).isZero();
    }
  }

  @Test
  void anAttemptThatComesHoursAfterTheLastHasASignatureOfItsOwn() throws InterruptedException {
    ManualClock clock = ManualClock.now();
    clock.holdWaits();
    try (SpaceServer server = SpaceServer.builder().memory().clock(clock).start();
        SpaceClient client =
            SpaceClient.builder()
                .endpoint(server.endpoint())
                .wallet(server.wallet())
                .clock(clock)
                .build()) {
      server.faults().on(put()).nth(1).answer(Reply.status(503));
      BackupTask task = Backups.full(client, server).source(SOURCE).start();
      clock.awaitWaiting();
      // As when the machine sleeps meanwhile; a token is valid for an hour.
      clock.advance(Duration.ofHours(2));
      // The requests after it are held back a little, too.
      Thread time =
          new Thread(
              () -> {
                try {
                  while (!task.isDone()) {
                    clock.awaitWaiting();
                    clock.advance(Duration.ofMillis(50));
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      time.setDaemon(true);
      time.start();

      task.await().orElseThrow();
      time.interrupt();
      time.join();
      assertThat(server.objects().count()).isEqualTo(1);
    }
  }

  @Test
  void anAccessKeyFindsItsEndpointByTheMountPoint() {
    Wallet key = TestWallets.random();
    try (SpaceServer server =
            SpaceServer.builder().memory().mountPath("/space").accessKey(key).start();
        SpaceClient client =
            SpaceClient.builder()
                .baseUrl(server.baseUrl())
                .credentials(Credentials.accessKey(key.exportSecretKey()))
                .build()) {
      client.objects().put("a", new byte[10]);
      assertThat(client.objects().list("/")).hasSize(1);
    }
  }

  @Test
  void anAuthorizationTokenFindsItsEndpointByTheMountPoint() {
    try (SpaceServer server =
            SpaceServer.builder()
                .memory()
                .mountPath("/space")
                .authorizationToken("s3cret")
                .start();
        SpaceClient client =
            SpaceClient.builder()
                .baseUrl(server.baseUrl())
                .credentials(Credentials.authorizationToken("s3cret"))
                .build()) {
      client.objects().put("a", new byte[10]);
      assertThat(client.objects().list("/")).hasSize(1);
    }
  }
}
