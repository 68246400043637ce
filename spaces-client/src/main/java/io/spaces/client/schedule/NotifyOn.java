package io.spaces.client.schedule;

/** After which runs notifications are sent. */
public enum NotifyOn {
  /** After runs that did not succeed: failed, partial, cancelled; and after those with warnings. */
  FAILURE,
  /** After every run, but not for those that were left out. */
  ALWAYS,
  /** Never. */
  NEVER
}
