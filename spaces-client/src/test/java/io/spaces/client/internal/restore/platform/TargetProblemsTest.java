package io.spaces.client.internal.restore.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetProblemsTest {
  @TempDir Path folder;

  private static String words(ThrowingCallable refused) {
    IOException e = catchThrowableOfType(IOException.class, refused);
    assertThat(e).isNotNull();
    return TargetProblems.failure("a.txt", e).message();
  }

  @Test
  void whatTheJdkTellsByAPathAloneIsSaidInWords() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("outer/inner"));

    assertThat(words(() -> Files.delete(folder.resolve("none"))))
        .isEqualTo("could not be restored: it is no longer there, or its folder is not");
    assertThat(words(() -> Files.createDirectory(inner)))
        .isEqualTo("could not be restored: something else has taken its place");
    assertThat(words(() -> Files.delete(folder.resolve("outer"))))
        .isEqualTo("could not be restored: the folder is not empty");
    assertThat(
            words(
                () -> {
                  throw new AccessDeniedException("/x");
                }))
        .isEqualTo("could not be restored: permission denied");
  }

  @Test
  void thatNoMoreCanBeOpenedIsSaidWithWhatHelps() {
    IOException e = new FileSystemException("/x", null, "Too many open files");

    assertThat(TargetProblems.failure("a.txt", e).message())
        .startsWith("could not be restored: this process has as many files")
        .contains("ulimit -n", "concurrency");
  }

  @Test
  void whatHasAReasonKeepsIt() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(words(() -> Files.createFile(file.resolve("below"))))
        .startsWith("could not be restored: ")
        .doesNotContain(folder.toString());
    assertThat(TargetProblems.failure("a.txt", new IOException("its hash differs")).message())
        .isEqualTo("its hash differs");
  }
}
