package io.spaces.client.testkit.internal.fault;

import io.spaces.client.testkit.faults.Fault;

/** A fault: its name for the journal, and what it does. */
public record NamedFault(String name, Effect effect) implements Fault {
  @Override
  public Fault andThen(Fault other) {
    NamedFault second = (NamedFault) other;
    return new NamedFault(name + ", " + second.name, effect.andThen(second.effect));
  }

  @Override
  public String toString() {
    return name;
  }
}
