package io.spaces.client.history;

/**
 * What started a run.
 *
 * @since 0.1.0
 */
public enum Strategy {
  /** A person, or a program on its behalf. */
  MANUAL,
  /** A schedule. */
  AUTOMATIC
}
