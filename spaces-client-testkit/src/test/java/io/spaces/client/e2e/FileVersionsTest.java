package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.Snapshots;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.NothingFoundException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.snapshot.FileVersion;
import io.spaces.client.snapshot.FoundEntry;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotEntry;
import io.spaces.client.testkit.ForAll;
import io.spaces.client.testkit.SeededRandom;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file is found in many snapshots, and read out of one. */
class FileVersionsTest {
  @TempDir Path temporary;
  private VaultBackups vault;
  private Snapshots snapshots;

  @BeforeEach
  void start() throws IOException {
    vault = new VaultBackups(temporary);
    snapshots =
        vault.client.snapshots(vault.server.appDid().toString()).stateDirectory(vault.state);
  }

  @AfterEach
  void stop() {
    snapshots.close();
    vault.close();
  }

  private String backUp() {
    return backUp("a set");
  }

  private String backUp(String set) {
    return Objects.requireNonNull(
        vault
            .of(Backups.full(vault.client, vault.server))
            .snapshot(true)
            .set(set)
            .run()
            .orElseThrow()
            .snapshotId());
  }

  private static List<List<String>> ids(List<FileVersion> versions) {
    return versions.stream()
        .map(version -> version.snapshots().stream().map(Snapshot::id).toList())
        .toList();
  }

  @Test
  void aContentIsOneVersionHoweverOftenItReturns() throws IOException {
    String before = backUp();
    vault.source.file("f", "one").file("other", "x");
    String first = backUp();
    vault.source.file("other", "y");
    String same = backUp();
    vault.source.file("f", "two, longer");
    String second = backUp();
    vault.source.file("f", "one");
    String again = backUp();
    vault.source.delete("f").folder("f");
    String folder = backUp();

    List<FileVersion> versions = snapshots.versions("/f");

    assertThat(ids(versions))
        .containsExactly(List.of(folder), List.of(again, same, first), List.of(second));
    assertThat(versions.get(0).entry().type()).isEqualTo(SnapshotEntry.Type.DIRECTORY);
    assertThat(versions.get(2).entry().size()).isEqualTo(11);
    assertThat(snapshots.versions("a set", "f")).isEqualTo(versions);
    assertThat(snapshots.versions("none")).isEmpty();
    assertThat(snapshots.versions("another set", "f")).isEmpty();
    assertThat(ids(versions).toString()).doesNotContain(before);
  }

  @Test
  void anotherNameOfAFileIsThatFile() throws IOException {
    vault.source.file("a", "one");
    Files.createLink(vault.source.path("b"), vault.source.path("a"));
    String linked = backUp();
    vault.source.delete("b").file("b", "one");
    String apart = backUp();
    assertThat(ids(snapshots.versions("b"))).containsExactly(List.of(apart, linked));
  }

  @Test
  void versionsAreWhatEachSnapshotsListSays() {
    ForAll.seeds(
        1,
        random -> {
          for (int i = 0; i < 2500; i++) {
            vault.source.file(name(i), "" + i);
          }
          for (int run = 0; run < 6; run++) {
            for (int i = 0; i < 8; i++) {
              vault.source.file(name(random.nextInt(2500)), "changed " + random.nextInt());
            }
            if (random.nextBoolean()) {
              vault.source.delete(vault.source.files().get(random.nextInt(2000)));
            }
            backUp();
          }
          for (int i = 0; i < 60; i++) {
            assertSameAsLists(name(random.nextInt(2510)));
          }
          assertSameAsLists("0");
          assertSameAsLists("zzz");
        });
  }

  private static String name(int number) {
    return "a folder with a rather long name "
        + number % 7
        + "/file with a long name, too "
        + number;
  }

  private void assertSameAsLists(String path) {
    List<String> told = new ArrayList<>();
    for (FileVersion version : snapshots.versions(path)) {
      version.snapshots().forEach(one -> told.add(one.id() + " " + version.entry().size()));
    }
    List<String> listed = new ArrayList<>();
    for (Snapshot snapshot : snapshots.list()) {
      try (Stream<SnapshotEntry> entries = snapshots.entries(snapshot.id())) {
        entries
            .filter(entry -> entry.path().equals(path))
            .forEach(entry -> listed.add(snapshot.id() + " " + entry.size()));
      }
    }
    assertThat(told).as(path).containsExactlyInAnyOrderElementsOf(listed);
  }

  @Test
  void severalSetsAreToBeNamed() {
    vault.source.file("f", "one");
    backUp("one");
    backUp("two");
    assertThatThrownBy(() -> snapshots.versions("f"))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("one")
        .hasMessageContaining("two");
    assertThat(snapshots.versions("two", "f")).hasSize(1);
  }

  @Test
  void entriesAreFoundByAPatternInAllSnapshots() {
    vault.source.file("a/one.pdf", "1").file("b.txt", "x");
    String first = backUp("one");
    vault.source.file("two.pdf", "2");
    String second = backUp("two");
    try (Stream<FoundEntry> found = snapshots.find("*.pdf")) {
      assertThat(found.map(one -> one.snapshot().id() + " " + one.entry().path()))
          .containsExactly(second + " a/one.pdf", second + " two.pdf", first + " a/one.pdf");
    }
    try (Stream<FoundEntry> found = snapshots.find("/*.pdf")) {
      assertThat(found).hasSize(1);
    }
    assertThatThrownBy(() -> snapshots.find("[")).isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void oneFileIsOpened() throws IOException {
    byte[] content = new SeededRandom(7).bytes(900_000);
    vault.source.file("folder/f", content).link("l", "folder/f").file("g", "text");
    String id = backUp();
    for (String path : List.of("folder/f", "/folder/f", "l")) {
      try (InputStream in = snapshots.open(id.substring(0, 6), path)) {
        assertThat(in.readAllBytes()).isEqualTo(content);
      }
    }
    try (InputStream in = snapshots.open(id, "g")) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("text");
    }
    assertThatThrownBy(() -> snapshots.open(id, "none"))
        .isInstanceOf(NothingFoundException.class)
        .hasMessageContaining("none");
    assertThatThrownBy(() -> snapshots.open(id, "folder"))
        .isInstanceOf(SpaceException.class)
        .hasMessageContaining("directory");
    assertThatThrownBy(() -> snapshots.open(id, "a\0b"))
        .isInstanceOf(InvalidParameterException.class);
  }
}
