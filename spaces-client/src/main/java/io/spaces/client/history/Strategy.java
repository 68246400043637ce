package io.spaces.client.history;

/** What started a run. */
public enum Strategy {
  /** A person, or a program on its behalf. */
  MANUAL,
  /** A schedule. */
  AUTOMATIC
}
