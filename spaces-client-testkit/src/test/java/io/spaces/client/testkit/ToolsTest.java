package io.spaces.client.testkit;

import static io.spaces.client.testkit.SpaceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.testkit.TreeSnapshot.Detail;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools beside the server. */
class ToolsTest {
  @TempDir Path folder;

  @Test
  void makesTheSameTreeForTheSameSeed() {
    TreeSnapshot first =
        FileTree.in(folder.resolve("1")).random(7, 60).oddNames().boundarySizes().snapshot();
    TreeSnapshot second =
        FileTree.in(folder.resolve("2")).random(7, 60).oddNames().boundarySizes().snapshot();
    TreeSnapshot other =
        FileTree.in(folder.resolve("3")).random(8, 60).oddNames().boundarySizes().snapshot();

    assertThat(second).holdsTheSameAs(first, Detail.FOLDERS, Detail.PERMISSIONS);
    assertThat(first.differences(other)).isNotEmpty();
    assertThat(first.entries().keySet())
        .contains("sizes/262145.bin", "odd/line\nbreak.txt", "odd/" + "n".repeat(200));
  }

  @Test
  void seesEveryDifferenceOfTwoTrees() {
    FileTree tree =
        FileTree.in(folder)
            .file("same", "1")
            .file("changed", "abc")
            .file("gone", "x")
            .link("l", "a");
    TreeSnapshot before = tree.snapshot();
    tree.flipByte("changed", 1).delete("gone").file("sub/new", "y").delete("l").file("l", "z");
    TreeSnapshot after = tree.snapshot();

    assertThat(before.differences(after))
        .containsExactly(
            "changed differs in content: 3 and 3 bytes",
            "gone is missing in the other",
            "l is a LINK, in the other a FILE",
            "sub/new is only in the other");
    assertThat(before.differences(after, Detail.FOLDERS)).contains("sub is only in the other");
    assertThat(before.get("changed").modified()).isEqualTo(after.get("changed").modified());
    tree.shiftModified("same", Duration.ofMinutes(-1));
    assertThat(after.differences(tree.snapshot())).isEmpty();
    assertThat(after.differences(tree.snapshot(), Detail.TIMES)).hasSize(1);
  }

  @Test
  void namesTheSeedOfACaseThatFails() {
    List<Long> seeds = new ArrayList<>();
    assertThatThrownBy(
            () ->
                ForAll.from(
                    100,
                    10,
                    random -> {
                      seeds.add(random.seed());
                      if (random.seed() == 103) {
                        throw new IllegalStateException("broken");
                      }
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed 103")
        .hasMessageContaining("-Dspaces.seed=103")
        .hasMessageContaining("broken");
    assertThat(seeds).containsExactly(100L, 101L, 102L, 103L);
  }

  @Test
  void movesAClockAndAllThatWereMadeOfIt() {
    ManualClock clock = ManualClock.at(Instant.EPOCH);
    Clock berlin = clock.withZone(ZoneId.of("Europe/Berlin"));

    clock.advance(Duration.ofSeconds(5));

    assertThat(clock.instant()).isEqualTo(Instant.ofEpochSecond(5));
    assertThat(berlin.instant()).isEqualTo(Instant.ofEpochSecond(5));
    assertThat(berlin.getZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    clock.set(Instant.EPOCH);
    assertThat(berlin.millis()).isZero();
  }

  @Test
  void comparesASpaceWithAFolder() {
    try (SpaceServer server = SpaceServer.inMemory().start()) {
      FileTree tree = FileTree.in(folder).file("a", "1").file("sub/b", "22");
      server.objects().put("f/a", "1");
      server.objects().put("f/sub/b", "22");
      assertThat(server).below("f").holdsExactly(tree.root());

      assertFails(server, "f/c", "3", "c should not be there");
      assertFails(server, "f/a", "2", "f/a differs in content");
      server.objects().delete("f/a");
      assertThatThrownBy(() -> assertThat(server).below("f").holdsExactly(tree.root()))
          .hasMessageContaining("a is missing");
      byte[] right = "1".getBytes(StandardCharsets.UTF_8);
      server.objects().put("f/a", right, "a wrong hash");
      assertThatThrownBy(() -> assertThat(server).below("f").holdsExactly(tree.root()))
          .hasMessageContaining("f/a has the hash a wrong hash");
    }
  }

  private void assertFails(SpaceServer server, String key, String text, String message) {
    byte[] before = server.objects().find(key).map(StoredObject::bytes).orElse(null);
    server.objects().put(key, text);
    assertThatThrownBy(() -> assertThat(server).below("f").holdsExactly(folder))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(message);
    server.objects().delete(key);
    if (before != null) {
      server.objects().put(key, before);
    }
  }
}
