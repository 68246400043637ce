package io.spaces.client.internal.vault.format;

import io.spaces.client.snapshot.SnapshotEntry;

/**
 * An entry of a snapshot with what its content is made of.
 *
 * @param entry what users see
 * @param blobs its content; none for anything but a file
 */
public record VaultEntry(SnapshotEntry entry, BlobIds blobs) {}
