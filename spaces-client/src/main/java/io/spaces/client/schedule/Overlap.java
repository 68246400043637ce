package io.spaces.client.schedule;

/**
 * What happens when a run falls due while another of the same plan is still under way.
 *
 * @since 0.1.0
 */
public enum Overlap {
  /** It is left out, and recorded as {@link JobStatus#SKIPPED} when the other has ended. */
  SKIP,
  /**
   * It waits for the other to end. Scheduled runs that fall due while one waits are one with it;
   * manual ones each get their turn.
   */
  QUEUE
}
