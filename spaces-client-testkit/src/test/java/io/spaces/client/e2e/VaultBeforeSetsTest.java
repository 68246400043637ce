package io.spaces.client.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.Encryption;
import io.spaces.client.error.WrongKeyException;
import io.spaces.client.snapshot.KeySlot;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotSet;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.ManualClock;
import io.spaces.client.testkit.SpaceServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vaults that were written before there were sets; see {@link OldVaults}. */
class VaultBeforeSetsTest {
  private static final Encryption KEY = OldVaults.KEY;

  @TempDir Path temporary;
  private final ManualClock clock = ManualClock.at(Instant.parse("2026-12-01T12:00:00Z"));

  @Test
  void listsRestoresTakesNewBackupsAndPrunes() throws IOException {
    try (SpaceServer server = serverWith(OldVaults.plain());
        SpaceClient client = client(server);
        Snapshots snapshots = snapshots(client, server, null)) {
      assertThat(snapshots.list())
          .extracting(Snapshot::set, Snapshot::description, Snapshot::complete, Snapshot::pinned)
          .containsExactly(
              tuple("", "day three, incomplete", false, false),
              tuple("", "day two", true, false),
              tuple("", "day one", true, false));
      Snapshot dayTwo = snapshots.newestComplete().orElseThrow();
      assertThat(restored(snapshots, dayTwo.id(), server).path("a.txt")).hasContent("day two\n");
      assertThat(restored(snapshots, dayTwo.id(), server).path("c.txt")).hasContent("new\n");
      usedFurther(server, client, snapshots, null);
      // The rule of the new set has removed none of them; their own removes what it does not keep.
      assertThat(snapshots.list("")).hasSize(3);
      assertThat(snapshots.apply("", Retention.files(1)))
          .extracting(Snapshot::description)
          .containsExactly("day one");
      snapshots.prune(Duration.ZERO);
      assertThat(snapshots.verify(true).isSound()).isTrue();
      assertThat(snapshots.renameSet("", "before")).hasSize(2);
      assertThat(restored(snapshots, dayTwo.id(), server).path("a.txt")).hasContent("day two\n");
    }
  }

  @Test
  void theSameWhereItIsEncrypted() throws IOException {
    try (SpaceServer server = serverWith(OldVaults.encrypted());
        SpaceClient client = client(server);
        Snapshots snapshots = snapshots(client, server, KEY)) {
      Snapshot dayTwo = snapshots.newest().orElseThrow();
      assertThat(dayTwo.set()).isEmpty();
      usedFurther(server, client, snapshots, KEY);
      snapshots.prune(Duration.ZERO);
      assertThat(snapshots.verify(true).isSound()).isTrue();
      assertThat(restored(snapshots, dayTwo.id(), server).path("a.txt")).hasContent("day two\n");
    }
  }

  @Test
  void anEncryptedOneGainsKeysInPlaceAndIsReadAsBefore() throws IOException {
    Encryption laptop = Encryption.key("cd".repeat(32));
    try (SpaceServer server = serverWith(OldVaults.encrypted());
        SpaceClient client = client(server);
        Snapshots before = snapshots(client, server, KEY)) {
      String dayTwo = before.newest().orElseThrow().id();
      assertThat(config(server)).contains("\"format\":1");
      assertThat(before.keys().list())
          .extracting(KeySlot::label, KeySlot::created, KeySlot::current)
          .containsExactly(tuple("first", null, true));
      // A backup alone changes nothing of how it is opened: clients of before go on.
      usedFurther(server, client, before, KEY);
      assertThat(config(server)).contains("\"format\":1");

      before.keys().add("laptop", laptop);
      assertThat(config(server)).contains("\"format\":2", "\"place\":{").doesNotContain("laptop");
      try (Snapshots with = snapshots(client, server, laptop);
          Snapshots still = snapshots(client, server, KEY)) {
        assertThat(restored(with, dayTwo, server).path("a.txt")).hasContent("day two\n");
        clock.advance(Duration.ofDays(1));
        assertThat(still.keys().list())
            .extracting(KeySlot::label, KeySlot::current)
            .containsExactly(tuple("first", true), tuple("laptop", false));
        with.keys().remove("first");
      }
      try (Snapshots gone = snapshots(client, server, KEY)) {
        assertThatThrownBy(gone::list).isInstanceOf(WrongKeyException.class);
      }
    }
  }

  private static String config(SpaceServer server) {
    String key = ".did-objects/" + server.appDid().address() + "/.vault/config";
    return server.objects().get(key).text();
  }

  private void usedFurther(
      SpaceServer server, SpaceClient client, Snapshots snapshots, @Nullable Encryption key)
      throws IOException {
    FileTree source = FileTree.in(temporary.resolve("source")).file("a.txt", "day four");
    String id = "";
    for (int run = 0; run < 2; run++) {
      clock.advance(Duration.ofDays(1));
      var backup =
          Backups.incremental(client, server)
              .source(source.root())
              .stateDirectory(temporary.resolve("state"))
              .snapshot(true)
              .set("uploads")
              .retention(Retention.files(1));
      id =
          requireNonNull(
              (key == null ? backup : backup.encryption(key)).run().orElseThrow().snapshotId());
    }
    assertThat(snapshots.list("uploads")).extracting(Snapshot::id).containsExactly(id);
    assertThat(snapshots.sets()).extracting(SnapshotSet::name).containsExactly("", "uploads");
    assertThat(restored(snapshots, id, server).path("a.txt")).hasContent("day four");
  }

  private FileTree restored(Snapshots snapshots, String id, SpaceServer server) throws IOException {
    FileTree target = FileTree.in(temporary.resolve("restored-" + clock.instant().toEpochMilli()));
    snapshots
        .restore(id)
        .userDid(server.appDid().address())
        .referrer("https://my.app/settings/backup")
        .target(target.root())
        .deleteExtra(true)
        .run()
        .orElseThrow();
    return target;
  }

  private SpaceServer serverWith(SortedMap<String, byte[]> vault) {
    SpaceServer server = SpaceServer.builder().clock(clock).start();
    String folder = ".did-objects/" + server.appDid().address() + "/.vault/";
    vault.forEach((key, content) -> server.objects().put(folder + key, content));
    return server;
  }

  private SpaceClient client(SpaceServer server) {
    return SpaceClient.builder()
        .endpoint(server.endpoint())
        .wallet(server.wallet())
        .clock(clock)
        .build();
  }

  private Snapshots snapshots(SpaceClient client, SpaceServer server, @Nullable Encryption key) {
    Snapshots plain =
        client.snapshots(server.appDid().address()).stateDirectory(temporary.resolve("state"));
    return key == null ? plain : plain.encryption(key);
  }
}
