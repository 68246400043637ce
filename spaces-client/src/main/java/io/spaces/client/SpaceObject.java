package io.spaces.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One object in a space, without its content.
 *
 * @param key its key, relative to what was asked for
 * @param size bytes, or -1 when the space does not say
 * @param lastModified when the space took it, or null when it does not say
 * @param contentHash the content's hash: an IPFS CIDv1 in base32, or null when the space does not
 *     say
 * @param mimeType the media type, or null when the space does not say
 */
public record SpaceObject(
    String key,
    long size,
    @Nullable Instant lastModified,
    @Nullable String contentHash,
    @Nullable String mimeType) {}
