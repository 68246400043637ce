package io.spaces.client.internal.protocol;

import java.util.regex.Pattern;

/**
 * Where on its host a space is mounted: the path before {@code /api/space/}. It is all of a path
 * that a server may choose for us. What follows says which space, app and object a request is
 * about, and a signature vouches for it: whoever could choose that could have anything signed.
 */
final class MountPath {
  private static final String ROUTES = "/api/space/";
  private static final int LONGEST = 200;

  /** Nothing that a server could read as another route, or as a way up. */
  private static final Pattern PLAIN =
      Pattern.compile("(/(?!(?i:api)(/|$))(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)*");

  private MountPath() {}

  /** The mount path in a path, without a slash at its end; empty where nothing is mounted. */
  static String of(String path) {
    return path.substring(0, end(path));
  }

  /** What follows the mount path. */
  static String routeOf(String path) {
    return path.substring(end(path));
  }

  private static int end(String path) {
    return Math.max(0, path.lastIndexOf(ROUTES));
  }

  /** Whether a mount path of a server's choice may be used. */
  static boolean isPlain(String mount) {
    return mount.length() <= LONGEST && PLAIN.matcher(mount).matches();
  }
}
