package io.spaces.client.internal.protocol.sign;

/** The names of the headers that say who sends a request. */
final class AuthHeaders {
  static final String APP_DID = "x-app-did";
  static final String APP_PK = "x-app-pk";
  static final String APP_TOKEN = "x-app-token";
  static final String APP_DELEGATION = "x-app-delegation";
  static final String ACCESS_KEY = "x-access-key";
  static final String AUTHORIZATION = "authorization";
  static final String X_AUTHORIZATION = "x-authorization";
  static final String SIGNATURE_VERSION = "x-signature-version";

  /** The version that signs method and URL; there was one before it that did not. */
  static final String CURRENT_SIGNATURE_VERSION = "2";

  private AuthHeaders() {}
}
