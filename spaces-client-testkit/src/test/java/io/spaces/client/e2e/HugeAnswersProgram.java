package io.spaces.client.e2e;

import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.error.SpaceException;
import io.spaces.client.history.HistoryQuery;
import io.spaces.client.identity.Wallet;
import io.spaces.client.transfer.TransferResult;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** An application of little memory, with a thread of its own, that asks a space for something. */
final class HugeAnswersProgram {
  private static final String REFERRER = "https://my.app/settings/backup";

  private HugeAnswersProgram() {}

  /** What it asks for. */
  enum Work {
    BACKUP {
      @Override
      String carryOut(SpaceClient client) {
        return told(
            client
                .incrementalBackup()
                .blocklet()
                .appPid(app())
                .userDid(app())
                .referrer(REFERRER)
                .appName("My app")
                .appDescription("Tasks")
                .source(folder())
                .run());
      }
    },
    RESTORE {
      @Override
      String carryOut(SpaceClient client) {
        return told(
            client
                .restore()
                .blocklet()
                .appPid(app())
                .userDid(app())
                .referrer(REFERRER)
                .target(folder())
                .run());
      }
    },
    LIST {
      @Override
      String carryOut(SpaceClient client) {
        return client.objects().list("/").size() + " objects";
      }
    },
    SNAPSHOTS {
      @Override
      String carryOut(SpaceClient client) {
        try (Snapshots snapshots = client.snapshots(app()).stateDirectory(folder())) {
          return snapshots.list().size() + " snapshots";
        }
      }
    },
    HISTORY {
      @Override
      String carryOut(SpaceClient client) {
        return client.history().page(HistoryQuery.all()).records().size() + " records";
      }
    };

    abstract String carryOut(SpaceClient client);

    private static String app() {
      return Wallet.fromSecretKey(get("KEY")).address();
    }

    private static Path folder() {
      return Path.of(get("FOLDER"));
    }
  }

  private static String told(TransferResult result) {
    return result.status() + ": " + result.statusMessage();
  }

  private static String get(String name) {
    return String.valueOf(System.getenv("SPACES_" + name));
  }

  public static void main(String[] args) throws InterruptedException {
    AtomicReference<Throwable> met = new AtomicReference<>();
    Thread application = new Thread(HugeAnswersProgram::work, "application");
    application.setUncaughtExceptionHandler((thread, e) -> met.set(e));
    application.start();
    try (SpaceClient client =
        SpaceClient.builder()
            .endpoint(get("ENDPOINT"))
            .wallet(Wallet.fromSecretKey(get("KEY")))
            .listLimits(10_000_000, Long.parseLong(get("BYTES")))
            .build()) {
      System.out.println(Work.valueOf(get("WORK")).carryOut(client));
    } catch (SpaceException e) {
      System.out.println("refused: " + e.getMessage());
    }
    application.interrupt();
    application.join();
    System.out.println("The application met " + met.get());
  }

  /** Needs some 32 MiB at any moment, for as long as it is let. */
  private static void work() {
    byte[][] held = new byte[32][];
    for (int i = 0; !Thread.currentThread().isInterrupted(); i = (i + 1) % held.length) {
      held[i] = new byte[1 << 20];
      Thread.onSpinWait();
    }
  }
}
