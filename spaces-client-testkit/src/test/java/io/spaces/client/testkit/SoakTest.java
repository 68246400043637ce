package io.spaces.client.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.testkit.soak.Soak;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The soak, for as long as a build may take for it. */
class SoakTest {
  @TempDir Path work;

  @Test
  void aShortSoakFindsNothing() {
    String done = Soak.run(300, Long.getLong(ForAll.SEED, 4), work);

    System.out.println(done);
    assertThat(done).contains("12 rounds, 300 steps").doesNotContain(" 0 ");
  }
}
