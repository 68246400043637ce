package io.spaces.client.internal.source;

/**
 * A file is no longer what it was when it was hashed. Reading it anew may help; a {@link
 * SourceReader} that is told how often this happened takes stronger means.
 */
public final class SourceChangedException extends SourceException {
  private static final long serialVersionUID = 1L;

  public SourceChangedException(SourceProblem problem) {
    super(problem);
  }
}
