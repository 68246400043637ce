package io.spaces.client.snapshot;

/**
 * When a backup prunes its vault after its own work: frees what no snapshot needs any more, and
 * removes for good what has lain in the trash for long enough. How long ago the last pruning was,
 * the vault itself knows, by the space's clock: machines that share a vault share what is due.
 *
 * <p>Whatever is chosen, such a pruning comes after a backup that has made its snapshot, and where
 * no more than a tenth of the vault would be free, nothing is removed for good. It is no part of
 * the backup: status, duration and the space's record are settled before it begins, and when it
 * fails, that is a warning.
 *
 * @since 0.1.0
 */
public enum Pruning {
  /** Never: somebody else prunes. */
  NEVER,

  /** After each backup. */
  AFTER_RUN,

  /**
   * When the last was 20 hours ago, or longer: a run a day, give or take a little, always prunes.
   */
  DAILY,

  /** When the last was 6 days and 20 hours ago, or longer. */
  WEEKLY
}
