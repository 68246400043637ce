package io.spaces.client.schedule;

import org.jspecify.annotations.Nullable;

/**
 * What became of asking something that a plan connects to.
 *
 * @param name what was asked: the key of a database's object, or the destination's address
 * @param problem why a run would not get on with it, in words, or null when it would
 */
public record PlanConnection(String name, @Nullable String problem) {
  /**
   * Tells whether a run would get on with it.
   *
   * @return whether there is no problem
   */
  public boolean isGood() {
    return problem == null;
  }
}
