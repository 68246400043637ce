package io.spaces.client.history;

/**
 * How something in the history stands.
 *
 * @since 0.1.0
 */
public enum HistoryStatus {
  /** Begun, and nothing was said of its end. */
  OPEN,
  /** Ended well. */
  SUCCEEDED,
  /** Ended badly. */
  FAILED
}
