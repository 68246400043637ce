package io.spaces.client.internal.protocol.sign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spaces.client.Vectors;
import io.spaces.client.internal.crypto.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestDigestTest {
  static Stream<JsonNode> digests() {
    return Vectors.each("digests");
  }

  @ParameterizedTest
  @MethodSource("digests")
  void agreesWithTheOfficialDigest(JsonNode vector) {
    String method = vector.get("method").textValue();
    String url = vector.get("url").textValue();

    assertThat(RequestDigest.canonicalJson(method, url))
        .isEqualTo(vector.get("canonicalJson").textValue());
    assertThat(hex(RequestDigest.of(method, url))).isEqualTo(vector.get("digest").textValue());
  }

  @Test
  void hashesAsTheOfficialHasherDoes() {
    JsonNode vector = Vectors.get("sha3").get(0);
    byte[] text = vector.get("text").textValue().getBytes(StandardCharsets.UTF_8);

    assertThat(hex(Hashes.sha3(text))).isEqualTo(vector.get("hex").textValue());
  }

  @Test
  void escapesAsJavaScriptDoes() {
    // node -e 'console.log(JSON.stringify({data: {}, method: "GET", url:
    // "/\"\\\b\t\n\f\r\u0001\u001f\u007f/é€😀\ud800x\udc00"}))'
    assertThat(
            RequestDigest.canonicalJson(
                "GET", "/\"\\\b\t\n\f\r\u0001\u001f\u007f/é€😀\ud800x\udc00"))
        .isEqualTo(
            "{\"data\":{},\"method\":\"GET\",\"url\":\"/\\\"\\\\\\b\\t\\n\\f\\r\\u0001\\u001f\u007f"
                + "/é€😀\\ud800x\\udc00\"}");
  }

  @Test
  void isAlwaysJsonThatSaysTheSame() throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    long seed = 8;
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder url = new StringBuilder("/");
      for (int n = random.nextInt(40); n > 0; n--) {
        url.append((char) (random.nextBoolean() ? random.nextInt(0x80) : random.nextInt(0x10000)));
      }

      JsonNode read = json.readTree(RequestDigest.canonicalJson("PUT", url.toString()));

      assertThat(read.get("url").textValue()).as("seed %d", seed).isEqualTo(url.toString());
      assertThat(read.get("method").textValue()).isEqualTo("PUT");
      assertThat(read.get("data")).isEmpty();
    }
  }

  private static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }
}
