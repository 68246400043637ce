package io.spaces.client.internal.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
