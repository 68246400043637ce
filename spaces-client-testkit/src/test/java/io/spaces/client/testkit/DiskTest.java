package io.spaces.client.testkit;

import static io.spaces.client.testkit.SpaceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.content.ContentHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {
  private static final Wallet APP = TestWallets.seeded(1);
  private static final List<String> KEYS =
      List.of(
          "a.txt",
          "line\nbreak",
          "nul\0byte",
          "n".repeat(200),
          "deep/" + "d/".repeat(100) + "f",
          "../../escape",
          "/absolute",
          "emoji 🎉",
          "C:\\windows",
          "A.TXT");

  @TempDir Path folder;

  private SpaceServer open() {
    return SpaceServer.builder().disk(folder.resolve("space")).app(APP).start();
  }

  @Test
  void remembersEverythingAfterARestart() {
    String endpoint;
    try (SpaceServer server = open()) {
      endpoint = server.endpoint();
      RawClient client = RawClient.of(server);
      client.put("kept", "old");
      client.put("kept", "new");
      client.put("deleted", "x");
      client.delete("deleted");
      KEYS.forEach(key -> server.objects().put(key, "content of " + key));
      server.objects().put(record("1", "pending"));
      server.objects().put(record("1", "succeeded"));
    }
    try (SpaceServer server = open()) {
      assertThat(server.endpoint().replaceAll(":\\d+", ""))
          .isEqualTo(endpoint.replaceAll(":\\d+", ""));
      assertThat(server).hasObject("kept").withContent("new".getBytes(StandardCharsets.UTF_8));
      assertThat(server).hasNoObject("deleted");
      KEYS.forEach(key -> assertThat(server).hasObject(key).withText("content of " + key));
      assertThat(server).hasOneRecord().ofBackup().succeeded().with("appName", "n");
      assertThat(RawClient.text(RawClient.of(server).getObject("kept"))).isEqualTo("new");
    }
  }

  private static StoredRecord record(String id, String status) {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    return new StoredRecord(id, "app-backup", status, "", now, now, Map.of("appName", "n"));
  }

  @Test
  void aPortThatIsTakenLeavesTheFolderToTheNextServer() {
    try (SpaceServer other = SpaceServer.inMemory().start()) {
      SpaceServerBuilder taken =
          SpaceServer.builder().disk(folder.resolve("space")).app(APP).port(other.port());

      assertThatThrownBy(taken::start).isInstanceOf(UncheckedIOException.class);
    }
    try (SpaceServer server = open()) {
      assertThat(server).isEmpty();
    }
  }

  @Test
  void survivesASuddenEnd() throws IOException {
    Path root = folder.resolve("space");
    try (SpaceServer server = open()) {
      server.objects().put("whole", "1");
    }
    Path area = root.resolve("apps").resolve(APP.address());
    Files.delete(area.resolve("clean"));
    Files.write(area.resolve("objects/00/100"), new byte[5]);
    Files.write(area.resolve("index.log"), new byte[] {0, 0, 0, 50, 1}, StandardOpenOption.APPEND);

    try (SpaceServer server = open()) {
      assertThat(server.objects().keys()).containsExactly("whole");
      server.objects().put("after", "2");
    }
    assertThat(area.resolve("objects/00/100")).doesNotExist();
    try (SpaceServer server = open()) {
      assertThat(server.objects().keys()).containsExactly("after", "whole");
    }
  }

  @Test
  void writesNothingOutsideItsFolder() throws IOException {
    try (SpaceServer server = open()) {
      KEYS.forEach(key -> server.objects().put(key, "x"));
    }
    try (Stream<Path> beside = Files.list(folder)) {
      assertThat(beside).containsExactly(folder.resolve("space"));
    }
  }

  @Test
  void freesTheSpaceOfReplacedObjects() throws IOException {
    Path objects = folder.resolve("space/apps").resolve(APP.address()).resolve("objects");
    try (SpaceServer server = open()) {
      for (int i = 0; i < 2_000; i++) {
        server.objects().put("same", "content " + i);
      }
      assertThat(files(objects)).isEqualTo(1);
    }
    Path index = objects.resolveSibling("index.log");
    long before = Files.size(index);
    try (SpaceServer server = open()) {
      assertThat(server).hasObject("same").withText("content 1999");
    }
    assertThat(Files.size(index)).isLessThan(before / 100);
  }

  private static long files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void isUsedByOneServerAtATime() {
    try (SpaceServer server = open()) {
      assertThat(server.port()).isPositive();
      assertThatThrownBy(this::open)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Another space server");
    }
  }

  @Test
  void storesNothingOfARefusedObject() throws IOException {
    try (SpaceServer server = open()) {
      String hash = ContentHash.cidOf(new byte[1]);
      assertThat(RawClient.of(server).put("a", new byte[100_000], hash).statusCode())
          .isEqualTo(400);
      assertThat(files(folder.resolve("space/apps").resolve(APP.address()).resolve("objects")))
          .isZero();
    }
  }
}
