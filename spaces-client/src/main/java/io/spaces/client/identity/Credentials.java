package io.spaces.client.identity;

import io.spaces.client.error.InvalidParameterException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a client proves who it is. None of them shows a secret in its {@code toString}.
 *
 * @since 0.1.0
 */
public sealed interface Credentials {
  /**
   * Signs every request with an app's own wallet.
   *
   * @param wallet the app's wallet
   * @return the credentials
   */
  static Credentials wallet(Wallet wallet) {
    return new Signed(wallet, null);
  }

  /**
   * Signs every request with a wallet that acts for an app.
   *
   * @param wallet the acting wallet
   * @param delegation what the app's wallet allows it
   * @return the credentials
   * @throws InvalidParameterException when the delegation was issued to another wallet
   */
  static Credentials wallet(Wallet wallet, Delegation delegation) {
    Objects.requireNonNull(wallet, "wallet");
    Objects.requireNonNull(delegation, "delegation");
    return new Signed(wallet, delegation);
  }

  /**
   * Signs every request with an access key.
   *
   * @param secretKey the key's secret, in hex as {@link Wallet#fromSecretKey(String)} takes it
   * @return the credentials
   * @throws InvalidParameterException when it is not such a key
   */
  static Credentials accessKey(String secretKey) {
    return new AccessKey(Wallet.fromSecretKey(secretKey));
  }

  /**
   * Sends a token with every request and signs none.
   *
   * @param token the token: visible ASCII characters
   * @return the credentials
   * @throws InvalidParameterException when the token is empty or cannot stand in a header
   */
  static Credentials authorizationToken(String token) {
    return new AuthorizationToken(token);
  }

  /**
   * A wallet that signs, for itself or for the app that delegated to it.
   *
   * @param wallet the wallet
   * @param delegation the app's permission, or null when the wallet is the app's own
   * @since 0.1.0
   */
  record Signed(Wallet wallet, @Nullable Delegation delegation) implements Credentials {
    /**
     * Checks that the delegation was issued to the wallet.
     *
     * @param wallet the wallet
     * @param delegation the app's permission, or null when the wallet is the app's own
     * @throws InvalidParameterException when it was issued to another
     */
    public Signed {
      Objects.requireNonNull(wallet, "wallet");
      if (delegation != null) {
        delegation.checkFor(wallet.did());
      }
    }
  }

  /**
   * An access key.
   *
   * @param wallet the wallet made from its secret
   * @since 0.1.0
   */
  record AccessKey(Wallet wallet) implements Credentials {
    /**
     * Refuses null.
     *
     * @param wallet see {@link #wallet}
     */
    public AccessKey {
      Objects.requireNonNull(wallet, "wallet");
    }
  }

  /**
   * A token that is sent as it is.
   *
   * @since 0.1.0
   */
  final class AuthorizationToken implements Credentials {
    private final String token;

    private AuthorizationToken(String token) {
      Objects.requireNonNull(token, "token");
      if (token.isEmpty() || !token.chars().allMatch(c -> c >= ' ' && c <= '~')) {
        throw new InvalidParameterException(
            "authorizationToken", "is empty or has characters that a header cannot carry");
      }
      this.token = token;
    }

    /**
     * Returns the token, which is a secret.
     *
     * @return the token
     */
    public String token() {
      return token;
    }

    /** Returns a text without the token. */
    @Override
    public String toString() {
      return "AuthorizationToken[…]";
    }
  }
}
