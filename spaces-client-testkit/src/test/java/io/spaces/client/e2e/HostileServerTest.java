package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a server answers, to whatever it is asked, at whatever moment: what is done ends within
 * a minute and in a documented way, in 256 MiB of heap and 64 MiB of disk, with nothing wrong
 * written and nothing good deleted; and with an honest server again all is there.
 */
class HostileServerTest {
  @TempDir Path folder;

  @Test
  void noAnswerDoesHarmToAMirrorOrWhoUsesIt(TestReporter reporter) throws Exception {
    try (HostileRun run = new HostileRun(folder, false)) {
      assertThat(run.attack(run.some(), reporter::publishEntry)).isEmpty();
    }
  }

  @Test
  void noAnswerDoesHarmToAVaultOrWhoUsesIt(TestReporter reporter) throws Exception {
    try (HostileRun run = new HostileRun(folder, true)) {
      assertThat(run.attack(run.some(), reporter::publishEntry)).isEmpty();
    }
  }

  @Test
  @Tag("slow")
  void noAnswerAtAnyMomentDoesHarmToAMirrorOrWhoUsesIt(TestReporter reporter) throws Exception {
    try (HostileRun run = new HostileRun(folder, false)) {
      assertThat(run.attack(run.all(), reporter::publishEntry)).isEmpty();
    }
  }

  @Test
  @Tag("slow")
  void noAnswerAtAnyMomentDoesHarmToAVaultOrWhoUsesIt(TestReporter reporter) throws Exception {
    try (HostileRun run = new HostileRun(folder, true)) {
      assertThat(run.attack(run.all(), reporter::publishEntry)).isEmpty();
    }
  }
}
