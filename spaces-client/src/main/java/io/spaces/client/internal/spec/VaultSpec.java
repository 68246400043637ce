package io.spaces.client.internal.spec;

import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.history.Strategy;
import io.spaces.client.snapshot.Pruning;
import io.spaces.client.snapshot.Retention;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What makes a backup one into a vault; the components are those of {@link
 * io.spaces.client.VaultBuilder}.
 */
public record VaultSpec(
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
    @Nullable String acceptVault) {}
