package io.spaces.client.testkit.soak;

import io.spaces.client.BackupBuilder;
import io.spaces.client.BlockletRestore;
import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.Encryption;
import java.nio.file.Path;
import java.util.List;

/**
 * Backups and restores of one round: always with the same places and settings.
 *
 * @param kind how it lies in the space, and whether it is compressed or encrypted
 * @param app whose backups these are
 * @param work the folder of the round
 */
record Job(Kind kind, String app, Path work) {
  private static final String KEY = "5ca1ab1e".repeat(8);
  private static final String REFERRER = "https://soak.example/backup";

  /** The kinds there are. */
  enum Kind {
    MIRROR,
    VAULT,
    ZIPPED_VAULT,
    ENCRYPTED_VAULT
  }

  boolean isVault() {
    return kind != Kind.MIRROR;
  }

  Path source() {
    return work.resolve("source");
  }

  Path state() {
    return work.resolve("state");
  }

  Path temporary() {
    return work.resolve("temporary");
  }

  /** What a vault's backups are of; the last one is what the library makes of the source. */
  List<String> sets() {
    return List.of("soak", "soak/part", source().toString());
  }

  /** An empty folder: a disk that is not mounted. */
  Path unmounted() {
    return work.resolve("unmounted");
  }

  BackupBuilder<?> backup(SpaceClient client, boolean incremental, String set) {
    BackupBuilder<?> backup =
        incremental
            ? client.incrementalBackup().blocklet().appPid(app)
            : client.backup().blocklet().appDid(app);
    backup
        .userDid(app)
        .referrer(REFERRER)
        .appName("Soak")
        .appDescription("Backups at random")
        .source(source())
        .stateDirectory(state())
        .temporaryDirectory(temporary());
    if (isVault() && !set.equals(source().toString())) {
      backup.set(set);
    }
    return switch (kind) {
      case MIRROR -> backup;
      case VAULT -> backup.snapshot(true);
      case ZIPPED_VAULT -> backup.snapshot(true).zip(true);
      case ENCRYPTED_VAULT -> backup.snapshot(true).zip(true).key(KEY);
    };
  }

  BlockletRestore restore(SpaceClient client, Path target) {
    BlockletRestore restore =
        client
            .restore()
            .blocklet()
            .appPid(app)
            .userDid(app)
            .referrer(REFERRER)
            .stateDirectory(state())
            .temporaryDirectory(temporary())
            .target(target);
    return kind == Kind.ENCRYPTED_VAULT ? restore.key(KEY) : restore;
  }

  Snapshots snapshots(SpaceClient client) {
    Snapshots snapshots =
        client.snapshots(app).stateDirectory(state()).temporaryDirectory(temporary());
    return kind == Kind.ENCRYPTED_VAULT ? snapshots.encryption(Encryption.key(KEY)) : snapshots;
  }
}
