package io.spaces.client.internal.protocol.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.Vectors;
import io.spaces.client.error.InvalidParameterException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeysTest {
  static Stream<JsonNode> keys() {
    return Vectors.each("keys");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void writesKeysAsTheOfficialClientDoes(JsonNode vector) {
    String key = vector.get("key").textValue();
    String encoded = vector.get("encoded").textValue();

    assertThat(ObjectKeys.encode(key)).isEqualTo(encoded);
    assertThat(ObjectKeys.decode(encoded)).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b\n?#%\\", "\u0000", "😀/é", "\ud7ff\ue000\uffff"})
  void readsBackWhatItWrites(String key) {
    assertThat(ObjectKeys.decode(ObjectKeys.encode(key))).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\ud800", "\ud800a", "\udc00", "\udc00\ud800", "\ud800\ud800\udc00"})
  void refusesToWriteHalfASurrogatePair(String key) {
    assertThatThrownBy(() -> ObjectKeys.encode(key))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("surrogate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Lw==", "Lx", "L", "L+8", "L w", "Lw\n", "gICA", "_w"})
  void refusesToReadWhatItWouldNotWrite(String encoded) {
    assertThatThrownBy(() -> ObjectKeys.decode(encoded))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("base64url");
  }
}
