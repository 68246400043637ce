package io.spaces.client.internal.spec;

import io.spaces.client.backup.Encryption;
import io.spaces.client.internal.restore.entry.NewRoot;
import io.spaces.client.internal.source.rules.FileRules;
import io.spaces.client.internal.vault.snapshot.SnapshotSelector;
import io.spaces.client.restore.OverwritePolicy;
import io.spaces.client.transfer.TransferListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one restore is to do: checked, complete, immutable. The components are those of {@link
 * io.spaces.client.BlockletRestore}; {@code areaDid} is the DID whose area of the space is read,
 * and {@code vault} says that a vault is read whatever else is there.
 */
public record RestoreSpec(
    SpaceAccess target,
    String areaDid,
    String userDid,
    String referrer,
    String serverDid,
    boolean vault,
    @Nullable String snapshot,
    SnapshotSelector wanted,
    @Nullable Encryption encryption,
    Duration lockWait,
    @Nullable String acceptVault,
    Path temporaryDirectory,
    @Nullable Path stateDirectory,
    Path folder,
    FileRules rules,
    List<String> paths,
    NewRoot root,
    OverwritePolicy overwrite,
    boolean deleteExtra,
    boolean verify,
    int concurrency,
    int retries,
    @Nullable Duration timeLimit,
    boolean debug,
    boolean dryRun,
    List<TransferListener> listeners) {

  /** Where in the space the area lies. */
  public String folderKey() {
    return ".did-objects/" + areaDid + "/";
  }
}
