package io.spaces.client.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.spaces.client.error.InvalidParameterException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SecretRefTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String SECRET = "correct horse battery staple";

  @TempDir Path folder;

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no POSIX permissions")
  void ofAFileThatOthersCanReadTellsTheLogOnceAndNeverWhatIsInIt() throws IOException {
    Path file = Files.writeString(folder.resolve("passphrase"), SECRET + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    SecretRef reference = SecretRef.file(file);
    SecretResolver resolver = SecretResolver.standard();

    String logged =
        logged(
            () -> {
              assertThat(resolver.resolve(reference)).isEqualTo(SECRET);
              assertThat(resolver.resolve(reference)).isEqualTo(SECRET);
            });

    assertThat(logged)
        .containsOnlyOnce("the group of the file can read " + file + "; chmod 600 it")
        .contains("WARN")
        .doesNotContain("horse");
  }

  @Test
  void ofAPrivateFileOrNoneSaysNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("passphrase"), SECRET);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    assertThat(SecretRef.file(file).warning()).isEmpty();
    assertThat(SecretRef.file(folder.resolve("none")).warning()).isEmpty();
    assertThat(SecretRef.env("HOME").warning()).isEmpty();
    assertThat(SecretRef.named("any").warning()).isEmpty();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no named pipes in folders")
  void ofAPipeIsReadWhereSomebodyWritesAndIsAnErrorWhereNobodyDoes() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    SecretRef reference = SecretRef.file(pipe);
    SecretResolver resolver = SecretResolver.standard();

    assertThatThrownBy(() -> assertTimeoutPreemptively(LONG, () -> resolver.resolve(reference)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessage("secret " + reference + " is not there or empty");
    Process writer =
        new ProcessBuilder("sh", "-c", "echo '" + SECRET + "' > " + pipe).inheritIO().start();
    assertThat(assertTimeoutPreemptively(LONG, () -> resolver.resolve(reference)))
        .isEqualTo(SECRET);
    assertThat(writer.waitFor()).isZero();
  }

  private static String logged(Runnable work) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setErr(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
