package io.spaces.client.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.testkit.soak.Soak;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The soak, for as long as a build may take for it. */
class SoakTest {
  @TempDir Path work;

  @Test
  void aShortSoakFindsNothing() {
    String done = Soak.run(300, Long.getLong(ForAll.SEED, 4), work);

    System.out.println(done);
    assertThat(done).contains("12 rounds, 300 steps").doesNotContain(" 0 ");
  }

  /** Or they would look like a finding, which ends with 1. */
  @ParameterizedTest
  @ValueSource(strings = {"", "20m", "20m seed", "soon 1", "99999999999 1", "replay 1 JUMP(2)"})
  void argumentsThatMakeNoSenseEndWith2(String args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + work);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Soak.class.getName()));
    command.addAll(args.isEmpty() ? List.of() : List.of(args.split(" ", -1)));

    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(printed).isEqualTo(2);
    assertThat(printed).contains("Usage: Soak").doesNotContain("Exception");
    assertThat(work.toFile().list()).isEmpty();
  }
}
