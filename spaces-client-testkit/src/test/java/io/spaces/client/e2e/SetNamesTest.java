package io.spaces.client.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of sets that are easily mixed up, or hard to write down. */
class SetNamesTest extends SpaceTest {
  private String backUp(String set) {
    return requireNonNull(
        Backups.full(client, server)
            .source(Source.objects(List.of(SourceObject.of("a", new byte[1]))))
            .stateDirectory(temporary.resolve("state"))
            .snapshot(true)
            .set(set)
            .retention(Retention.files(1))
            .run()
            .orElseThrow()
            .snapshotId());
  }

  private io.spaces.client.Snapshots snapshots() {
    return client.snapshots(server.appDid().address()).stateDirectory(temporary.resolve("state"));
  }

  @Test
  void namesThatDifferAtAllAreDifferentSets() {
    List<String> names =
        List.of(
            "a",
            "A",
            "m\u00fcll",
            "mu\u0308ll",
            "plan/part",
            "plan",
            "plan/",
            "plan//part",
            "..",
            "a  b",
            "a b",
            "\ud83d\ude00",
            "x".repeat(200),
            "%2e",
            "\"",
            "\\",
            "'; drop",
            "<b>");
    List<String> ids = new ArrayList<>();
    for (String name : names) {
      ids.add(backUp(name));
    }

    try (var snapshots = snapshots()) {
      assertThat(snapshots.sets())
          .extracting(SnapshotSet::name)
          .containsExactlyInAnyOrderElementsOf(names);
      for (int i = 0; i < names.size(); i++) {
        assertThat(snapshots.newest(names.get(i)).orElseThrow().id()).isEqualTo(ids.get(i));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a ",
        "\ta",
        "a\nb",
        "\u0000",
        "\u001b[31m",
        "\u202egnp",
        "\ud83d",
        "\u2028",
        "\u00a0a"
      })
  void namesThatCannotBeReadAreRefusedEverywhere(String name) {
    assertThatThrownBy(() -> backUp(name)).isInstanceOf(InvalidParameterException.class);
    String id = backUp("s");
    try (var snapshots = snapshots()) {
      assertThatThrownBy(() -> snapshots.assign(name, id))
          .isInstanceOf(InvalidParameterException.class);
      assertThatThrownBy(() -> snapshots.renameSet("s", name))
          .isInstanceOf(InvalidParameterException.class);
      assertThat(snapshots.list("s")).hasSize(1);
    }
    assertThatThrownBy(() -> backUp("x".repeat(201))).isInstanceOf(InvalidParameterException.class);
  }

  /** Where a long name is cut, no character is cut in two. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void sourcesWithLongNamesInCharactersOfTwoHalvesAreASetOfTheirOwn(int shift) {
    String key = "k" + "x".repeat(shift) + ("/" + "\ud83d\ude00".repeat(25)).repeat(6);
    BackupResult result =
        Backups.full(client, server)
            .source(Source.objects(List.of(SourceObject.of(key, new byte[1]))))
            .stateDirectory(temporary.resolve("state"))
            .snapshot(true)
            .run();
    assertThat(result.orElseThrow().snapshotId()).isNotNull();
    try (var snapshots = snapshots()) {
      Snapshot made = snapshots.get(requireNonNull(result.snapshotId()));
      assertThat(made.set().codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
      assertThat(snapshots.newest(made.set()).orElseThrow()).isEqualTo(made);
      assertThat(snapshots.renameSet(made.set(), "short")).hasSize(1);
      Backups.restore(client, server)
          .stateDirectory(temporary.resolve("state"))
          .set("short")
          .target(temporary.resolve("target"))
          .run()
          .orElseThrow();
    }
  }

  @Test
  void foldersWithOddNamesHaveSetsWithNamesThatCanBeGiven() throws Exception {
    List<String> odd =
        List.of(
            "tab\there",
            "line\nbreak",
            " ends with blank ",
            "\u202egnp.txt",
            "a, b",
            "x as y",
            "\ud83d\ude00".repeat(60),
            "q".repeat(250));
    for (String name : odd) {
      Path folder = Files.createDirectories(temporary.resolve("odd").resolve(name));
      Files.writeString(folder.resolve("f"), name);
      BackupResult result =
          Backups.full(client, server)
              .source(folder)
              .stateDirectory(temporary.resolve("state"))
              .snapshot(true)
              .retention(Retention.files(1))
              .run()
              .orElseThrow();
      try (var snapshots = snapshots()) {
        String set = snapshots.get(requireNonNull(result.snapshotId())).set();
        assertThat(Backups.full(client, server).set(set)).isNotNull();
        Path target = temporary.resolve("target-" + name.hashCode());
        Backups.restore(client, server)
            .stateDirectory(temporary.resolve("state"))
            .set(set)
            .deleteExtra(true)
            .target(target)
            .run()
            .orElseThrow();
        assertThat(target.resolve("f")).hasContent(name);
      }
    }
    try (var snapshots = snapshots()) {
      assertThat(snapshots.sets()).hasSameSizeAs(odd);
    }
  }
}
