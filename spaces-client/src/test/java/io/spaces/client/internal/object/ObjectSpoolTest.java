package io.spaces.client.internal.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.protocol.object.RemoteObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectSpoolTest {
  @TempDir Path temporary;

  @Test
  void aListOfAnyLengthTakesLittleMemory() {
    long most = 0;
    try (ObjectSpool spool = new ObjectSpool(temporary)) {
      for (int i = 0; i < 100_000; i++) {
        spool.visit("a key of a usual length/" + i, i, i, new byte[32], "text/plain");
        most = Math.max(most, spool.held());
      }

      assertThat(most).isLessThan(4 << 20);
      try (Stream<RemoteObject> all = spool.stream()) {
        assertThat(all.mapToLong(RemoteObject::size).sum()).isEqualTo(99_999L * 50_000);
      }
    }
  }

  @Test
  void whatComesOutIsWhatWentIn() {
    byte[] digest = new byte[32];
    digest[31] = 1;
    try (ObjectSpool spool = new ObjectSpool(temporary)) {
      spool.visit("half a pair \ud83d and ünïcödé", 5, 1_700_000_000_123L, digest, "text/plain");
      spool.visit("unknown", -1, -1, null, null);

      try (Stream<RemoteObject> all = spool.stream()) {
        assertThat(all)
            .usingRecursiveFieldByFieldElementComparator()
            .containsExactly(
                new RemoteObject(
                    "half a pair \ud83d and ünïcödé", 5, 1_700_000_000_123L, digest, "text/plain"),
                new RemoteObject("unknown", -1, -1, null, null));
      }
    }
  }

  @Test
  void anotherAttemptBeginsWithNothing() {
    try (ObjectSpool spool = new ObjectSpool(temporary)) {
      for (int i = 0; i < 20_000; i++) {
        spool.visit("a key of a usual length/" + i, i, i, null, null);
      }
      spool.emptied().visit("only", 1, 1, null, null);

      try (Stream<RemoteObject> all = spool.stream()) {
        assertThat(all).extracting(RemoteObject::key).containsExactly("only");
      }
    }
  }

  @Test
  void aTemporaryDirectoryThatTakesNothingIsNamed() throws Exception {
    Path file = Files.createFile(temporary.resolve("file"));
    try (ObjectSpool spool = new ObjectSpool(file.resolve("below"))) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100_000; i++) {
                  spool.visit("a key of a usual length/" + i, i, i, null, null);
                }
              })
          .isInstanceOf(SpaceException.class)
          .hasMessageContaining(file.toString());
    }
  }
}
