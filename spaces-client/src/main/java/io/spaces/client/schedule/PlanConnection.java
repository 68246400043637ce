package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

import org.jspecify.annotations.Nullable;

/**
 * What became of asking something that a plan connects to.
 *
 * @param name what was asked: the key of a database's object, or the destination's address
 * @param problem why a run would not get on with it, in words, or null when it would
 * @since 0.1.0
 */
public record PlanConnection(String name, @Nullable String problem) {
  /**
   * Checks that there is a name.
   *
   * @param name see {@link #name}
   * @param problem see {@link #problem}
   */
  public PlanConnection {
    required("name", name);
  }

  /**
   * Tells whether a run would get on with it.
   *
   * @return whether there is no problem
   */
  public boolean isGood() {
    return problem == null;
  }
}
