package io.spaces.client.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks through targets that few other tests would have the patience for. */
class TargetWalkTest {
  @TempDir Path folder;

  @Test
  void walksDeeperThanAThreadsStackReaches() throws Exception {
    String deep = "d/".repeat(500) + "f";
    Files.createDirectories(folder.resolve(deep).getParent());
    Files.writeString(folder.resolve(deep), "x");
    List<Throwable> thrown = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    try (SafeTarget target = SafeTarget.open(folder)) {
      Thread thread =
          new Thread(
              null,
              () -> {
                try {
                  target.walk((path, entry) -> seen.add(path.key()), key -> {});
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              "a-small-stack",
              160 * 1024);
      thread.setUncaughtExceptionHandler((t, e) -> thrown.add(e));
      thread.start();
      thread.join();
    }

    assertThat(thrown).isEmpty();
    assertThat(seen).hasSize(501).startsWith(deep).endsWith("d");
  }
}
