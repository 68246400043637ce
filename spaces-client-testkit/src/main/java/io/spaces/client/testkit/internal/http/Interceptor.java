package io.spaces.client.testkit.internal.http;

import java.io.IOException;

/** Stands between the network and the routes, and may change what either sees of the other. */
@FunctionalInterface
public interface Interceptor {
  /** Deals with a call, by itself or by handing it on. */
  Answer intercept(Call call, Next next) throws IOException;

  /** The rest of the way. */
  @FunctionalInterface
  interface Next {
    /** Hands the call on. */
    Answer proceed(Call call) throws IOException;
  }
}
