package io.spaces.client.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.internal.http.ScriptedTransport;
import io.spaces.client.internal.protocol.Endpoint;
import io.spaces.client.internal.protocol.SpaceApi;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SpaceObjectStoreTest {
  private final ScriptedTransport server = new ScriptedTransport();
  private final SpaceObjectStore store =
      new SpaceObjectStore(
          new SpaceApi(
              server,
              Endpoint.parse("https://host/api/space/default/app/default/"),
              (method, target) -> Map.of()),
          "f/");

  @Test
  void anObjectIsMissingWhenTheSpaceSaysSoAndNotWhenAGatewayDoes() {
    server.answer(404, "no such object").answer(404, "<html><h1>404 Not Found</h1></html>");

    assertThat(store.get("config", InputStream::readAllBytes)).isEmpty();
    assertThatThrownBy(() -> store.get("config", InputStream::readAllBytes))
        .isInstanceOf(SpaceResponseException.class);
  }
}
