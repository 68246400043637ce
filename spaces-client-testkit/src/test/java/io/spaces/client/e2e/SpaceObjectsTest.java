package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.SpaceObject;
import io.spaces.client.SpaceObjects;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.internal.content.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single objects. */
class SpaceObjectsTest extends SpaceTest {
  private SpaceObjects objects;

  @BeforeEach
  void start() {
    objects = client.objects();
  }

  @Test
  void whatWasPutCanBeFoundReadAndDeleted() throws IOException {
    byte[] content = new byte[700_000];
    new Random(1).nextBytes(content);
    Path file = Files.write(temporary.resolve("file"), content);

    objects.put("notes/odd name? #1\n.bin", content);
    objects.put("notes/file", file);

    SpaceObject found = objects.head("notes/odd name? #1\n.bin").orElseThrow();
    assertThat(found.size()).isEqualTo(content.length);
    assertThat(found.contentHash()).as("the official core says none here").isNull();
    assertThat(objects.list("notes"))
        .extracting(SpaceObject::key)
        .containsExactlyInAnyOrder("odd name? #1\n.bin", "file");
    assertThat(objects.list("notes"))
        .extracting(SpaceObject::contentHash)
        .contains(ContentHash.cidOf(content));
    try (InputStream in = objects.get("notes/file")) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    objects.delete("notes/file");
    objects.delete("notes/file");
    assertThat(objects.head("notes/file")).isEmpty();
  }

  @Test
  void aMissingObjectIsSaidToBeMissing() {
    assertThatThrownBy(() -> objects.get("nothing"))
        .isInstanceOf(SpaceResponseException.class)
        .hasMessageContaining("nothing")
        .extracting("statusCode")
        .isEqualTo(404);
  }

  @Test
  void contentThatDoesNotFitItsHashIsNotReadToItsEndWithoutAnError() throws IOException {
    server
        .objects()
        .put(
            "lie",
            "the truth".getBytes(java.nio.charset.StandardCharsets.UTF_8),
            ContentHash.cidOf(new byte[9]));
    try (InputStream in = objects.get("lie")) {
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("lie");
      assertThatThrownBy(in::read).as("asked once more").isInstanceOf(IOException.class);
    }
  }

  @Test
  void malformedKeysAreRefused() {
    assertThatThrownBy(() -> objects.put("", new byte[0]))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> objects.delete("folder/"))
        .isInstanceOf(InvalidParameterException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/../b", "./a", "a/./b", "a//b", "/a", ".", "..", "a/.."})
  void aKeyThatASpaceWouldTakeForAnotherIsRefusedBeforeAnythingIsSent(String key) {
    int before = server.journal().entries().size();
    List<ThrowingCallable> calls =
        List.of(
            () -> objects.put(key, new byte[1]),
            () -> objects.get(key),
            () -> objects.head(key),
            () -> objects.delete(key),
            () -> objects.list(key));

    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageContaining(key);
    }
    assertThat(server.journal().entries()).hasSize(before);
  }

  @Test
  void aKeyThatIsLongerThanTheRoomThatIsLeftIsRefusedBeforeAnythingIsSent() {
    int room = 1024 - "/apps//".length() - server.appDid().address().length();
    objects.put("é".repeat(room), new byte[1]);
    int before = server.journal().entries().size();

    assertThatThrownBy(() -> objects.put("é".repeat(room + 1), new byte[1]))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(room + " at the most");
    assertThat(server.journal().entries()).hasSize(before);
  }

  @Test
  void aListHasNoStrangersOfFoldersWithASimilarName() {
    objects.put("a_b/mine", new byte[1]);
    objects.put("axb/theirs", new byte[1]);

    assertThat(objects.list("a_b/")).extracting(SpaceObject::key).containsExactly("mine");
    assertThat(objects.list("/")).hasSize(2);
  }
}
