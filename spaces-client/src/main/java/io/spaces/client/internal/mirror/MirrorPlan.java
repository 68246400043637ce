package io.spaces.client.internal.mirror;

import io.spaces.client.backup.Source;
import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.backup.Trouble;
import io.spaces.client.backup.TroublePolicy;
import io.spaces.client.internal.source.rules.FileRules;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a mirror backup is to do.
 *
 * @param folderKey the folder in the space, with a slash at its end
 * @param source what to read
 * @param rules what to leave out
 * @param incremental whether hashes in the cache are trusted
 * @param strictSync whether to delete what the source no longer has
 * @param resend whether to send also what the space has already, by its own word
 * @param dryRun whether to change nothing
 * @param concurrency how many workers
 * @param symbolicLinks what to do with links
 * @param onTrouble what to do about entries that cannot be backed up
 * @param allowEmpty whether a source may hold nothing where it held something
 * @param allowMassRemoval whether to delete also when that is most of what the space has
 * @param temporaryDirectory where copies of files that keep changing go
 * @param stateDirectory where the cache is, or null for none
 * @param cacheScope what the cache is of: another endpoint, folder or source has another
 */
public record MirrorPlan(
    String folderKey,
    Source source,
    FileRules rules,
    boolean incremental,
    boolean strictSync,
    boolean resend,
    boolean dryRun,
    int concurrency,
    SymbolicLinks symbolicLinks,
    Map<Trouble, TroublePolicy> onTrouble,
    boolean allowEmpty,
    boolean allowMassRemoval,
    Path temporaryDirectory,
    @Nullable Path stateDirectory,
    String cacheScope) {}
