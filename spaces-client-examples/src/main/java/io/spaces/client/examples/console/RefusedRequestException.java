package io.spaces.client.examples.console;

/** A request that is not carried out: the status, a word for programs, a sentence for people. */
final class RefusedRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String error;

  RefusedRequestException(int status, String error, String message) {
    super(message, null, false, false);
    this.status = status;
    this.error = error;
  }

  static RefusedRequestException badRequest(String message) {
    return new RefusedRequestException(400, "invalid_parameter", message);
  }

  static RefusedRequestException notFound(String message) {
    return new RefusedRequestException(404, "not_found", message);
  }

  static RefusedRequestException conflict(String message) {
    return new RefusedRequestException(409, "conflict", message);
  }

  int status() {
    return status;
  }

  String error() {
    return error;
  }
}
