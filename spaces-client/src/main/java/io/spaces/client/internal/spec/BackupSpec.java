package io.spaces.client.internal.spec;

import static java.util.Objects.requireNonNull;

import io.spaces.client.backup.BackupListener;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.backup.Trouble;
import io.spaces.client.backup.TroublePolicy;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.history.Strategy;
import io.spaces.client.internal.mirror.MirrorPlan;
import io.spaces.client.internal.source.SystemPaths;
import io.spaces.client.internal.source.rules.FileRules;
import io.spaces.client.internal.vault.backup.SnapshotPlan;
import io.spaces.client.internal.vault.snapshot.SetName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one backup is to do: checked, complete, immutable. The components are those of {@link
 * io.spaces.client.BackupBuilder}; {@code areaDid} is the DID whose area of the space is written.
 */
public record BackupSpec(
    Target target,
    boolean incremental,
    String areaDid,
    String userDid,
    String referrer,
    String appName,
    String appDescription,
    String serverDid,
    String signerDid,
    Source source,
    boolean strictSync,
    boolean resend,
    FileRules rules,
    int concurrency,
    int retries,
    @Nullable Duration timeLimit,
    @Nullable Path temporaryDirectory,
    @Nullable Path stateDirectory,
    boolean debug,
    boolean dryRun,
    SymbolicLinks symbolicLinks,
    Map<Trouble, TroublePolicy> onTrouble,
    boolean allowEmpty,
    boolean allowMassRemoval,
    List<BackupListener> listeners,
    Strategy strategy,
    @Nullable VaultSpec vault) {

  /** The same as a mirror sees it. */
  public MirrorPlan mirrorPlan() {
    return new MirrorPlan(
        folderKey(),
        source,
        rules,
        incremental,
        strictSync,
        resend,
        dryRun,
        concurrency,
        symbolicLinks,
        onTrouble,
        allowEmpty,
        allowMassRemoval,
        temporary(),
        state(),
        cacheScope());
  }

  /** The same as a vault sees it. */
  public SnapshotPlan snapshotPlan(Instant now) {
    VaultSpec kind = requireNonNull(vault);
    return new SnapshotPlan(
        folderKey(),
        source,
        rules,
        incremental,
        dryRun,
        concurrency,
        symbolicLinks,
        onTrouble,
        allowEmpty,
        allowMassRemoval,
        temporary(),
        state(),
        cacheScope(),
        kind.compression(),
        kind.encryption(),
        kind.set() != null ? kind.set() : SetName.of(source),
        kind.description(),
        kind.expiresAt(),
        kind.strategy(),
        kind.retention(),
        kind.prune(),
        kind.grace(),
        kind.lockWait(),
        kind.acceptVault(),
        now);
  }

  /**
   * What the log calls the source: a folder by its own name, since its path is nobody's concern.
   */
  public String sourceName() {
    Path name = source instanceof Source.Folder folder ? folder.path().getFileName() : null;
    return name == null ? "objects" : name.toString();
  }

  public String folderKey() {
    return ".did-objects/" + areaDid + "/";
  }

  private String cacheScope() {
    return target.where() + " " + folderKey();
  }

  /**
   * Looks whether the temporary directory has room for the copies that the source needs.
   *
   * @throws InvalidParameterException when it has not, as far as that is known before
   */
  public void requireRoom() {
    Path directory = temporary();
    long needed = TemporaryRoom.needed(source, concurrency, vault == null);
    long left = TemporaryRoom.left(directory);
    if (left < needed) {
      throw new InvalidParameterException(
          "temporaryDirectory",
          "is \""
              + directory
              + "\", which has room for "
              + left
              + " bytes, and copies of databases take up to "
              + needed
              + "; expected one with more room");
    }
  }

  private Path temporary() {
    return temporaryDirectory != null ? temporaryDirectory : SystemPaths.temporaryDirectory();
  }

  private @Nullable Path state() {
    return stateDirectory != null ? stateDirectory : StateDirectory.ofUser();
  }
}
