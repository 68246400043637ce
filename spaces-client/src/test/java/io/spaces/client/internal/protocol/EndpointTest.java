package io.spaces.client.internal.protocol;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.InvalidParameterException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {
  static final String SPACE = TestDids.SPACE;
  static final String APP = TestDids.APP;
  private static final String AREA = "/api/space/" + SPACE + "/app/" + APP + "/";

  @ParameterizedTest
  @CsvSource({
    "https://host{}, https://host{}",
    "https://host{}object/, https://host{}",
    "https://host{}object, https://host{}",
    "https://host{}object//, https://host{}",
    "https://host{}//, https://host{}",
    "https://host{}?a=/b/&c, https://host{}",
    "https://host{}object/?x=1#y, https://host{}",
    "https://host{}#y, https://host{}",
    "'  https://host{}  ', https://host{}",
    "HTTPS://HOST:443{}, https://host{}",
    "http://Host:80{}, http://host{}",
    "http://host:8080{}, http://host:8080{}",
    "https://host/mount/point{}, https://host/mount/point{}",
    "https://host/a/../b/./c{}, https://host/b/c{}",
    "https://[::1]:8443{}, https://[::1]:8443{}",
    "https://host/ä b{}, ''",
    "https://host/%C3%A4{}, https://host/%C3%A4{}",
    "https://host/ä{}, https://host/%C3%A4{}",
  })
  void normalisesWhatUsersPaste(String pasted, String expected) {
    String url = pasted.replace("{}", AREA);
    if (expected.isEmpty()) {
      assertThatThrownBy(() -> Endpoint.parse(url)).isInstanceOf(InvalidParameterException.class);
    } else {
      assertThat(Endpoint.parse(url)).hasToString(expected.replace("{}", AREA));
    }
  }

  @Test
  void addsAMissingSlash() {
    String url = "https://host" + AREA;
    assertThat(Endpoint.parse(url.substring(0, url.length() - 1))).hasToString(url);
  }

  @Test
  void writesDidsAsTheyAreWrittenOnTheWire() {
    String ethereum = "0x742d35Cc6634C0532925a3b844Bc454e4438f44e";
    String pasted =
        "https://host/api/space/did:abt:" + SPACE + "/app/did:abt:" + ethereum.toLowerCase(ROOT);

    assertThat(Endpoint.parse(pasted))
        .hasToString("https://host/api/space/" + SPACE + "/app/" + ethereum + "/");
  }

  @Test
  void knowsItsParts() {
    Endpoint endpoint = Endpoint.parse("https://host:8443/mount" + AREA);

    assertThat(endpoint.origin()).isEqualTo("https://host:8443");
    assertThat(endpoint.host()).isEqualTo("host");
    assertThat(endpoint.path()).isEqualTo("/mount" + AREA);
    assertThat(endpoint.spaceDid()).isEqualTo(SPACE);
    assertThat(endpoint.appDid()).isEqualTo(APP);
    assertThat(endpoint.isSecure()).isTrue();
    assertThat(endpoint).isEqualTo(Endpoint.parse(endpoint.toString()));
  }

  @Test
  void acceptsDefaultInPlaceOfADid() {
    Endpoint endpoint = Endpoint.parse("https://host/api/space/default/app/default");

    assertThat(endpoint.spaceDid()).isEqualTo("default");
    assertThat(endpoint.appDid()).isEqualTo("default");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "host",
        "ftp://host{}",
        "file:///api/space",
        "https:{}",
        "https://{}",
        "https://host",
        "https://host/api/space/default/",
        "https://host/api/space/default/app/",
        "https://host/api/space/default/app/default/more/",
        "https://host/api/space/default/other/default/",
        "https://host/api/space/z1/app/default/",
        "https://host/api/space/default/app/nonsense/",
        "https://host/api/space/../app/default/",
        "https://ho st{}",
        "https://host:99999999999{}",
        "https://user:secret@host{}",
        "https://user:secret@local_host{}",
        "https://user:secret@b\u00fccher.example{}",
        "https:/user:secret@host{}",
        "https:///user:secret@host{}",
        "https://user:secret@host:x{}",
        "https://user:secret/secret@host{}",
        "https://local_host{}",
        "https://[fe80::1%25eth0]{}",
        "https://xn--0{}",
        "https://a.1234567890123456789012345678901234567890123456789012345678901234.b{}",
        "https://host:0{}",
        "https://host:65536{}",
        "https://host/..{}",
        "https://host/%2e%2E{}",
        "https://b\u00fccher.example{}",
        "https://host/%zz{}",
        "javascript:alert(1)//{}",
      })
  void refusesWhatIsNotAnEndpointAndNamesTheParameter(String text) {
    assertThatThrownBy(() -> Endpoint.parse(text.replace("{}", AREA)))
        .isInstanceOfSatisfying(
            InvalidParameterException.class,
            e -> {
              assertThat(e.parameter()).isEqualTo("endpoint");
              assertThat(e).hasMessageContaining("/api/space/<spaceDid>/app/<appDid>/");
              assertThat(e.getMessage()).doesNotContain("secret");
            });
  }

  @Test
  void damagedEndpointsNeverCauseAnythingButTheDocumentedError() {
    String url = "https://user@[::1]:8443/a%20b/../c;d" + AREA + "object/?x=%41#y";
    for (int seed = 0; seed < 10_000; seed++) {
      Random random = new Random(seed);
      StringBuilder damaged = new StringBuilder(url);
      for (int i = random.nextInt(5); i >= 0; i--) {
        int at = random.nextInt(damaged.length());
        switch (random.nextInt(3)) {
          case 0 -> damaged.deleteCharAt(at);
          case 1 -> damaged.setCharAt(at, (char) random.nextInt(0x250));
          default -> damaged.insert(at, "/:@?#%.[]\\ d".charAt(random.nextInt(12)));
        }
      }
      try {
        Endpoint endpoint = Endpoint.parse(damaged.toString());
        assertThat(Endpoint.parse(endpoint.toString())).as("seed %d", seed).isEqualTo(endpoint);
      } catch (InvalidParameterException e) {
        assertThat(e.parameter()).isEqualTo("endpoint");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + damaged, e);
      }
    }
  }
}
