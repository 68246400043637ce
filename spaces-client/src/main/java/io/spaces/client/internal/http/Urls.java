package io.spaces.client.internal.http;

import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Which URLs can be asked for. */
public final class Urls {
  private Urls() {}

  /**
   * Tells whether a URL is sent in the very characters it is written in, as its signature needs.
   *
   * @param origin scheme, host and port
   * @param target path and query
   * @return false for a host or port that cannot be, and for a target that is written otherwise
   */
  public static boolean isExact(String origin, String target) {
    @Nullable HttpUrl url = HttpUrl.parse(origin + target);
    return url != null && url.toString().endsWith(target);
  }
}
