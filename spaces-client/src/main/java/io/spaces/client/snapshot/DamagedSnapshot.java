package io.spaces.client.snapshot;

import java.time.Instant;
import java.util.Objects;

/**
 * A snapshot that cannot be read: the space has damaged its object, or lists one that it does not
 * have. Neither its set nor what it holds is known, so that it is never removed by a rule, and
 * nothing is pruned while it is there.
 *
 * @param id its id
 * @param time when it was made, to the second
 * @param problem what is wrong with it
 * @since 0.1.0
 */
public record DamagedSnapshot(String id, Instant time, String problem) {
  /**
   * Refuses null.
   *
   * @param id see {@link #id}
   * @param time see {@link #time}
   * @param problem see {@link #problem}
   */
  public DamagedSnapshot {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(problem, "problem");
  }
}
