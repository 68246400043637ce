package io.spaces.client.internal.vault.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.internal.http.ScriptedTransport;
import io.spaces.client.internal.protocol.Endpoint;
import io.spaces.client.internal.protocol.SpaceApi;
import io.spaces.client.internal.vault.Vault;
import java.io.InputStream;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SpaceObjectStoreTest {
  private final ScriptedTransport server = new ScriptedTransport();
  private final SpaceObjectStore store =
      new SpaceObjectStore(
          new SpaceApi(
              server,
              Endpoint.parse("https://host/api/space/default/app/default/"),
              (method, target) -> Map.of()),
          "f/");

  @ParameterizedTest
  @MethodSource("unclearAnswers")
  void whetherAnObjectIsMissingIsDecidedByAListWhereTheAnswerIsUnclear(int status, String body) {
    server.answer(status, body).answer(200, "[]");
    assertThat(store.get("locks/a", InputStream::readAllBytes)).isEmpty();

    server.answer(status, body).answer(200, "[{\"key\":\"/a\",\"size\":1,\"lastModified\":1}]");
    assertThatThrownBy(() -> store.get("locks/a", InputStream::readAllBytes))
        .isInstanceOf(SpaceException.class);

    server.answer(status, body).answer(status, "<html>no list either</html>");
    assertThatThrownBy(() -> store.get("locks/a", InputStream::readAllBytes))
        .isInstanceOf(SpaceException.class);
  }

  static Stream<Arguments> unclearAnswers() {
    return Stream.of(
        arguments(404, "<html><h1>404 Not Found</h1></html>"),
        arguments(400, "Object(a) not exists"),
        arguments(500, "Object(a) not exists"),
        arguments(200, ""));
  }

  @Test
  void aClearAnswerIsBelievedWithoutAList() {
    server.answer(404, "no such object");

    assertThat(store.get("config", InputStream::readAllBytes)).isEmpty();
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void anObjectThatIsLongerThanItCanBeIsDamaged() {
    server.answer(200, "12345").answer(200, "123456");

    assertThat(store.get("index/a", 5, InputStream::readAllBytes)).isPresent();
    assertThatThrownBy(() -> store.get("index/a", 5, InputStream::readAllBytes))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("index/a is longer than the 5 bytes it can have");
  }

  @Test
  void aConfigurationOrALockIsShort() {
    server.answer(200, "x".repeat((1 << 20) + 1));

    assertThatThrownBy(() -> store.get("config", InputStream::readAllBytes))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("config is longer than the 1048576 bytes it can have");
  }

  @Test
  void whatIsNotListedNeedNotBeDeleted() {
    server.answer(500, "Object(a) not exists").answer(200, "[]");
    store.delete("packs/a");

    server.answer(500, "broken").answer(200, "[{\"key\":\"/a\",\"size\":1,\"lastModified\":1}]");
    assertThatThrownBy(() -> store.delete("packs/a")).isInstanceOf(SpaceResponseException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>Welcome</html>", "404"})
  void whereNoConfigIsListedThereIsNoVaultWhateverIsServedForIt(String served) {
    server.answer(200, served).answer(200, "[]").answer(200, "[]");

    assertThat(Vault.open(store, null, null)).isEmpty();
  }

  @Test
  void aConfigThatIsListedAndNotServedIsNoReasonToMakeAnotherVault() {
    server.answer(404, "no");
    server.answer(200, "[{\"key\":\"/config\",\"size\":1,\"lastModified\":1}]").answer(404, "no");

    assertThatThrownBy(() -> Vault.open(store, null, null))
        .isInstanceOf(IntegrityException.class)
        .hasMessageContaining("config is listed, but is not there");
  }
}
