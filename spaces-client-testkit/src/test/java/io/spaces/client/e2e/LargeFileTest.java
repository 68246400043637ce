package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.e2e.VaultProgram.Work;
import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.testkit.SpaceServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** A file of more than 4 GiB, most of it holes, there and back in a small heap. */
@Tag("slow")
class LargeFileTest {
  private static final long LENGTH = (4L << 30) + 123_457;
  private static final int PATCH = 100_000;
  private static final List<String> SMALL_HEAP = List.of("-Xmx128m");

  @TempDir Path temporary;

  @Test
  void comesBackFromAMirror(TestReporter reporter) throws Exception {
    try (SpaceServer server = SpaceServer.onDisk(temporary.resolve("space")).start()) {
      thereAndBack(server, Work.BACKUP_MIRROR, Work.RESTORE_MIRROR, reporter);
    }
  }

  @Test
  void comesBackFromAZippedAndEncryptedVault(TestReporter reporter) throws Exception {
    try (SpaceServer server = SpaceServer.inMemory().start()) {
      thereAndBack(server, Work.BACKUP, Work.RESTORE_SNAPSHOT, reporter);
    }
  }

  private void thereAndBack(SpaceServer server, Work there, Work back, TestReporter reporter)
      throws Exception {
    Path source = Files.createDirectory(temporary.resolve("source"));
    Path target = temporary.resolve("target");
    makeSparse(source.resolve("large"));

    reporter.publishEntry("backup", run(server, there, source));
    reporter.publishEntry("restore", run(server, back, target));

    assertThat(Files.mismatch(source.resolve("large"), target.resolve("large"))).isEqualTo(-1);
  }

  private String run(SpaceServer server, Work work, Path folder) throws Exception {
    Path output = temporary.resolve("output");
    long start = System.nanoTime();
    Process process =
        VaultProgram.of(work, server, folder, temporary.resolve("state"), 2, SMALL_HEAP)
            .start(output);
    int exit = process.waitFor();
    assertThat(exit).as(Files.readString(output)).isZero();
    return Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms";
  }

  /** Content at the start, across each GiB, and at the end. */
  private static void makeSparse(Path file) throws IOException {
    SeededRandom random = new SeededRandom(4);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      for (long at = 0; at <= LENGTH; at += 1 << 30) {
        long from = Math.max(0, at - PATCH / 2);
        channel.write(ByteBuffer.wrap(random.bytes(PATCH)), from);
      }
      channel.write(ByteBuffer.wrap(random.bytes(PATCH)), LENGTH - PATCH);
    }
  }
}
