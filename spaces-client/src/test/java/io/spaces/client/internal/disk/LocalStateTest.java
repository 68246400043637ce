package io.spaces.client.internal.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LocalStateTest {
  @TempDir Path folder;

  @Test
  void removesWhatKilledProcessesHaveLeftAndNothingElse() throws IOException {
    LocalState state = LocalState.in(folder);
    state.write("kept", new ByteArrayInputStream("content".getBytes(US_ASCII)));
    age("kept");
    Files.writeString(folder.resolve(".0123456789abcdef"), "half of the con");
    Files.writeString(folder.resolve(".fedcba9876543210"), "just being written");
    age(".0123456789abcdef");

    state.deleteRemains();

    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("kept", ".fedcba9876543210");
    assertThat(state.names()).containsExactly("kept");
  }

  @Test
  void keepsNothingOfAWriteThatFails() {
    LocalState state = LocalState.in(folder);
    InputStream closed = InputStream.nullInputStream();
    assertThatCode(closed::close).doesNotThrowAnyException();

    state.write("broken", closed);

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no named pipes in folders")
  void takesAPipeForNothingAndDoesNotWaitForIt() throws Exception {
    LocalState state = LocalState.in(folder);
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(state.read("pipe")).isEmpty();
          assertThat(state.open("pipe")).isNull();
        });
  }

  private void age(String name) throws IOException {
    Files.setLastModifiedTime(
        folder.resolve(name), FileTime.from(Instant.now().minus(Duration.ofDays(2))));
  }
}
