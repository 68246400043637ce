package io.spaces.client.examples.cli;

import io.spaces.client.SnapshotTasks;
import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.Encryption;
import io.spaces.client.snapshot.DamagedSnapshot;
import io.spaces.client.transfer.TransferTask;
import io.spaces.client.transfer.Warning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which vault, and what opens it: options of every command that looks after snapshots. */
final class VaultAccess {
  @Mixin private ConnectionOptions connection;

  @Option(
      names = "--app-pid",
      paramLabel = "DID",
      description = "The app whose vault it is. Default: the one that delegated, or the wallet's.")
  private @Nullable String appPid;

  @Mixin private KeyOptions key;

  @Mixin private LockOption lock;
  @Mixin private AcceptVaultOption accept;

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description = "Where is kept what this machine knows of the vault.")
  private @Nullable Path stateDirectory;

  @Option(
      names = "--temp-dir",
      paramLabel = "DIR",
      description = "Where packs are kept while they are read.")
  private @Nullable Path temporaryDirectory;

  private @Nullable Set<DamagedSnapshot> damaged;
  private final Set<Warning> warnings = new LinkedHashSet<>();

  /** For a command that may make a vault. */
  VaultAccess forNew(PassphraseOptions strength) {
    key.forNew(strength);
    return this;
  }

  /**
   * Work on snapshots.
   *
   * @param <X> what it may throw
   */
  @FunctionalInterface
  interface Work<X extends Exception> {
    /** Returns the exit code. */
    int on(Snapshots snapshots) throws X;
  }

  /**
   * The same, with the client.
   *
   * @param <X> what it may throw
   */
  @FunctionalInterface
  interface WorkWithClient<X extends Exception> {
    /** Returns the exit code. */
    int on(SpaceClient client, Snapshots snapshots) throws X;
  }

  /** Does some work that Ctrl-C ends, and returns the exit code it returns. */
  <X extends Exception> int use(Work<X> work) throws X {
    return use((client, snapshots) -> work.on(snapshots));
  }

  /** Runs what takes long, shows how far it is, and returns its result. Ctrl-C cancels it. */
  <R> R await(Snapshots snapshots, Output output, Function<SnapshotTasks, TransferTask<R>> start)
      throws InterruptedException {
    ProgressDisplay progress = ProgressDisplay.on(output.err());
    try {
      return start.apply(snapshots.tasks().onProgress(progress)).await();
    } finally {
      progress.end();
    }
  }

  /** The same, for work that needs the client, too. */
  <X extends Exception> int use(WorkWithClient<X> work) throws X {
    try (SpaceClient client = connection.open();
        Snapshots snapshots = snapshots(client)) {
      return StopSignal.whileRunning(
          snapshots::close, client::close, () -> work.on(client, snapshots));
    } finally {
      key.destroy();
    }
  }

  /**
   * The same for work that looks at all snapshots and passes over damaged ones, which are told in
   * the end, as are warnings: the exit code says so of the former.
   */
  <X extends Exception> int look(Output output, WorkWithClient<X> work) throws X {
    Set<DamagedSnapshot> passedOver = new LinkedHashSet<>();
    damaged = passedOver;
    int code = use(work);
    Report.warn(List.copyOf(warnings), output);
    output.problems(
        passedOver.stream()
            .map(one -> "The snapshot " + one.id() + " of " + one.time() + ": " + one.problem())
            .toList());
    return code == ExitCode.SUCCEEDED && !passedOver.isEmpty() ? ExitCode.PARTIAL : code;
  }

  /** Those that were passed over so far. */
  Set<DamagedSnapshot> damaged() {
    return damaged == null ? Set.of() : damaged;
  }

  /** What was told so far. */
  List<Warning> warnings() {
    return List.copyOf(warnings);
  }

  private Snapshots snapshots(SpaceClient client) {
    Snapshots snapshots =
        client.snapshots(appPid == null ? connection.actor().app().address() : appPid);
    Encryption encryption = key.encryption();
    if (encryption != null) {
      snapshots = snapshots.encryption(encryption);
    }
    if (stateDirectory != null) {
      snapshots = snapshots.stateDirectory(stateDirectory);
    }
    if (temporaryDirectory != null) {
      snapshots = snapshots.temporaryDirectory(temporaryDirectory);
    }
    Duration wait = lock.time();
    if (wait != null) {
      snapshots = snapshots.lockWait(wait);
    }
    String accepted = accept.id();
    if (accepted != null) {
      snapshots = snapshots.acceptVault(accepted);
    }
    Set<DamagedSnapshot> passedOver = damaged;
    return passedOver == null
        ? snapshots
        : snapshots.passOverDamaged(passedOver::add).onWarning(warnings::add);
  }
}
