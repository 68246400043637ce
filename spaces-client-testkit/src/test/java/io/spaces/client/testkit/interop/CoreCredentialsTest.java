package io.spaces.client.testkit.interop;

import static io.spaces.client.testkit.SpaceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.SpaceClient;
import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.KeyType;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.TestWallets;
import io.spaces.client.testkit.TreeSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way to prove who one is, before the official package's own checks. */
@InteropTest
class CoreCredentialsTest {
  @TempDir Path work;

  private CoreServer space;
  private FileTree source;

  @BeforeAll
  void open() {
    space = CoreServer.start();
  }

  @AfterAll
  void close() {
    space.close();
  }

  @BeforeEach
  void begin() throws IOException {
    source = FileTree.in(Files.createDirectories(work.resolve("data")));
    source.file("a.txt", "a").file("b/ü.txt", "ü");
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"ED25519", "SECP256K1", "ETHEREUM"})
  void aWalletOfEveryKindSigns(KeyType type) {
    assertBacksUpAndRestores(
        SpaceClient.builder()
            .endpoint(space.endpoint())
            .wallet(TestWallets.seeded(3, type))
            .build());
  }

  @Test
  void aDelegationThatTheOfficialPackagesIssueIsAccepted() {
    Wallet agent = TestWallets.random();
    String token =
        new OfficialClient(space.endpoint())
            .ask("delegation", "--to", agent.address())
            .path("data")
            .asText();

    Delegation delegation = Delegation.parse(token);

    assertThat(delegation.from()).isEqualTo(Peer.WALLET.did());
    assertBacksUpAndRestores(
        SpaceClient.builder()
            .endpoint(space.endpoint())
            .wallet(agent)
            .delegation(delegation)
            .build());
  }

  @Test
  void aDelegationOfOursIsAccepted() {
    Wallet agent = TestWallets.random();
    assertBacksUpAndRestores(
        SpaceClient.builder()
            .endpoint(space.endpoint())
            .wallet(agent)
            .delegation(TestWallets.delegation(Peer.WALLET, agent))
            .build());
  }

  @Test
  void anAccessKeyFindsTheSpaceAndSigns() {
    assertBacksUpAndRestores(
        SpaceClient.builder()
            .baseUrl(space.origin())
            .credentials(Credentials.accessKey(Peer.WALLET.exportSecretKey()))
            .build());
  }

  @Test
  void anAuthorizationTokenFindsTheSpaceAndNeedsNoSignature() {
    assertBacksUpAndRestores(
        SpaceClient.builder()
            .baseUrl(space.origin())
            .credentials(Credentials.authorizationToken("blocklet-4f2a"))
            .build());
  }

  private void assertBacksUpAndRestores(SpaceClient client) {
    String did = TestWallets.random().address();
    try (OurClient program = new OurClient(client, work.resolve("state"))) {
      PeerClient.Run run = program.full(did, source.root());
      assertThat(run.statusCode()).as(run.statusMessage()).isEqualTo(200);
      program.restore(work.resolve("back")).appPid(did).run().orElseThrow();
      assertThat(TreeSnapshot.of(work.resolve("back"))).holdsTheSameAs(source.snapshot());
      assertThat(program.history()).isNotEmpty();
    }
    assertThat(space.rejections()).isEmpty();
  }
}
