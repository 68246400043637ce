package io.spaces.client.testkit.faults;

import io.spaces.client.testkit.internal.fault.PlannedFault;

/** A fault that is planned on a server: which requests, which of them, and what they meet with. */
public sealed interface FaultRule permits PlannedFault {
  /**
   * Returns how many requests it has struck.
   *
   * @return 0 or more
   */
  long strikes();

  /**
   * Returns how many requests have fitted, struck or not.
   *
   * @return 0 or more
   */
  long seen();

  /** Takes the rule back. Requests that it has struck already go on as they are. */
  void remove();
}
