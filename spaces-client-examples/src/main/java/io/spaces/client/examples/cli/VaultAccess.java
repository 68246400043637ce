package io.spaces.client.examples.cli;

import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.Encryption;
import io.spaces.client.snapshot.DamagedSnapshot;
import io.spaces.client.transfer.Warning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;
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

  /** Does some work that Ctrl-C ends, and returns the exit code it returns. */
  int use(ToIntFunction<Snapshots> work) {
    return use((client, snapshots) -> work.applyAsInt(snapshots));
  }

  /** The same, for work that needs the client, too. */
  int use(ToIntBiFunction<SpaceClient, Snapshots> work) {
    try (SpaceClient client = connection.open();
        Snapshots snapshots = snapshots(client)) {
      return StopSignal.whileRunning(
          snapshots::close, client::close, () -> work.applyAsInt(client, snapshots));
    } finally {
      key.destroy();
    }
  }

  /**
   * The same for work that looks at all snapshots and passes over damaged ones, which are told in
   * the end, as are warnings: the exit code says so of the former.
   */
  int look(Output output, ToIntBiFunction<SpaceClient, Snapshots> work) {
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
