package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spaces.client.BlockletBackup;
import io.spaces.client.BlockletRestore;
import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.Encryption;
import io.spaces.client.error.CancelledException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.history.HistoryQuery;
import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.internal.waiting.Waiter;
import io.spaces.client.snapshot.Pruning;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.VerifyResult;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferResult;
import io.spaces.client.transfer.TransferStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A process of its own that is told on its input what to do with a space, one line for each, and
 * prints a line about what came of it: {@code status, text, seconds that it would have waited}.
 */
final class HostileProgram {
  /** A server that says nothing for so long is given up. */
  private static final Duration IDLE = Duration.ofMillis(400);

  private static final long RECORDS = 300;
  private static final String REFERRER = "https://my.app/settings/backup";

  private HostileProgram() {}

  /** How it ended. */
  enum Outcome {
    /** It says that all is well. */
    SUCCEEDED,
    /** It says that not all is well, in a documented way. */
    TOLD,
    /** Something came out that nobody should see. */
    BROKEN
  }

  /** What may be done. */
  enum Work {
    MIRROR_BACKUP {
      @Override
      String carryOut(SpaceClient client, Place place) {
        return told(place.backup(client).strictSync(true).run());
      }
    },
    MIRROR_RESTORE {
      @Override
      String carryOut(SpaceClient client, Place place) {
        return told(place.restore(client).run());
      }
    },
    MIRROR_LIST {
      @Override
      String carryOut(SpaceClient client, Place place) {
        return client.objects().list(".did-objects/" + place.app + "/").size() + " objects";
      }
    },
    MIRROR_VERIFY {
      @Override
      String carryOut(SpaceClient client, Place place) {
        return told(client.verifyMirror(place.app).retries(1).run());
      }
    },
    MIRROR_HISTORY {
      @Override
      String carryOut(SpaceClient client, Place place) {
        return client.history().stream(HistoryQuery.all()).limit(RECORDS).count() + " records";
      }
    },
    VAULT_BACKUP {
      @Override
      String carryOut(SpaceClient client, Place place) {
        return told(place.backup(client).snapshot(true).encryption(KEY).run());
      }
    },
    /** Makes a snapshot, and removes all others. */
    VAULT_RETENTION {
      @Override
      String carryOut(SpaceClient client, Place place) {
        return told(
            place
                .backup(client)
                .snapshot(true)
                .encryption(KEY)
                .retention(Retention.builder().keepLast(1).build())
                .allowMassRemoval(true)
                .prune(Pruning.AFTER_RUN)
                .grace(Duration.ZERO)
                .run());
      }
    },
    VAULT_RESTORE {
      @Override
      String carryOut(SpaceClient client, Place place) {
        return told(place.restore(client).encryption(KEY).run());
      }
    },
    VAULT_LIST {
      @Override
      String carryOut(SpaceClient client, Place place) {
        try (Snapshots snapshots = place.snapshots(client)) {
          return snapshots.list().stream().map(Snapshot::id).collect(Collectors.joining(" "));
        }
      }
    },
    VAULT_VERIFY {
      @Override
      String carryOut(SpaceClient client, Place place) {
        try (Snapshots snapshots = place.snapshots(client)) {
          VerifyResult result = snapshots.verify(true);
          if (!result.isSound()) {
            throw new SpaceException(String.join(", ", result.problems()), null);
          }
          return "sound";
        }
      }
    },
    VAULT_PRUNE {
      @Override
      String carryOut(SpaceClient client, Place place) {
        try (Snapshots snapshots = place.snapshots(client)) {
          return snapshots.prune(Duration.ZERO).toString();
        }
      }
    },
    VAULT_HISTORY {
      @Override
      String carryOut(SpaceClient client, Place place) {
        try (Snapshots snapshots = place.snapshots(client)) {
          return client.history(snapshots).stream(HistoryQuery.all()).limit(RECORDS).count()
              + " records";
        }
      }
    };

    private static final Encryption KEY = Encryption.key(VaultBackups.KEY);

    /** Returns what there is to say when all is well. */
    abstract String carryOut(SpaceClient client, Place place);

    boolean isOfAVault() {
      return name().startsWith("VAULT_");
    }

    private static String told(TransferResult result) {
      Throwable cause = result.cause();
      if (cause != null && !(cause instanceof SpaceException)) {
        throw new IllegalStateException("The cause is not of a documented kind", cause);
      }
      for (ObjectFailure failure : result.failures()) {
        @Nullable Throwable why = failure.cause();
        if (!(why == null || why instanceof SpaceException || why instanceof IOException)) {
          throw new IllegalStateException("Not of a documented kind: " + failure, failure.cause());
        }
      }
      if (result.status() == TransferStatus.SUCCEEDED) {
        return result.toString();
      }
      if (result.status() == TransferStatus.CANCELLED || result.statusMessage().isBlank()) {
        throw new IllegalStateException("Nobody has cancelled it, and it says: " + result, cause);
      }
      throw new SpaceException(result.status() + ": " + result.statusMessage(), cause);
    }
  }

  /** Where it is done. */
  record Place(String app, Path source, Path state, Path target) {
    private BlockletBackup backup(SpaceClient client) {
      return client
          .backup()
          .blocklet()
          .appDid(app)
          .userDid(app)
          .referrer(REFERRER)
          .appName("My app")
          .appDescription("Tasks")
          .source(source)
          .stateDirectory(state)
          .concurrency(2)
          .retries(1);
    }

    private BlockletRestore restore(SpaceClient client) {
      return client
          .restore()
          .blocklet()
          .appPid(app)
          .userDid(app)
          .referrer(REFERRER)
          .target(target)
          .stateDirectory(state)
          .concurrency(2)
          .retries(1);
    }

    private Snapshots snapshots(SpaceClient client) {
      return client.snapshots(app).stateDirectory(state).encryption(Work.KEY);
    }
  }

  /** Goes with the time, and jumps ahead where others would wait. */
  private static final class JumpingClock extends Clock implements Waiter.Provider, Waiter {
    private long waitedNanos;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public synchronized Instant instant() {
      return Instant.now().plusNanos(waitedNanos);
    }

    @Override
    public Waiter waiter() {
      return this;
    }

    @Override
    public Instant now() {
      return instant();
    }

    @Override
    public void await(Duration time, Cancellation cancellation) {
      cancellation.throwIfCancelled();
      synchronized (this) {
        waitedNanos += time.toNanos();
      }
    }

    synchronized long waitedSeconds() {
      return Duration.ofNanos(waitedNanos).toSeconds();
    }
  }

  public static void main(String[] args) throws IOException {
    Wallet wallet = Wallet.fromSecretKey(System.getenv("SPACES_KEY"));
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split("\t", -1);
      Work work = Work.valueOf(words[0]);
      Place place = new Place(words[3], Path.of(words[4]), Path.of(words[5]), Path.of(words[6]));
      System.out.println(run(work, place, wallet, words[1], Boolean.parseBoolean(words[2])));
    }
  }

  private static String run(
      Work work, Place place, Wallet wallet, String endpoint, boolean patient) {
    JumpingClock clock = new JumpingClock();
    Outcome outcome;
    String text;
    try {
      try (SpaceClient client =
          SpaceClient.builder()
              .endpoint(endpoint)
              .wallet(wallet)
              .clock(clock)
              .idleTimeout(patient ? Duration.ofSeconds(60) : IDLE)
              .listLimits(1_000_000, patient ? 1L << 30 : 64L << 20)
              .closingTimeout(Duration.ofSeconds(patient ? 60 : 2))
              .build()) {
        text = work.carryOut(client, place);
        outcome = Outcome.SUCCEEDED;
      }
    } catch (CancelledException e) {
      outcome = Outcome.BROKEN;
      text = trace(e);
    } catch (SpaceException e) {
      outcome = isSaid(e.getMessage()) ? Outcome.TOLD : Outcome.BROKEN;
      text = outcome == Outcome.TOLD ? e.toString() : trace(e);
    } catch (Throwable e) { // that is what is looked for
      outcome = Outcome.BROKEN;
      text = trace(e);
    }
    return String.join(
        "\t",
        outcome.name(),
        Base64.getEncoder().encodeToString(text.getBytes(UTF_8)),
        Long.toString(clock.waitedSeconds()));
  }

  private static boolean isSaid(@Nullable String message) {
    return message != null && !message.isBlank();
  }

  private static String trace(Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
