package io.spaces.client.internal.http;

import java.io.IOException;

/** Which hosts are on the public internet. */
public interface PublicHosts {
  /**
   * Tells whether a host is reached at addresses of the public internet only.
   *
   * @param host a name or an address
   * @return false when one of its addresses is a loopback, link-local, private or otherwise special
   *     one
   * @throws IOException when the name is unknown
   */
  boolean isPublic(String host) throws IOException;

  /**
   * From now on refuses to connect to a host at any other address than one of the public internet,
   * whatever its name resolves to by then.
   *
   * @param host a name
   */
  void keepPublic(String host);
}
