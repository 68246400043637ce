package io.spaces.client.internal.spec;

import io.spaces.client.backup.Source;
import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.backup.Trouble;
import io.spaces.client.backup.TroublePolicy;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.history.Strategy;
import io.spaces.client.internal.source.rules.FileRules;
import io.spaces.client.transfer.TransferListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one backup is to do: checked, complete, immutable. The components are those of {@link
 * io.spaces.client.BackupBuilder}; {@code areaDid} is the DID whose area of the space is written,
 * and the directories are those that are used.
 */
public record BackupSpec(
    SpaceAccess target,
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
    Path temporaryDirectory,
    @Nullable Path stateDirectory,
    boolean debug,
    boolean dryRun,
    SymbolicLinks symbolicLinks,
    Map<Trouble, TroublePolicy> onTrouble,
    boolean allowEmpty,
    boolean allowMassRemoval,
    List<TransferListener> listeners,
    Strategy strategy,
    @Nullable VaultSpec vault) {

  /**
   * What the log calls the source: a folder by its own name, since its path is nobody's concern.
   */
  public String sourceName() {
    Path name = source instanceof Source.Folder folder ? folder.path().getFileName() : null;
    return name == null ? "objects" : name.toString();
  }

  /** Where in the space the area lies, with a slash at its end. */
  public String folderKey() {
    return ".did-objects/" + areaDid + "/";
  }

  /** What a cache is of: another endpoint or folder has another. */
  public String cacheScope() {
    return target.where() + " " + folderKey();
  }

  /**
   * Looks whether the temporary directory has room for the copies that the source needs.
   *
   * @throws InvalidParameterException when it has not, as far as that is known before
   */
  public void requireRoom() {
    long needed = TemporaryRoom.needed(source, concurrency, vault == null);
    long left = TemporaryRoom.left(temporaryDirectory);
    if (left < needed) {
      throw new InvalidParameterException(
          "temporaryDirectory",
          "is \""
              + temporaryDirectory
              + "\", which has room for "
              + left
              + " bytes, and copies of databases take up to "
              + needed
              + "; expected one with more room");
    }
  }
}
