package io.spaces.client.examples.console;

import java.util.Optional;

/**
 * What is done when something is asked for.
 *
 * @param method such as {@code GET}
 * @param path such as {@code /backup/{id}}; {@code {id}} stands for one part of a path
 * @param open whether it is for everybody; otherwise it is for those with the role admin
 * @param handler does it
 */
record Route(String method, String path, boolean open, Handler handler) {
  private static final String ID = "{id}";

  /** Carries a request out. */
  @FunctionalInterface
  interface Handler {
    Reply handle(Call call) throws Exception;
  }

  static Route admin(String method, String path, Handler handler) {
    return new Route(method, path, false, handler);
  }

  static Route open(String path, Handler handler) {
    return new Route("GET", path, true, handler);
  }

  /** What an actual path has in the place of the id, empty without one; nothing when it differs. */
  Optional<String> match(String actual) {
    if (!path.endsWith(ID)) {
      return actual.equals(path) ? Optional.of("") : Optional.empty();
    }
    String start = path.substring(0, path.length() - ID.length());
    String id = actual.startsWith(start) ? actual.substring(start.length()) : "";
    return id.matches("[0-9A-Za-z-]{1,64}") ? Optional.of(id) : Optional.empty();
  }

  boolean isExact() {
    return !path.endsWith(ID);
  }
}
