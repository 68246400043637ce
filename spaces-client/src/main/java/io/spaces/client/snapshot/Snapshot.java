package io.spaces.client.snapshot;

import io.spaces.client.history.Strategy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One backup in a vault.
 *
 * @param id its name: 16 hexadecimal digits
 * @param time when the backup started, by the clock of the machine that made it
 * @param description what its maker said about it; may be empty
 * @param expiresAt when it may be removed, or null for never
 * @param parent the id of the newest snapshot when it was made, or null for the first
 * @param complete whether it holds everything that was to be backed up; false when some entries
 *     failed
 * @param files how many files it holds
 * @param directories how many folders
 * @param links how many symbolic and hard links
 * @param size the content length of all its files in bytes
 * @param sent how many bytes its backup stored in the space, compressed and encrypted
 * @param strategy what started its backup, or null when nobody said so: of an imported one, say
 * @param recordId the id of the space's record of its backup, or null when it has none
 */
public record Snapshot(
    String id,
    Instant time,
    String description,
    @Nullable Instant expiresAt,
    @Nullable String parent,
    boolean complete,
    long files,
    long directories,
    long links,
    long size,
    long sent,
    @Nullable Strategy strategy,
    @Nullable String recordId) {}
