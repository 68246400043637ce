package io.spaces.client.schedule;

/**
 * After which runs notifications are sent.
 *
 * @since 0.1.0
 */
public enum NotifyOn {
  /** After runs that did not succeed: failed, partial, cancelled; and after those with warnings. */
  FAILURE,
  /** After every run, but not for those that were left out. */
  ALWAYS,
  /** Never. */
  NEVER
}
