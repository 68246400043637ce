package io.spaces.client.internal.run;

import io.spaces.client.internal.mirror.RestorePlan;
import io.spaces.client.internal.source.FileRules;
import io.spaces.client.restore.OverwritePolicy;
import io.spaces.client.restore.RestoreListener;
import java.nio.file.Path;
import java.util.List;

/**
 * What one restore is to do: checked, complete, immutable. The components are those of {@link
 * io.spaces.client.BlockletRestore}; {@code areaDid} is the DID whose area of the space is read.
 */
public record RestoreSpec(
    Target target,
    String areaDid,
    String userDid,
    String referrer,
    String serverDid,
    Path folder,
    FileRules rules,
    OverwritePolicy overwrite,
    boolean deleteExtra,
    boolean verify,
    int concurrency,
    int retries,
    boolean debug,
    boolean dryRun,
    List<RestoreListener> listeners) {

  /** The same as a mirror sees it. */
  RestorePlan mirrorPlan() {
    return new RestorePlan(
        ".did-objects/" + areaDid + "/",
        folder,
        rules,
        overwrite,
        deleteExtra,
        verify,
        dryRun,
        concurrency);
  }
}
