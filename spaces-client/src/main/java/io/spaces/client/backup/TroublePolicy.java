package io.spaces.client.backup;

/**
 * What to do about an entry of the source that cannot be backed up, by the kind of its trouble.
 *
 * @since 0.1.0
 */
public enum TroublePolicy {
  /** The first one ends the run as failed. */
  FAIL,

  /**
   * Each is a failure in the result, which makes the run a partial one, and everything else is
   * backed up.
   */
  REPORT,

  /** Each is counted and named among what was skipped, and is no failure. */
  SKIP
}
