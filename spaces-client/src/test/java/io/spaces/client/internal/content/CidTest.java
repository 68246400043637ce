package io.spaces.client.internal.content;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.Vectors;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidTest {
  @Test
  void readsBackWhatItWrites() {
    Random random = new Random(4);
    for (int i = 0; i < 1_000; i++) {
      byte[] digest = new byte[32];
      random.nextBytes(digest);

      assertThat(ContentHash.fromCid(ContentHash.toCid(digest)))
          .as("digest %d", i)
          .isEqualTo(digest);
    }
  }

  @Test
  void readsAndWritesTheOfficialOnes() {
    Vectors.each("contentHash")
        .map(vector -> vector.get("cid").textValue())
        .forEach(
            cid -> {
              byte[] digest = requireNonNull(ContentHash.fromCid(cid), cid);
              assertThat(digest).hasSize(32);
              assertThat(ContentHash.toCid(digest)).isEqualTo(cid);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "b",
        "bafybeif7ztnhq65lumvvtr4ekcwd2ifwgm3awq4zfr3srh462rwyinlb4",
        "bafybeif7ztnhq65lumvvtr4ekcwd2ifwgm3awq4zfr3srh462rwyinlb4yy",
        "zafybeif7ztnhq65lumvvtr4ekcwd2ifwgm3awq4zfr3srh462rwyinlb4y",
        "bafkreif7ztnhq65lumvvtr4ekcwd2ifwgm3awq4zfr3srh462rwyinlb4y",
        "bafybeif7ztnhq65lumvvtr4ekcwd2ifwgm3awq4zfr3srh462rwyinlb41",
        "bafybeif7ztnhq65lumvvtr4ekcwd2ifwgm3awq4zfr3srh462rwyinlb4z",
        "bafybeif7ztnhq65lumvvtr4ekcwd2ifwgm3awq4zfr3srh462rwyinlb4\u0179",
        "QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH"
      })
  void givesNoDigestForAnythingElse(String cid) {
    assertThat(ContentHash.fromCid(cid)).isNull();
  }

  @Test
  void givesNoDigestForUpperCase() {
    String cid = ContentHash.cidOf(new byte[0]);

    assertThat(ContentHash.fromCid(cid.toUpperCase(Locale.ROOT))).isNull();
    assertThat(ContentHash.fromCid("b" + cid.substring(1).toUpperCase(Locale.ROOT))).isNull();
  }

  @Test
  void writesDigestsOf32BytesOnly() {
    assertThatThrownBy(() -> ContentHash.toCid(new byte[31])).hasMessageContaining("31 bytes");
  }
}
