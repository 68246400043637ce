package io.spaces.client.internal.vault.snapshot;

import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.snapshot.DamagedSnapshot;
import io.spaces.client.snapshot.Snapshot;
import java.util.List;

/**
 * The snapshot that was chosen.
 *
 * @param record the snapshot
 * @param passedOver newer ones of its set that were passed over because they are incomplete, newest
 *     first
 * @param damaged ones that cannot be read, were passed over, and may be newer ones of its set
 */
public record Chosen(
    SnapshotRecord record, List<Snapshot> passedOver, List<DamagedSnapshot> damaged) {}
