package io.spaces.client.testkit.internal.http;

import io.spaces.client.testkit.Route;

/**
 * What a request is for.
 *
 * @param route which kind of thing
 * @param space the space in the path, or an empty text
 * @param app the app in the path, or an empty text
 * @param key the decoded key in the path, or an empty text
 */
public record RequestTarget(Route route, String space, String app, String key) {
  /** Nothing that a space knows. */
  public static final RequestTarget UNKNOWN = new RequestTarget(Route.UNKNOWN, "", "", "");
}
