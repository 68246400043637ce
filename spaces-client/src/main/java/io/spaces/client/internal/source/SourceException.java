package io.spaces.client.internal.source;

import java.io.IOException;

/** A file of the source cannot be read. */
public class SourceException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient SourceProblem problem;

  /** An error that a problem describes. */
  public SourceException(SourceProblem problem) {
    super(problem.message(), problem.cause());
    this.problem = problem;
  }

  /** The same of something that the user has named; see {@link SourceProblem#ofNamed}. */
  public SourceException ofNamed() {
    SourceProblem named = problem.ofNamed();
    return named.equals(problem) ? this : new SourceException(named);
  }

  /** What is wrong with which file. */
  public SourceProblem problem() {
    return problem;
  }
}
