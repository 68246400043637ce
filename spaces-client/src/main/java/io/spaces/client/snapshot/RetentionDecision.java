package io.spaces.client.snapshot;

import java.util.Objects;

/**
 * What becomes of a snapshot when rules are applied, and why.
 *
 * @param snapshot the snapshot
 * @param kept whether it stays
 * @param reason why, for people: such as {@code pinned}, {@code daily 7, monthly 12} or {@code no
 *     rule keeps it}
 * @since 0.1.0
 */
public record RetentionDecision(Snapshot snapshot, boolean kept, String reason) {
  /**
   * Refuses null.
   *
   * @param snapshot see {@link #snapshot}
   * @param kept see {@link #kept}
   * @param reason see {@link #reason}
   */
  public RetentionDecision {
    Objects.requireNonNull(snapshot, "snapshot");
    Objects.requireNonNull(reason, "reason");
  }
}
