package io.spaces.client.internal.mirror.restore;

import io.spaces.client.internal.source.rules.FileRules;
import io.spaces.client.restore.OverwritePolicy;
import java.nio.file.Path;

/**
 * What a restore of a mirror is to do.
 *
 * @param folderKey the folder in the space, with a slash at its end
 * @param target the folder on disk
 * @param rules which objects to restore, and which files may be deleted
 * @param overwrite what to do with files that are there
 * @param deleteExtra whether files that the space does not have are deleted
 * @param verify whether content is checked against its hash
 * @param dryRun whether nothing is changed
 * @param concurrency how many objects at once
 */
public record RestorePlan(
    String folderKey,
    Path target,
    FileRules rules,
    OverwritePolicy overwrite,
    boolean deleteExtra,
    boolean verify,
    boolean dryRun,
    int concurrency) {}
