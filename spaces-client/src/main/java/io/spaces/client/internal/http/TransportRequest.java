package io.spaces.client.internal.http;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param method such as {@code GET}
 * @param url where to; sent exactly as it is
 * @param headers names and values; not printed, since they carry credentials
 * @param body what to send, or null for nothing
 */
public record TransportRequest(
    String method, URI url, Map<String, String> headers, @Nullable RequestBody body) {

  @Override
  public String toString() {
    return method + " " + url;
  }
}
