package io.spaces.client;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.check.Parameters;
import io.spaces.client.internal.protocol.Endpoint;
import io.spaces.client.internal.spec.SpaceAccess;
import org.jspecify.annotations.Nullable;

/** Which space, as whom and for which app: what a client has, and each operation may replace. */
final class Connection {
  private @Nullable Endpoint endpoint;
  private @Nullable String baseUrl;
  private @Nullable Wallet wallet;
  private @Nullable Delegation delegation;

  private App app = App.builder().build();

  /** Those without a wallet. */
  private @Nullable Credentials credentials;

  Connection copy() {
    Connection copy = new Connection();
    copy.endpoint = endpoint;
    copy.baseUrl = baseUrl;
    copy.wallet = wallet;
    copy.delegation = delegation;
    copy.credentials = credentials;
    copy.app = app;
    return copy;
  }

  void endpoint(String text) {
    endpoint = Endpoint.parse(Parameters.required("endpoint", text));
    baseUrl = null;
  }

  void baseUrl(String text) {
    baseUrl = Parameters.httpUri("baseUrl", text);
    endpoint = null;
  }

  void wallet(Wallet wallet) {
    this.wallet = Parameters.required("wallet", wallet);
    credentials = null;
  }

  void delegation(Delegation delegation) {
    if (credentials != null) {
      throw new InvalidParameterException(
          "delegation", "goes with a wallet; the credentials that were given have none");
    }
    this.delegation = Parameters.required("delegation", delegation);
  }

  void credentials(Credentials credentials) {
    Parameters.required("credentials", credentials);
    Credentials.Signed signed = credentials instanceof Credentials.Signed s ? s : null;
    this.credentials = signed == null ? credentials : null;
    wallet = signed == null ? null : signed.wallet();
    delegation = signed == null ? null : signed.delegation();
  }

  void app(App app) {
    this.app = Parameters.required("app", app);
  }

  /** The app; one of which nothing is known where none was given. */
  App app() {
    return app;
  }

  /** The connection as it now stands, or what is missing in it. */
  SpaceAccess target() {
    if (endpoint == null && baseUrl == null) {
      throw new InvalidParameterException(
          "endpoint", "is missing; expected https://HOST/api/space/<spaceDid>/app/<appDid>/");
    }
    return new SpaceAccess(endpoint, baseUrl, effectiveCredentials());
  }

  private Credentials effectiveCredentials() {
    if (credentials != null) {
      return credentials;
    }
    Wallet signer = Parameters.required("wallet", wallet);
    if (delegation == null) {
      return Credentials.wallet(signer);
    }
    delegation.checkFor(signer.did());
    return Credentials.wallet(signer, delegation);
  }
}
