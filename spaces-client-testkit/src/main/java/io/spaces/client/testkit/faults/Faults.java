package io.spaces.client.testkit.faults;

import io.spaces.client.testkit.internal.fault.FaultPlan;
import java.util.List;

/**
 * The faults that are planned on a server. Several may strike one request: they do so in the order
 * in which they were planned, each as far as those before it let the request proceed. What struck
 * stands in the journal, in {@code note}. Safe for use by several threads.
 */
public sealed interface Faults permits FaultPlan {
  /**
   * Begins a rule.
   *
   * @param requests which requests
   * @return goes on: which of them, and what they meet with
   */
  default FaultStage on(Requests requests) {
    return new FaultStage(this, requests, Occurrence.always());
  }

  /**
   * Adds a rule.
   *
   * @param requests which requests
   * @param occurrence which of them
   * @param fault what they meet with
   * @return the rule
   */
  FaultRule plan(Requests requests, Occurrence occurrence, Fault fault);

  /**
   * Returns the rules.
   *
   * @return an immutable copy, in the order in which they were planned
   */
  List<FaultRule> rules();

  /** Takes all rules back, and cuts the connections that a fault stalls. */
  void clear();
}
