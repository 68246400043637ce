package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.any;
import static io.spaces.client.testkit.faults.Requests.createBackup;
import static io.spaces.client.testkit.faults.Requests.delete;
import static io.spaces.client.testkit.faults.Requests.endpoint;
import static io.spaces.client.testkit.faults.Requests.get;
import static io.spaces.client.testkit.faults.Requests.lists;
import static io.spaces.client.testkit.faults.Requests.put;
import static io.spaces.client.testkit.faults.Requests.status;
import static io.spaces.client.testkit.faults.Requests.updateBackup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.SpaceException;
import io.spaces.client.identity.Credentials;
import io.spaces.client.internal.protocol.object.ObjectKeys;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.faults.Reply;
import io.spaces.client.testkit.faults.Requests;
import io.spaces.client.transfer.TransferStatus;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials and data stay with the origin that they are meant for. */
class RedirectsTest {
  private static final List<SourceObject> SOURCE = List.of(SourceObject.of("a", new byte[100]));

  private SpaceServer server;
  private SpaceServer elsewhere;

  @BeforeEach
  void start() {
    server = SpaceServer.builder().authorizationToken("a-very-secret-token").start();
    elsewhere = SpaceServer.inMemory().start();
  }

  @AfterEach
  void stop() {
    server.close();
    elsewhere.close();
  }

  static Stream<Requests> everyStep() {
    return Stream.of(any(), createBackup(), lists(), put(), delete(), updateBackup());
  }

  @ParameterizedTest
  @MethodSource("everyStep")
  void aRedirectToAnotherOriginIsNeverFollowed(Requests requests) {
    try (SpaceClient client = Backups.client(server)) {
      Backups.full(client, server)
          .source(List.of(SourceObject.of("gone", new byte[10])))
          .run()
          .orElseThrow();
      server.faults().on(requests).redirectToOrigin(URI.create(elsewhere.origin()));

      BackupResult result =
          Backups.full(client, server).source(SOURCE).strictSync(true).retries(1).run();

      assertThat(result.status()).isNotEqualTo(TransferStatus.SUCCEEDED);
    }
    assertThat(elsewhere.journal().entries()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void noKindOfRedirectTakesAnUploadElsewhere(int status) {
    server
        .faults()
        .on(put())
        .answer(Reply.status(status).header("Location", elsewhere.endpoint() + "object/YQ"));
    try (SpaceClient client = Backups.client(server)) {
      BackupResult result = Backups.full(client, server).source(SOURCE).run();

      assertThat(result.failures())
          .singleElement()
          .satisfies(failure -> assertThat(failure.message()).contains("redirected"));
    }
    assertThat(elsewhere.journal().entries()).isEmpty();
    assertThat(elsewhere.objects().count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noDownloadIsTakenFromElsewhere(boolean linkLocal) {
    server.objects().put(Backups.folder(server) + "a", "the real one");
    elsewhere.objects().put(Backups.folder(server) + "a", "a forged one");
    if (linkLocal) {
      server.faults().on(get()).redirectToLinkLocal();
    } else {
      server.faults().on(get()).redirectToOrigin(URI.create(elsewhere.origin()));
    }
    try (SpaceClient client = Backups.client(server)) {
      assertThatThrownBy(() -> client.objects().get(Backups.folder(server) + "a"))
          .isInstanceOf(SpaceException.class)
          .hasMessageContaining("redirected");
    }
    assertThat(elsewhere.journal().entries()).isEmpty();
  }

  @Test
  void anAuthorizationTokenStaysAtHomeToo() {
    try (SpaceClient client =
        SpaceClient.builder()
            .baseUrl(server.baseUrl())
            .credentials(Credentials.authorizationToken("a-very-secret-token"))
            .build()) {
      server.faults().on(createBackup()).redirectToOrigin(URI.create(elsewhere.origin()));

      BackupResult result = Backups.full(client, server).source(SOURCE).run();

      assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
      assertThat(result.statusMessage()).contains("redirected");
    }
    assertThat(elsewhere.journal().entries()).isEmpty();
  }

  @Test
  void aRedirectOfTheLookAtTheSpaceIsNotFollowedAndSaysNothing() {
    server.faults().on(status()).redirectToOrigin(URI.create(elsewhere.origin()));
    try (SpaceClient client = Backups.client(server)) {
      Backups.full(client, server).source(SOURCE).run().orElseThrow();
    }
    assertThat(elsewhere.journal().entries()).isEmpty();
  }

  @Test
  void aServiceEndpointOfAnotherAppIsNotUsed() {
    server.serviceEndpoint(elsewhere.endpoint());
    try (SpaceClient client = Backups.client(server)) {
      Backups.full(client, server).source(SOURCE).run().orElseThrow();
    }
    assertThat(elsewhere.journal().entries()).isEmpty();
    assertThat(server.objects().count()).isEqualTo(1);
  }

  @Test
  void aRedirectOfTheQuestionForTheServiceEndpointLeavesTheConfiguredOneInUse() {
    server.faults().on(endpoint()).redirectToOrigin(URI.create(elsewhere.origin()));
    try (SpaceClient client = Backups.client(server)) {
      Backups.full(client, server).source(SOURCE).run().orElseThrow();
    }
    assertThat(elsewhere.journal().entries()).isEmpty();
  }

  @Test
  void aRedirectAtHomeIsFollowedWithASignatureOfItsOwn() {
    String path = URI.create(server.endpoint()).getPath() + "object/";
    String key = ObjectKeys.encode(Backups.folder(server) + "a");
    server.faults().on(put()).nth(1).redirectTo(path + key);
    try (SpaceClient client = Backups.client(server)) {
      Backups.full(client, server).source(SOURCE).run().orElseThrow();
    }
    assertThat(server.objects().count()).isEqualTo(1);
    assertThat(server.journal().entries("PUT", Route.OBJECT)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"object/", "../../app/zOther/object/", "lists/", "backup?"})
  void aRedirectToAnotherObjectOrAppIsNotFollowed(String route) {
    String other = ObjectKeys.encode(".did-objects/another/secret");
    server.faults().on(put()).redirectTo(URI.create(server.endpoint()).resolve(route) + other);
    server.faults().on(get()).redirectTo(URI.create(server.endpoint()).resolve(route) + other);
    try (SpaceClient client = Backups.client(server)) {
      assertThat(Backups.full(client, server).source(SOURCE).run().status())
          .isEqualTo(TransferStatus.PARTIAL);
      assertThatThrownBy(() -> client.objects().get(Backups.folder(server) + "a"))
          .isInstanceOf(SpaceException.class)
          .hasMessageContaining("which is not followed");
    }
    assertThat(server.journal().entries())
        .noneMatch(entry -> entry.target().contains(other) || entry.target().contains("zOther"));
  }
}
