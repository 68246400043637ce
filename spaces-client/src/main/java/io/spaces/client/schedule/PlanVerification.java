package io.spaces.client.schedule;

import io.spaces.client.internal.check.Parameters;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What makes a plan one that verifies: its runs read, decrypt and hash what the vault at its
 * destination holds, and back nothing up. With a budget a run ends before it has read all, and the
 * next one on the same machine goes on from there; see {@link
 * io.spaces.client.snapshot.VerifyOptions}.
 *
 * @param budgetBytes how many stored bytes a run reads, 1 or more, or null for no bound
 * @param budgetTime how long a run reads, a second or more in whole seconds, or null for no bound
 * @since 1.0.0
 */
public record PlanVerification(@Nullable Long budgetBytes, @Nullable Duration budgetTime) {
  /** Each run reads all. */
  public static final PlanVerification WHOLE = new PlanVerification(null, null);

  /**
   * Checks both.
   *
   * @param budgetBytes see {@link #budgetBytes}
   * @param budgetTime see {@link #budgetTime}
   * @throws io.spaces.client.error.InvalidParameterException when one is out of range
   */
  public PlanVerification {
    if (budgetBytes != null) {
      Parameters.positive("budgetBytes", budgetBytes);
    }
    if (budgetTime != null) {
      Parameters.wholeSeconds("budgetTime", Parameters.positive("budgetTime", budgetTime));
    }
  }
}
