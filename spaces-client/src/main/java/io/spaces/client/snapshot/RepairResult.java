package io.spaces.client.snapshot;

import java.util.List;
import java.util.Objects;

/**
 * What a repair did.
 *
 * @param packsRead how many packs were read from start to end
 * @param packsIndexed how many were in no index that could be read, and are in one now
 * @param packsDamaged how many were found damaged; what was good in them was stored anew
 * @param problems what could not be repaired, each naming the object; at most 1,000. What is lost
 *     for which snapshot is told by a verification; a backup of the same files sends it again
 * @since 0.1.0
 */
public record RepairResult(
    int packsRead, int packsIndexed, int packsDamaged, List<String> problems) {
  /**
   * Copies the list.
   *
   * @param packsRead see {@link #packsRead}
   * @param packsIndexed see {@link #packsIndexed}
   * @param packsDamaged see {@link #packsDamaged}
   * @param problems see {@link #problems}
   */
  public RepairResult {
    Objects.requireNonNull(problems, "problems");
    problems = List.copyOf(problems);
  }
}
