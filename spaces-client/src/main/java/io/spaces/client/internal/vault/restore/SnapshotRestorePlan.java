package io.spaces.client.internal.vault.restore;

import io.spaces.client.backup.Encryption;
import io.spaces.client.internal.source.rules.FileRules;
import io.spaces.client.internal.vault.snapshot.Wanted;
import io.spaces.client.restore.OverwritePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a restore of a snapshot is to do.
 *
 * @param snapshot the snapshot's id or the beginning of it, or null for the newest one
 * @param wanted which one, when no id is given; with one, the set that it must be of, if any
 * @param encryption the vault's key, or null for none
 * @param lockWait how long to wait for other clients of the vault
 * @param acceptVault the id of the vault that is to be there, or null for the one that belongs
 * @param target the folder on disk
 * @param rules which entries to restore, and which may be deleted
 * @param overwrite what to do with what is there
 * @param deleteExtra whether what the snapshot does not have is deleted
 * @param dryRun whether nothing is changed
 * @param concurrency how many files at once
 * @param stateDirectory where it is kept what this client knows of vaults, or null for nowhere
 * @param temporaryDirectory where packs are kept while they are read
 * @param now the present
 */
public record SnapshotRestorePlan(
    @Nullable String snapshot,
    Wanted wanted,
    @Nullable Encryption encryption,
    Duration lockWait,
    @Nullable String acceptVault,
    Path target,
    FileRules rules,
    OverwritePolicy overwrite,
    boolean deleteExtra,
    boolean dryRun,
    int concurrency,
    @Nullable Path stateDirectory,
    Path temporaryDirectory,
    Instant now) {}
