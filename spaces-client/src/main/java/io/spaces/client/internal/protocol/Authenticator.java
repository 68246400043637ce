package io.spaces.client.internal.protocol;

import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.Wallet;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Puts the headers on a request that prove who sends it. Safe to share between threads. */
@FunctionalInterface
public interface Authenticator {
  /** Proves nothing; only says, as every request does, how signatures and keys are written. */
  Authenticator UNSIGNED =
      (method, pathAndQuery) ->
          Map.of(AuthHeaders.SIGNATURE_VERSION, AuthHeaders.CURRENT_SIGNATURE_VERSION);

  /**
   * The headers for one request.
   *
   * @param method the method in upper case
   * @param pathAndQuery the path and query exactly as sent
   */
  Map<String, String> headers(String method, String pathAndQuery);

  /** Authenticates by credentials; a clock tells from when on a signature is valid. */
  static Authenticator of(Credentials credentials, Clock clock) {
    if (credentials instanceof Credentials.AuthorizationToken token) {
      Map<String, String> headers =
          Map.of(
              AuthHeaders.SIGNATURE_VERSION,
              AuthHeaders.CURRENT_SIGNATURE_VERSION,
              AuthHeaders.AUTHORIZATION,
              token.token(),
              AuthHeaders.X_AUTHORIZATION,
              token.token());
      return (method, pathAndQuery) -> headers;
    }
    if (credentials instanceof Credentials.AccessKey accessKey) {
      Wallet wallet = accessKey.wallet();
      return signing(wallet, "", clock, Map.of(AuthHeaders.ACCESS_KEY, wallet.address()));
    }
    Credentials.Signed signed = (Credentials.Signed) credentials;
    Delegation delegation = signed.delegation();
    return signing(signed.wallet(), delegation == null ? "" : delegation.token(), clock, Map.of());
  }

  private static Authenticator signing(
      Wallet wallet, String delegation, Clock clock, Map<String, String> more) {
    RequestTokens tokens = new RequestTokens(wallet);
    Map<String, String> constant = new HashMap<>(more);
    constant.put(AuthHeaders.APP_DID, wallet.address());
    constant.put(AuthHeaders.APP_PK, wallet.publicKey());
    constant.put(AuthHeaders.APP_DELEGATION, delegation);
    constant.put(AuthHeaders.SIGNATURE_VERSION, AuthHeaders.CURRENT_SIGNATURE_VERSION);
    return (method, pathAndQuery) -> {
      byte[] digest = RequestDigest.of(method, pathAndQuery);
      Map<String, String> headers = new HashMap<>(constant);
      headers.put(AuthHeaders.APP_TOKEN, tokens.token(digest, clock.instant().getEpochSecond()));
      return headers;
    };
  }
}
