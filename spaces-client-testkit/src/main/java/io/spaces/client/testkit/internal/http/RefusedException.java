package io.spaces.client.testkit.internal.http;

/** A request that is answered with a status and a sentence that says why. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /** A refusal with an HTTP status and a sentence. */
  public RefusedException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** A request that is wrong in itself. */
  public static RefusedException badRequest(String message) {
    return new RefusedException(400, message);
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }

  /** Returns the sentence. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
