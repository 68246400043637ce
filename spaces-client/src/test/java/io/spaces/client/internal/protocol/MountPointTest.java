package io.spaces.client.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.internal.http.ScriptedTransport;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MountPointTest {
  private static final String SPACE = "z8iZnaYxnkMD5AKRjTKiCb8pQr1ut8UantAcf";

  private final ScriptedTransport server = new ScriptedTransport();

  @Test
  void findsTheSpaceAmongTheComponents() {
    server.answer(
        200,
        """
        {"name": "x", "more": {"did": "%1$s"}, "componentMountPoints": [
          {"did": "z1other", "mountPoint": "/other"}, 7,
          {"mountPoint": "/did-spaces/", "title": [], "did": "%1$s"}], "z": []}
        """
            .formatted(SPACE));

    assertThat(MountPoint.discover(server, "https://Host:8443/some/page?x=1"))
        .hasToString("https://host:8443/did-spaces/api/space/default/app/default/");
    assertThat(server.requests())
        .singleElement()
        .hasToString("GET https://host:8443/__blocklet__.js?type=json");
    assertThat(server.requests().get(0).headers())
        .containsExactly(Map.entry("x-signature-version", "2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "", "//evil.test/"})
  void staysOnTheServerWhateverItsMountPoint(String mountPoint) {
    server.answer(
        200,
        "{\"componentMountPoints\":[{\"did\":\"%s\",\"mountPoint\":\"%s\"}]}"
            .formatted(SPACE, mountPoint));

    assertThat(MountPoint.discover(server, "https://host").origin()).isEqualTo("https://host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@evil.test/",
        "a/../b",
        "/api/space/x/app/y/object/YQ?",
        "/x/api/space/z1other/app/z1other/#",
        "/a%2Fb",
        "/API",
        "a//b",
        "a\\\\b"
      })
  void refusesAMountPointThatLeadsToAnotherSpaceOrRoute(String mountPoint) {
    server.answer(
        200,
        "{\"componentMountPoints\":[{\"did\":\"%s\",\"mountPoint\":\"%s\"}]}"
            .formatted(SPACE, mountPoint));

    assertThatThrownBy(() -> MountPoint.discover(server, "https://host"))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("mounted where none would be");
  }

  @Test
  void keepsAnEndpoint() {
    String endpoint = "https://host/api/space/default/app/default/";

    assertThat(MountPoint.discover(server, endpoint + "?a=b")).hasToString(endpoint);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void saysThatThereIsNoSpace() {
    server.answer(200, "{\"componentMountPoints\":[]}");

    assertThatThrownBy(() -> MountPoint.discover(server, "https://host/?token=secret"))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("https://host")
        .hasMessageNotContaining("secret");
  }

  @Test
  void saysWhatIsWrongWithTheServer() {
    server.answer(404, "nothing here").answer(200, "<html>").answer(200, "[]");

    assertThatThrownBy(() -> MountPoint.discover(server, "https://host"))
        .isInstanceOf(SpaceResponseException.class)
        .hasMessageContaining("nothing here");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> MountPoint.discover(server, "https://host"))
          .isInstanceOf(SpaceException.class)
          .hasMessageContaining("not what a space sends");
    }
  }

  @Test
  void refusesWhatIsNotAUrl() {
    assertThatThrownBy(() -> MountPoint.discover(server, "host"))
        .isInstanceOf(InvalidParameterException.class);
  }
}
