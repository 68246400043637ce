package io.spaces.client.schedule;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.Did;
import io.spaces.client.identity.DidRole;
import io.spaces.client.identity.KeyType;
import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.check.Parameters;
import io.spaces.client.internal.schedule.plan.DestinationCheck;
import io.spaces.client.internal.schedule.plan.SecretLookup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a plan's backups go, and on whose behalf: a space, with references to the credentials for
 * it. Immutable; holds no secret. Two are equal that say the same.
 *
 * @since 0.1.0
 */
public final class Destination {
  /**
   * What a destination's secret is.
   *
   * @since 0.1.0
   */
  public enum Authentication {
    /** The secret key of a wallet, in hex. */
    WALLET,
    /** An access key of the space. */
    ACCESS_KEY,
    /** An authorization token. */
    AUTHORIZATION_TOKEN
  }

  private final Parts parts;

  private record Parts(
      String address,
      Authentication authentication,
      SecretRef secret,
      KeyType keyType,
      @Nullable SecretRef delegation,
      @Nullable String spaceDid,
      @Nullable String appDid,
      @Nullable String appPid,
      @Nullable String userDid,
      @Nullable String serverDid,
      @Nullable String signerDid,
      @Nullable String referrer,
      String appName,
      String appDescription) {
    Parts {
      Parameters.withoutPassword("address", address);
      if (!address.startsWith("http://") && !address.startsWith("https://")) {
        throw new InvalidParameterException(
            "address", "is \"" + address + "\"; expected an http or https address");
      }
      checkDid("spaceDid", spaceDid);
      checkDid("appDid", appDid);
      checkDid("appPid", appPid);
      checkDid("userDid", userDid);
      checkDid("serverDid", serverDid);
      checkDid("signerDid", signerDid);
      Parameters.text("appName", appName);
      Parameters.text("appDescription", appDescription);
    }
  }

  private Destination(Parts parts) {
    this.parts = parts;
  }

  /**
   * A destination in the making.
   *
   * @param address see {@link Destination#address}
   * @return a builder
   */
  public static Builder builder(String address) {
    return new Builder(address);
  }

  /**
   * A builder that starts from this destination.
   *
   * @return a builder
   */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * {@return the space's endpoint, {@code https://HOST/api/space/<spaceDid>/app/<appDid>/}; with an
   * access key or an authorization token the address of a host that serves a space will do}
   */
  public String address() {
    return parts.address;
  }

  /** {@return what the secret is} */
  public Authentication authentication() {
    return parts.authentication;
  }

  /** {@return where the secret is} */
  public SecretRef secret() {
    return parts.secret;
  }

  /** {@return of which kind the wallet's key is} */
  public KeyType keyType() {
    return parts.keyType;
  }

  /** {@return where the delegation token is with which the wallet acts for the app, or null} */
  public @Nullable SecretRef delegation() {
    return parts.delegation;
  }

  /**
   * {@return the space it has to be, or null for whichever it is; compared with the address, which
   * does not name the space where an access key or an authorization token tells it}
   */
  public @Nullable String spaceDid() {
    return parts.spaceDid;
  }

  /** {@return the app's DID, or null for the wallet's own} */
  public @Nullable String appDid() {
    return parts.appDid;
  }

  /** {@return the app's permanent DID, or null for the app's DID} */
  public @Nullable String appPid() {
    return parts.appPid;
  }

  /** {@return the user's DID, or null for the wallet's own} */
  public @Nullable String userDid() {
    return parts.userDid;
  }

  /**
   * {@return the DID of the server the app runs on, or null for the wallet's own (with a token: the
   * app's)}
   */
  public @Nullable String serverDid() {
    return parts.serverDid;
  }

  /** {@return the DID of who signs for the app, or null for the same} */
  public @Nullable String signerDid() {
    return parts.signerDid;
  }

  /** {@return the page shown with the records, or null for the space's host} */
  public @Nullable String referrer() {
    return parts.referrer;
  }

  /** {@return the app's name shown with the records} */
  public String appName() {
    return parts.appName;
  }

  /** {@return the app's description shown with the records} */
  public String appDescription() {
    return parts.appDescription;
  }

  /**
   * Looks the credentials up.
   *
   * @param secrets knows the secrets
   * @return the credentials
   * @throws InvalidParameterException when a secret is missing or not what it should be
   */
  public Credentials credentials(SecretResolver secrets) {
    Parameters.required("secrets", secrets);
    String resolved = SecretLookup.of(parts.secret, secrets);
    return switch (parts.authentication) {
      case ACCESS_KEY -> Credentials.accessKey(resolved);
      case AUTHORIZATION_TOKEN -> Credentials.authorizationToken(resolved);
      case WALLET -> {
        Wallet wallet = wallet(resolved);
        yield parts.delegation == null
            ? Credentials.wallet(wallet)
            : Credentials.wallet(
                wallet, Delegation.parse(SecretLookup.of(parts.delegation, secrets)));
      }
    };
  }

  /**
   * Asks the space whether backups could go there.
   *
   * @param secrets knows the secrets
   * @return what is wrong, in words; empty when nothing is
   */
  public List<DestinationProblem> validate(SecretResolver secrets) {
    Parameters.required("secrets", secrets);
    return DestinationCheck.check(this, secrets);
  }

  private Wallet wallet(String secretKey) {
    return parts.keyType == KeyType.ED25519
        ? Wallet.fromSecretKey(secretKey)
        : Wallet.fromSecretKey(secretKey, parts.keyType, DidRole.ACCOUNT);
  }

  private static void checkDid(String name, @Nullable String did) {
    if (did != null && !Did.isValid(did)) {
      throw new InvalidParameterException(name, "is \"" + did + "\"; expected a DID");
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Destination that && parts.equals(that.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  /** Returns all that it says, which is no secret. */
  @Override
  public String toString() {
    return parts.toString().replaceFirst("Parts", "Destination");
  }

  /**
   * Collects what a destination consists of. Not safe for use by several threads.
   *
   * @since 0.1.0
   */
  public static final class Builder {
    private String address;
    private Authentication authentication = Authentication.WALLET;
    private @Nullable SecretRef secret;
    private KeyType keyType = KeyType.ED25519;
    private @Nullable SecretRef delegation;
    private @Nullable String spaceDid;
    private @Nullable String appDid;
    private @Nullable String appPid;
    private @Nullable String userDid;
    private @Nullable String serverDid;
    private @Nullable String signerDid;
    private @Nullable String referrer;
    private String appName = "spaces-client";
    private String appDescription = "Backups by spaces-client";

    private Builder(String address) {
      this.address = Parameters.required("address", address).strip();
    }

    private Builder(Destination from) {
      address = from.parts.address;
      authentication = from.parts.authentication;
      secret = from.parts.secret;
      keyType = from.parts.keyType;
      delegation = from.parts.delegation;
      spaceDid = from.parts.spaceDid;
      appDid = from.parts.appDid;
      appPid = from.parts.appPid;
      userDid = from.parts.userDid;
      serverDid = from.parts.serverDid;
      signerDid = from.parts.signerDid;
      referrer = from.parts.referrer;
      appName = from.parts.appName;
      appDescription = from.parts.appDescription;
    }

    /**
     * Another address.
     *
     * @param address see {@link Destination#address}
     * @return this
     */
    public Builder address(String address) {
      this.address = Parameters.required("address", address).strip();
      return this;
    }

    /**
     * Signs with a wallet.
     *
     * @param secretKey where its secret key is
     * @return this
     */
    public Builder wallet(SecretRef secretKey) {
      return wallet(secretKey, KeyType.ED25519);
    }

    /**
     * Signs with a wallet of some kind of key.
     *
     * @param secretKey where its secret key is
     * @param type the kind
     * @return this
     */
    public Builder wallet(SecretRef secretKey, KeyType type) {
      authentication = Authentication.WALLET;
      secret = Parameters.required("secretKey", secretKey);
      keyType = Parameters.required("type", type);
      return this;
    }

    /**
     * Lets the wallet act for the app.
     *
     * @param token where the delegation token is; looked up anew at each run, since a delegation
     *     may live for an hour only; null, the default, where there is none
     * @return this
     */
    public Builder delegation(@Nullable SecretRef token) {
      delegation = token;
      return this;
    }

    /**
     * Authenticates with an access key.
     *
     * @param key where it is
     * @return this
     */
    public Builder accessKey(SecretRef key) {
      authentication = Authentication.ACCESS_KEY;
      secret = Parameters.required("key", key);
      return this;
    }

    /**
     * Authenticates with an authorization token.
     *
     * @param token where it is
     * @return this
     */
    public Builder authorizationToken(SecretRef token) {
      authentication = Authentication.AUTHORIZATION_TOKEN;
      secret = Parameters.required("token", token);
      return this;
    }

    /**
     * The space that it has to be. An address that names none, as with an access key or an
     * authorization token, is not compared: the server alone knows which space these open.
     *
     * @param did its DID; null, the default, for whichever it is
     * @return this
     */
    public Builder spaceDid(@Nullable String did) {
      spaceDid = did;
      return this;
    }

    /**
     * The app's DID; the wallet's own by default.
     *
     * @param did a DID; null for the default
     * @return this
     */
    public Builder appDid(@Nullable String did) {
      appDid = did;
      return this;
    }

    /**
     * The app's permanent DID; the app's DID by default.
     *
     * @param did a DID; null for the default
     * @return this
     */
    public Builder appPid(@Nullable String did) {
      appPid = did;
      return this;
    }

    /**
     * The user's DID; the wallet's own by default.
     *
     * @param did a DID; null for the default
     * @return this
     */
    public Builder userDid(@Nullable String did) {
      userDid = did;
      return this;
    }

    /**
     * The DID of the server the app runs on; the wallet's own by default.
     *
     * @param did a DID; null for the default
     * @return this
     */
    public Builder serverDid(@Nullable String did) {
      serverDid = did;
      return this;
    }

    /**
     * The DID of who signs for the app; the wallet's own by default.
     *
     * @param did a DID; null for the default
     * @return this
     */
    public Builder signerDid(@Nullable String did) {
      signerDid = did;
      return this;
    }

    /**
     * The page shown with the records; the space's host by default.
     *
     * @param uri an http or https address; null for the default
     * @return this
     */
    public Builder referrer(@Nullable String uri) {
      referrer = uri;
      return this;
    }

    /**
     * The app as shown with the records.
     *
     * @param name its name
     * @param description what it is
     * @return this
     */
    public Builder app(String name, String description) {
      appName = Parameters.required("name", name);
      appDescription = Parameters.required("description", description);
      return this;
    }

    /**
     * Returns the destination.
     *
     * @return an immutable value
     * @throws InvalidParameterException when something is missing or malformed
     */
    public Destination build() {
      return new Destination(
          new Parts(
              address,
              authentication,
              Parameters.required("secret", secret),
              keyType,
              delegation,
              spaceDid,
              appDid,
              appPid,
              userDid,
              serverDid,
              signerDid,
              referrer,
              appName,
              appDescription));
    }
  }
}
