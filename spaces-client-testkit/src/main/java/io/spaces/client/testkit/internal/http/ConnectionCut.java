package io.spaces.client.testkit.internal.http;

import java.io.IOException;

/**
 * Ends a connection on purpose. The JDK's server closes the socket, without another byte, when a
 * handler throws this.
 */
public final class ConnectionCut extends IOException {
  private static final long serialVersionUID = 1L;

  /** Ends the connection. */
  public ConnectionCut() {
    super("cut on purpose");
  }
}
