package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spaces.client.e2e.SmallDisk.Kind;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.TestWallets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullServerDiskTest {
  @TempDir Path temporary;

  private SpaceServer open() {
    return SpaceServer.builder()
        .disk(temporary.resolve("space"))
        .app(TestWallets.seeded(1))
        .start();
  }

  @Test
  void whatAFullDiskTookInPartHidesNothingThatFollows() throws IOException {
    assumeTrue(SmallDisk.kinds().anyMatch(Kind.TMPFS::equals), "takes the right to mount");
    Path area = temporary.resolve("space/apps").resolve(TestWallets.seeded(1).address());
    try (SmallDisk disk = SmallDisk.of(Kind.TMPFS, 8, temporary)) {
      Path index = Files.createDirectories(area).resolve("index.log");
      Files.createSymbolicLink(index, disk.root().resolve("index.log"));
      Path filler = Files.write(disk.root().resolve("filler"), new byte[4096]);
      List<String> stored;
      try (SpaceServer server = open()) {
        int count = 0;
        while (put(server, "object " + count)) {
          count++;
        }
        Files.delete(filler);
        assertThat(count).isPositive();
        assertThat(put(server, "one more")).isTrue();
        stored = server.objects().keys();
        assertThat(stored).hasSize(count + 1);
      }

      try (SpaceServer server = open()) {
        assertThat(server.objects().keys()).isEqualTo(stored);
      }
      Files.delete(index);
    }
  }

  private static boolean put(SpaceServer server, String key) {
    try {
      server.objects().put(key, "content");
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
