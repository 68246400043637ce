package io.spaces.client.internal.vault.snapshot;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which snapshot is wanted where none is named by its id: the newest one of a set.
 *
 * @param set the set, or null for the only one that there is
 * @param at when it was made at the latest, or null for any time that is not in the future
 * @param incompleteToo whether it may be incomplete
 * @param passOverDamaged whether those that cannot be read, any of which may be it, are passed over
 */
public record SnapshotSelector(
    @Nullable String set, @Nullable Instant at, boolean incompleteToo, boolean passOverDamaged) {}
