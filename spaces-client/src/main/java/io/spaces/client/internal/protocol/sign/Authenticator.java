package io.spaces.client.internal.protocol.sign;

import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.Wallet;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

  /** The time that dates what this signs; null when it signs nothing. */
  default @Nullable SigningTime time() {
    return null;
  }

  /** Authenticates by credentials; a clock tells from when on a signature is valid. */
  static Authenticator of(Credentials credentials, Clock clock) {
    return of(credentials, new SigningTime(clock));
  }

  /** Authenticates by credentials, and dates what it signs by a time that may be shared. */
  static Authenticator of(Credentials credentials, SigningTime time) {
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
      return signing(wallet, "", time, Map.of(AuthHeaders.ACCESS_KEY, wallet.address()));
    }
    Credentials.Signed signed = (Credentials.Signed) credentials;
    Delegation delegation = signed.delegation();
    return signing(signed.wallet(), delegation == null ? "" : delegation.token(), time, Map.of());
  }

  private static Authenticator signing(
      Wallet wallet, String delegation, SigningTime time, Map<String, String> more) {
    Map<String, String> constant = new HashMap<>(more);
    constant.put(AuthHeaders.APP_DID, wallet.address());
    constant.put(AuthHeaders.APP_PK, wallet.publicKey());
    constant.put(AuthHeaders.APP_DELEGATION, delegation);
    constant.put(AuthHeaders.SIGNATURE_VERSION, AuthHeaders.CURRENT_SIGNATURE_VERSION);
    return new Signing(new RequestTokens(wallet), constant, time);
  }

  /** Signs each request, besides headers that are always the same. */
  final class Signing implements Authenticator {
    private final RequestTokens tokens;
    private final Map<String, String> constant;
    private final SigningTime time;

    private Signing(RequestTokens tokens, Map<String, String> constant, SigningTime time) {
      this.tokens = tokens;
      this.constant = constant;
      this.time = time;
    }

    @Override
    public Map<String, String> headers(String method, String pathAndQuery) {
      byte[] digest = RequestDigest.of(method, pathAndQuery);
      Map<String, String> headers = new HashMap<>(constant);
      headers.put(AuthHeaders.APP_TOKEN, tokens.token(digest, time.now().getEpochSecond()));
      return headers;
    }

    @Override
    public SigningTime time() {
      return time;
    }
  }
}
