package io.spaces.client.e2e;

import io.spaces.client.BlockletBackup;
import io.spaces.client.BlockletRestore;
import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.Encryption;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.SpaceServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Work on an encrypted vault, or on a mirror, in a process of its own. */
final class VaultProgram {
  private VaultProgram() {}

  /** What the process does. */
  enum Work {
    BACKUP {
      @Override
      void carryOut(SpaceClient client) {
        backup(client)
            .snapshot(true)
            .encryption(Encryption.key(VaultBackups.KEY))
            .zip(true)
            .run()
            .orElseThrow();
      }
    },
    BACKUP_MIRROR {
      @Override
      void carryOut(SpaceClient client) {
        backup(client).run().orElseThrow();
      }
    },
    PRUNE {
      @Override
      void carryOut(SpaceClient client) {
        try (Snapshots snapshots =
            client
                .snapshots(get("APP"))
                .stateDirectory(Path.of(get("STATE")))
                .encryption(Encryption.key(VaultBackups.KEY))) {
          snapshots.prune(Duration.ZERO);
        }
      }
    },
    RESTORE_SNAPSHOT {
      @Override
      void carryOut(SpaceClient client) {
        restore(client).encryption(Encryption.key(VaultBackups.KEY)).run().orElseThrow();
      }
    },
    RESTORE_MIRROR {
      @Override
      void carryOut(SpaceClient client) {
        restore(client).run().orElseThrow();
      }
    };

    private static final String REFERRER = "https://my.app/settings/backup";

    abstract void carryOut(SpaceClient client);

    private static BlockletBackup backup(SpaceClient client) {
      return client
          .backup()
          .blocklet()
          .appDid(get("APP"))
          .userDid(get("APP"))
          .referrer(REFERRER)
          .appName("My app")
          .appDescription("Tasks")
          .source(Path.of(get("FOLDER")))
          .stateDirectory(Path.of(get("STATE")))
          .concurrency(Integer.parseInt(get("CONCURRENCY")));
    }

    private static BlockletRestore restore(SpaceClient client) {
      return client
          .restore()
          .blocklet()
          .appPid(get("APP"))
          .userDid(get("APP"))
          .referrer(REFERRER)
          .stateDirectory(Path.of(get("STATE")))
          .concurrency(Integer.parseInt(get("CONCURRENCY")))
          .target(Path.of(get("FOLDER")));
    }

    private static String get(String name) {
      return String.valueOf(System.getenv("SPACES_" + name));
    }
  }

  /** A program that {@link KilledProcess} can start; for short runs. */
  static KilledProcess.Start of(
      Work work, SpaceServer server, Path folder, Path state, int concurrency) {
    List<String> options = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    return of(work, server, folder, state, concurrency, options);
  }

  /** The same with other options of the JVM. */
  static KilledProcess.Start of(
      Work work,
      SpaceServer server,
      Path folder,
      Path state,
      int concurrency,
      List<String> options) {
    Map<String, String> environment =
        Map.of(
            "SPACES_WORK", work.name(),
            "SPACES_ENDPOINT", server.endpoint(),
            "SPACES_KEY", server.wallet().exportSecretKey(),
            "SPACES_APP", server.appDid().address(),
            "SPACES_FOLDER", folder.toString(),
            "SPACES_STATE", state.toString(),
            "SPACES_CONCURRENCY", Integer.toString(concurrency));
    return output -> BackupProgram.java(options, VaultProgram.class, output, environment);
  }

  public static void main(String[] args) {
    try (SpaceClient client =
        SpaceClient.builder()
            .endpoint(System.getenv("SPACES_ENDPOINT"))
            .wallet(Wallet.fromSecretKey(System.getenv("SPACES_KEY")))
            .build()) {
      Work.valueOf(System.getenv("SPACES_WORK")).carryOut(client);
    }
  }
}
