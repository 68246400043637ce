package io.spaces.client.internal.program;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DatabaseCheckTest {
  @TempDir Path temporary;

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no sleep")
  void endsAProgramThatDoesNotAnswer() {
    DatabaseCheck check = new DatabaseCheck(temporary, Duration.ofMillis(50));
    ProgramOutput silent = new ProgramOutput(List.of("sleep", "600"), Map.of());

    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            assertThatThrownBy(() -> check.require(silent))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("There was no answer within"));
  }

  @Test
  void tellsOfATemporaryDirectoryThatIsNotThere() {
    Path none = temporary.resolve("none");
    DatabaseCheck check = new DatabaseCheck(none, Duration.ofSeconds(30));

    assertThatThrownBy(() -> check.mysql("mysql:///shop", "secret"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in the temporary directory " + none);
  }

  @Test
  void tellsOfADatabaseThatIsNotThere() {
    DatabaseCheck check = new DatabaseCheck(temporary, Duration.ofSeconds(30));

    assertThatThrownBy(() -> check.sqlite(temporary.resolve("none")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not there");
  }
}
