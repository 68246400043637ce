package io.spaces.client.internal.run;

import io.spaces.client.backup.BackupListener;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.backup.UnreadableFiles;
import io.spaces.client.internal.mirror.MirrorPlan;
import io.spaces.client.internal.source.FileRules;
import java.nio.file.Path;
import java.util.List;
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
    FileRules rules,
    int concurrency,
    int retries,
    @Nullable Path temporaryDirectory,
    @Nullable Path stateDirectory,
    boolean debug,
    boolean dryRun,
    SymbolicLinks symbolicLinks,
    UnreadableFiles unreadableFiles,
    List<BackupListener> listeners) {

  /** The same as a mirror sees it. */
  MirrorPlan mirrorPlan() {
    String folderKey = ".did-objects/" + areaDid + "/";
    return new MirrorPlan(
        folderKey,
        source,
        rules,
        incremental,
        strictSync,
        dryRun,
        concurrency,
        symbolicLinks,
        unreadableFiles,
        temporaryDirectory != null
            ? temporaryDirectory
            : Path.of(System.getProperty("java.io.tmpdir")),
        stateDirectory != null ? stateDirectory : StateDirectory.ofUser(),
        target.where() + " " + folderKey);
  }
}
