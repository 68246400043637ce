package io.spaces.client.examples.console;

/** A request that is not carried out: the status, a word for programs, a sentence for people. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String error;

  Refusal(int status, String error, String message) {
    super(message, null, false, false);
    this.status = status;
    this.error = error;
  }

  static Refusal badRequest(String message) {
    return new Refusal(400, "invalid_parameter", message);
  }

  static Refusal notFound(String message) {
    return new Refusal(404, "not_found", message);
  }

  static Refusal conflict(String message) {
    return new Refusal(409, "conflict", message);
  }

  int status() {
    return status;
  }

  String error() {
    return error;
  }
}
