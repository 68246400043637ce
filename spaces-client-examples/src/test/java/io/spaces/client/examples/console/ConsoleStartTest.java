package io.spaces.client.examples.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.InvalidParameterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleStartTest {
  @TempDir Path temporary;

  @Test
  void aConsoleThatCannotReadItsPlansLeavesNoThread() throws Exception {
    try (RunningConsole console = new RunningConsole(temporary)) {
      console.console().close();
      Set<Thread> before = Thread.getAllStackTraces().keySet();
      Files.writeString(console.state.resolve("plans.json"), "[{}]");

      assertThatThrownBy(console::restart).isInstanceOf(InvalidParameterException.class);

      Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
      left.removeAll(before);
      for (Thread thread : left) {
        thread.join(30_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  @Test
  void aConsoleThatCannotStartCanBeStartedAgainOnTheSameFolder() throws IOException {
    try (RunningConsole console = new RunningConsole(temporary)) {
      Path plans = console.state.resolve("plans.json");
      Files.writeString(plans, "[{}]");
      assertThatThrownBy(console::restart).isInstanceOf(InvalidParameterException.class);
      Files.delete(plans);

      console.restart();

      assertThat(console.get("/api/status").status()).isEqualTo(200);
    }
  }
}
