package io.spaces.client.testkit.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.TestWallets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The records of runs, in the log of the official server's core, when an answer is lost. */
@InteropTest
class CoreRecordsTest {
  @TempDir Path work;

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"POST, backup", "PUT, backup", "POST, restore", "PUT, restore"})
  void noRecordStaysOpenWhenTheAnswerToARequestIsLost(String method, String route)
      throws Exception {
    FileTree source = FileTree.in(Files.createDirectories(work.resolve("data"))).file("a", "a");
    String did = TestWallets.random().address();
    try (CoreServer space = CoreServer.start();
        OurClient program = OurClient.on(space, work.resolve("state"))) {
      space.loseAnswer(method, "/" + route);

      program.full(did, source.root());
      program.restore(did, work.resolve("back"));

      assertThat(space.records()).extracting(PeerSpace.Row::status).containsOnly("succeeded");
      assertThat(space.records())
          .extracting(PeerSpace.Row::kind)
          .contains("app-backup", "app-restore");
    }
  }
}
