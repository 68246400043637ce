package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.BackupBuilder;
import io.spaces.client.BlockletBackup;
import io.spaces.client.BlockletRestore;
import io.spaces.client.IncrementalBlockletBackup;
import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredObject;
import io.spaces.client.testkit.TreeSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** Clients and backups with everything filled in that a test does not care about. */
final class Backups {
  /** What cannot be read, and makes a backup incomplete. */
  static final SourceObject BROKEN =
      SourceObject.of(
          "broken",
          () -> {
            throw new IOException("out of order");
          });

  private Backups() {}

  static SpaceClient client(SpaceServer server) {
    return SpaceClient.builder().endpoint(server.endpoint()).wallet(server.wallet()).build();
  }

  static SpaceClient client(SpaceServer server, Clock clock) {
    return SpaceClient.builder()
        .endpoint(server.endpoint())
        .wallet(server.wallet())
        .clock(clock)
        .build();
  }

  static BlockletBackup full(SpaceClient client, SpaceServer server) {
    return described(client.backup().blocklet().appDid(server.appDid().address()), server);
  }

  static IncrementalBlockletBackup incremental(SpaceClient client, SpaceServer server) {
    return described(
        client.incrementalBackup().blocklet().appPid(server.appDid().address()), server);
  }

  static <B extends BackupBuilder<B>> B described(B backup, SpaceServer server) {
    return backup
        .userDid(server.appDid().address())
        .referrer("https://my.app/settings/backup")
        .appName("My app")
        .appDescription("Tasks");
  }

  static BlockletRestore restore(SpaceClient client, SpaceServer server) {
    return client
        .restore()
        .blocklet()
        .appPid(server.appDid().address())
        .userDid(server.appDid().address())
        .referrer("https://my.app/settings/backup");
  }

  /** The folder in the space that these backups write below. */
  static String folder(SpaceServer server) {
    return ".did-objects/" + server.appDid().address() + "/";
  }

  /** What a snapshot holds, by restoring it into an empty folder. */
  static TreeSnapshot restored(Snapshots snapshots, SpaceServer server, String id, Path empty)
      throws IOException {
    snapshots
        .restore(id)
        .userDid(server.appDid().address())
        .referrer("https://my.app/settings/backup")
        .target(empty)
        .run()
        .orElseThrow();
    return TreeSnapshot.of(empty);
  }

  /** Checks that a mirror holds the files of a tree and nothing else. */
  static void assertHolds(SpaceServer server, FileTree tree) throws IOException {
    assertThat(server.objects().keys())
        .containsExactlyInAnyOrderElementsOf(
            tree.files().stream().map(folder(server)::concat).toList());
    for (String file : tree.files()) {
      StoredObject object = server.objects().get(folder(server) + file);
      byte[] content = Files.readAllBytes(tree.path(file));
      assertThat(object.bytes()).as(file).isEqualTo(content);
      assertThat(object.hash()).as(file).isEqualTo(ContentHash.cidOf(content));
    }
  }
}
