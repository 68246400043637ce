package io.spaces.client.e2e;

import io.spaces.client.BackupBuilder;
import io.spaces.client.BlockletBackup;
import io.spaces.client.BlockletRestore;
import io.spaces.client.IncrementalBlockletBackup;
import io.spaces.client.SpaceClient;
import io.spaces.client.testkit.SpaceServer;

/** Clients and backups with everything filled in that a test does not care about. */
final class Backups {
  private Backups() {}

  static SpaceClient client(SpaceServer server) {
    return SpaceClient.builder().endpoint(server.endpoint()).wallet(server.wallet()).build();
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
}
