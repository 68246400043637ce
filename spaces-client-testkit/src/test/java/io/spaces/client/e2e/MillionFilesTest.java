package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** A million small files, and then a list of a million entries, in 256 MB of heap. */
class MillionFilesTest {
  private static final int FOLDERS = 1000;
  private static final int FILES = 1000;

  @TempDir Path temporary;

  @Test
  @Tag("slow")
  void aMillionFilesFitInto256MegabytesAndTheSecondRunUploadsNone(TestReporter reporter)
      throws Exception {
    Path source = temporary.resolve("data");
    for (int folder = 0; folder < FOLDERS; folder++) {
      createFolder(Files.createDirectories(source.resolve("folder-" + folder)));
    }
    try (SpaceServer server = SpaceServer.builder().discarding().journal(0).start()) {
      reporter.publishEntry("first run", run(server, source, "1000000 uploaded, 0 unchanged"));
      reporter.publishEntry("second run", run(server, source, "0 uploaded, 1000000 unchanged"));

      assertThat(server.objects().count()).isEqualTo(FOLDERS * FILES);
      assertThat(server.records()).hasSize(2).allMatch(StoredRecord::succeeded);
    }
  }

  private static void createFolder(Path folder) throws IOException {
    for (int file = 0; file < FILES; file++) {
      Files.write(folder.resolve("file-" + file), (folder + "/" + file).getBytes(UTF_8));
    }
  }

  private String run(SpaceServer server, Path source, String expected) throws Exception {
    Path output = temporary.resolve("output");
    long start = System.nanoTime();
    Process process =
        BackupProgram.start(server, source, temporary.resolve("state"), output, "-Xmx256m");
    int exit = process.waitFor();
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(Files.readString(output)).contains("SUCCEEDED " + expected);
    assertThat(exit).isZero();
    return took.toSeconds() + " s";
  }
}
