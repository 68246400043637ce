package io.spaces.client.internal.schedule.job;

import org.jspecify.annotations.Nullable;

/**
 * The right to run a plan, which one run has at a time among all nodes, for as long as it renews
 * it. A snapshot of how it stands.
 *
 * @param plan the plan's name
 * @param token the fencing token: greater for each new holder; 0 when nobody has ever held it
 * @param jobId the job whose run holds it, or null when nobody does
 * @param node where that runs
 * @param renewedAt when it was taken or renewed last, in milliseconds of the store's clock
 * @param isExpired whether that is too long ago, by the store's clock
 */
public record Lease(
    String plan,
    long token,
    @Nullable String jobId,
    @Nullable String node,
    long renewedAt,
    boolean isExpired) {
  /** One that nobody has ever held. */
  public static Lease unheld(String plan) {
    return new Lease(plan, 0, null, null, 0, false);
  }

  public boolean isHeld() {
    return jobId != null;
  }

  boolean isHeldBy(String job, String byNode) {
    return job.equals(jobId) && byNode.equals(node);
  }
}
