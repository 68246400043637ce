package io.spaces.client.internal.protocol.object;

import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.http.TransportResponse;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** An object on its way here, to be closed. */
public final class OpenObject implements AutoCloseable {
  private final TransportResponse response;

  public OpenObject(TransportResponse response) {
    this.response = response;
  }

  /** Its bytes. */
  public InputStream bytes() {
    return response.body();
  }

  /** How many there are, or -1 when the server does not say. */
  public long length() {
    return response.length();
  }

  /** The content hash's 32-byte digest, or null when the server does not say. */
  public byte @Nullable [] hash() {
    return hash(response);
  }

  /** The digest in an answer's header, or null when there is none of the usual kind. */
  public static byte @Nullable [] hash(TransportResponse response) {
    String cid = response.header("x-hash");
    return cid == null ? null : ContentHash.fromCid(cid);
  }

  @Override
  public void close() {
    response.close();
  }
}
