package io.spaces.client.error;

/**
 * A parameter is missing or malformed. Thrown before anything is sent or written; the message names
 * the parameter, its value (unless that is a secret) and what is expected.
 *
 * @since 0.1.0
 */
public final class InvalidParameterException extends SpaceException {
  private static final long serialVersionUID = 1L;

  /** The name of the parameter. */
  private final String parameter;

  /**
   * An error about one parameter.
   *
   * @param parameter the parameter's name as the caller spells it, such as {@code appDid}
   * @param problem what is wrong with it and what is expected, such as {@code is "x"; expected a
   *     DID}
   */
  public InvalidParameterException(String parameter, String problem) {
    super(parameter + " " + problem);
    this.parameter = parameter;
  }

  /**
   * Returns the name of the parameter.
   *
   * @return the name as the caller spells it, such as {@code appDid}
   */
  public String parameter() {
    return parameter;
  }
}
