package io.spaces.client.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * The snapshots of one source: what a backup is of.
 *
 * @param name its name; empty for the snapshots that nobody gave one
 * @param count how many snapshots it has
 * @param newest the newest of them
 * @param newestComplete the newest that holds everything that was to be backed up, or null
 * @since 0.1.0
 */
public record SnapshotSet(
    String name, int count, Snapshot newest, @Nullable Snapshot newestComplete) {}
