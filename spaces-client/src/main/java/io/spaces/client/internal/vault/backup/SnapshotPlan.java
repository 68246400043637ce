package io.spaces.client.internal.vault.backup;

import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.backup.Trouble;
import io.spaces.client.backup.TroublePolicy;
import io.spaces.client.history.Strategy;
import io.spaces.client.internal.source.rules.FileRules;
import io.spaces.client.snapshot.Pruning;
import io.spaces.client.snapshot.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a backup into a vault is to do.
 *
 * @param folderKey the folder in the space that the vault lies in, with a slash at its end
 * @param source what to read
 * @param rules what to leave out
 * @param incremental whether the cache is trusted
 * @param dryRun whether to change nothing
 * @param concurrency how many workers
 * @param symbolicLinks what to do with links
 * @param onTrouble what to do about entries that cannot be backed up
 * @param allowEmpty whether a source may hold nothing where it held something
 * @param allowMassRemoval whether retention may remove most of the set
 * @param temporaryDirectory where large or changing contents are kept for a while
 * @param stateDirectory where the caches are, or null for none
 * @param cacheScope what the cache is of
 * @param compression how to compress
 * @param encryption the vault's key, or null for a vault without encryption
 * @param set what it is a backup of
 * @param description what to say about the snapshot
 * @param expiresAt when it may be removed, or null for never
 * @param strategy what started the backup
 * @param retention which snapshots to keep afterwards, or null for all
 * @param prune when to prune the vault afterwards
 * @param grace how long snapshots lie in the trash before that removes them
 * @param lockWait how long to wait for other clients of the vault
 * @param acceptVault the id of the vault that is to be there, or null for the one that belongs
 * @param time when the backup started
 */
public record SnapshotPlan(
    String folderKey,
    Source source,
    FileRules rules,
    boolean incremental,
    boolean dryRun,
    int concurrency,
    SymbolicLinks symbolicLinks,
    Map<Trouble, TroublePolicy> onTrouble,
    boolean allowEmpty,
    boolean allowMassRemoval,
    Path temporaryDirectory,
    @Nullable Path stateDirectory,
    String cacheScope,
    Compression compression,
    @Nullable Encryption encryption,
    String set,
    String description,
    @Nullable Instant expiresAt,
    Strategy strategy,
    @Nullable Retention retention,
    Pruning prune,
    Duration grace,
    Duration lockWait,
    @Nullable String acceptVault,
    Instant time) {}
