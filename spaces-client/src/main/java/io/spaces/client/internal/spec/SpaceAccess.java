package io.spaces.client.internal.spec;

import io.spaces.client.identity.Credentials;
import io.spaces.client.internal.protocol.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Which space, and as whom.
 *
 * @param endpoint the app's area in the space, or null when it has to be found from the base URL
 * @param baseUrl where the space's server lives, or null when the endpoint is known
 * @param credentials how to authenticate
 */
public record SpaceAccess(
    @Nullable Endpoint endpoint, @Nullable String baseUrl, Credentials credentials) {

  /** The address of the wallet that signs, or null when nothing is signed. */
  public @Nullable String signer() {
    if (credentials instanceof Credentials.Signed signed) {
      return signed.wallet().address();
    }
    return credentials instanceof Credentials.AccessKey key ? key.wallet().address() : null;
  }

  /** Where it is, without a secret; the same for the same space, always. */
  String where() {
    return endpoint != null ? endpoint.toString() : String.valueOf(baseUrl);
  }
}
