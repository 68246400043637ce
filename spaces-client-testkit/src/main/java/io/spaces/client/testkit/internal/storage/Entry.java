package io.spaces.client.testkit.internal.storage;

import org.jspecify.annotations.Nullable;

/**
 * One object.
 *
 * @param key its name, any text
 * @param size bytes
 * @param hash the content hash, or null when nobody said
 * @param lastModified epoch milliseconds
 * @param metadata JSON text sent along, or null
 * @param blob the bytes
 */
public record Entry(
    String key,
    long size,
    @Nullable String hash,
    long lastModified,
    @Nullable String metadata,
    Blob blob) {}
