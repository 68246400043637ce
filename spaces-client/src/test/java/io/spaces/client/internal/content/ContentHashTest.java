package io.spaces.client.internal.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.Vectors;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentHashTest {
  static Stream<JsonNode> sizes() {
    return Vectors.each("contentHash");
  }

  static Stream<JsonNode> texts() {
    return Vectors.each("contentHashText");
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void agreesWithTheOfficialHashOfEverySize(JsonNode vector) {
    byte[] content = Vectors.bytes(vector.get("size").intValue());

    assertThat(ContentHash.cidOf(content)).isEqualTo(vector.get("cid").textValue());
  }

  @ParameterizedTest
  @MethodSource("texts")
  void agreesWithTheOfficialHashOfTexts(JsonNode vector) {
    byte[] content = vector.get("text").textValue().getBytes(StandardCharsets.UTF_8);

    assertThat(ContentHash.cidOf(content)).isEqualTo(vector.get("cid").textValue());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5_000, 262_143, 262_144, 262_145, 524_288, 1_048_576, 45_875_217})
  void doesNotCareInWhichPiecesTheContentComes(int size) {
    byte[] content = Vectors.bytes(size);
    byte[] whole = new ContentHash().finish(content, 0, size);
    long seed = size + 7L;
    Random random = new Random(seed);
    ContentHash hash = new ContentHash();
    int at = 0;
    while (at < size) {
      int piece = Math.min(size - at, random.nextInt(2 * ContentHash.CHUNK_SIZE));
      hash.update(content, at, piece);
      at += piece;
    }

    assertThat(hash.finish()).as("seed %d", seed).isEqualTo(whole);
  }

  /**
   * The official vectors end at two levels. These were computed by a program in Python that shares
   * nothing with this one: leaf i has the digest SHA-256 of i in decimal digits, and 262,144 bytes;
   * the last one has 5.
   */
  @ParameterizedTest
  @CsvSource({
    "174, 1bd1dd0e1b72f6cb90bae7b55d3b0e6734eade145bd5466d87fcd5953fe5ba4e",
    "175, 4c78d0b7ca36e8d627225cc9142ff424d8c6978ba45085cb4b235f55394f52b6",
    "30276, 4a8668005dfeea941b5ffdc512ce0c1c57b146896590a3fa5ce25115a2dcc63b",
    "30277, c06af8963f65a89cd9152b835576c9ced82afea1414f1c845ecca9f728e593fd",
    "60553, ef25166541b8bf4b37904919825b40ffc42e3b64d0acabe19d437c41759b56b9",
  })
  void growsByALevelWhenOneIsFull(int leaves, String root) throws NoSuchAlgorithmException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    ContentHash hash = new ContentHash();
    for (int i = 0; i < leaves; i++) {
      byte[] digest = sha256.digest(Integer.toString(i).getBytes(StandardCharsets.US_ASCII));
      hash.addLeaf(digest, i < leaves - 1 ? ContentHash.CHUNK_SIZE : 5);
    }

    assertThat(hash.finish()).isEqualTo(HexFormat.of().parseHex(root));
  }

  @Test
  void takesTheLastPieceAlongWhenItFinishes() {
    byte[] content = Vectors.bytes(700_000);
    byte[] whole = new ContentHash().finish(content, 0, content.length);

    for (int cut : new int[] {0, 1, 262_143, 262_144, 262_145, 524_288, 699_999, 700_000}) {
      ContentHash hash = new ContentHash();
      hash.update(content, 0, cut);

      assertThat(hash.finish(content, cut, content.length - cut))
          .as("cut at %d", cut)
          .isEqualTo(whole);
    }
  }

  @Test
  void startsOverAfterEachContent() {
    ContentHash reused = new ContentHash();

    for (int size : new int[] {46_000_000, 0, 300_000, 5, 262_144, 0, 46_000_000, 1}) {
      byte[] content = Vectors.bytes(size);
      reused.update(content, 0, size / 3);
      reused.update(content, size / 3, size - size / 3);

      assertThat(ContentHash.toCid(reused.finish()))
          .as("%d bytes", size)
          .isEqualTo(ContentHash.cidOf(content));
    }
  }
}
