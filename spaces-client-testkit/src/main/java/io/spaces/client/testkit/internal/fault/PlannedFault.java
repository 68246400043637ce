package io.spaces.client.testkit.internal.fault;

import io.spaces.client.testkit.faults.Fault;
import io.spaces.client.testkit.faults.FaultRule;
import io.spaces.client.testkit.faults.Occurrence;
import io.spaces.client.testkit.faults.Requests;
import io.spaces.client.testkit.internal.http.Call;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/** A rule with its counters. */
public final class PlannedFault implements FaultRule {
  private final RequestSet requests;
  private final Occurrence occurrence;
  private final LongPredicate chosen;
  private final NamedFault fault;
  private final Effect effect;
  private final Consumer<PlannedFault> remover;
  private long seen;
  private long strikes;

  PlannedFault(
      Requests requests,
      Occurrence occurrence,
      Fault fault,
      FaultContext context,
      Consumer<PlannedFault> remover) {
    this.requests = (RequestSet) requests;
    this.occurrence = occurrence;
    this.chosen = occurrence.start();
    this.fault = (NamedFault) fault;
    this.effect = this.fault.effect().arm(context);
    this.remover = remover;
  }

  /** Counts a call and tells whether it is struck. */
  synchronized boolean strikes(Call call) {
    if (!requests.accepts(call)) {
      return false;
    }
    seen++;
    if (!chosen.test(seen)) {
      return false;
    }
    strikes++;
    return true;
  }

  Effect effect() {
    return effect;
  }

  String name() {
    return fault.name();
  }

  @Override
  public synchronized long strikes() {
    return strikes;
  }

  @Override
  public synchronized long seen() {
    return seen;
  }

  @Override
  public void remove() {
    remover.accept(this);
  }

  @Override
  public String toString() {
    return "on " + requests + ", " + occurrence + ": " + fault;
  }
}
