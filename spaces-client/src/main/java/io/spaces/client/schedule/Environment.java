package io.spaces.client.schedule;

/** Where the application that a plan backs up runs; told in notifications and metrics. */
public enum Environment {
  /** On a developer's machine. */
  DEV,
  /** Before production. */
  STAGING,
  /** For real. */
  PRODUCTION
}
