package io.spaces.client.schedule;

/**
 * Where the application that a plan backs up runs; told in notifications and metrics.
 *
 * @since 0.1.0
 */
public enum Environment {
  /** On a developer's machine. */
  DEV,
  /** Before production. */
  STAGING,
  /** For real. */
  PRODUCTION
}
