package io.spaces.client.schedule;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.Did;
import io.spaces.client.identity.DidRole;
import io.spaces.client.identity.KeyType;
import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.schedule.plan.EndpointCheck;
import io.spaces.client.internal.schedule.plan.SecretLookup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where backups go, and on whose behalf: a space, with references to the credentials for it.
 * Immutable; holds no secret.
 *
 * @param address the space's endpoint, {@code https://HOST/api/space/<spaceDid>/app/<appDid>/};
 *     with an access key or an authorization token the address of a host that serves a space will
 *     do
 * @param authentication what the secret is
 * @param secret where the secret is
 * @param keyType of which kind the wallet's key is
 * @param delegation where the delegation token is with which the wallet acts for the app, or null
 * @param spaceDid the space it has to be, or null for whichever it is; compared with the address,
 *     which does not name the space where an access key or an authorization token tells it
 * @param appDid the app's DID, or null for the wallet's own
 * @param appPid the app's permanent DID, or null for the app's DID
 * @param userDid the user's DID, or null for the wallet's own
 * @param serverDid the DID of the server the app runs on, or null for the wallet's own (with a
 *     token: the app's)
 * @param signerDid the DID of who signs for the app, or null for the same
 * @param referrer the page shown with the records, or null for the space's host
 * @param appName the app's name shown with the records
 * @param appDescription the app's description shown with the records
 */
public record FileEndpoint(
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
  /** What an endpoint's secret is. */
  public enum Authentication {
    /** The secret key of a wallet, in hex. */
    WALLET,
    /** An access key of the space. */
    ACCESS_KEY,
    /** An authorization token. */
    AUTHORIZATION_TOKEN
  }

  /**
   * Checks what can be checked without asking the space.
   *
   * @param address see {@link #address}
   * @param authentication see {@link #authentication}
   * @param secret see {@link #secret}
   * @param keyType see {@link #keyType}
   * @param delegation see {@link #delegation}
   * @param spaceDid see {@link #spaceDid}
   * @param appDid see {@link #appDid}
   * @param appPid see {@link #appPid}
   * @param userDid see {@link #userDid}
   * @param serverDid see {@link #serverDid}
   * @param signerDid see {@link #signerDid}
   * @param referrer see {@link #referrer}
   * @param appName see {@link #appName}
   * @param appDescription see {@link #appDescription}
   */
  public FileEndpoint {
    address = address.strip();
    PlanChecks.withoutPassword("address", address);
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
    PlanChecks.text("appName", appName);
    PlanChecks.text("appDescription", appDescription);
  }

  /**
   * An endpoint in the making.
   *
   * @param address see {@link FileEndpoint#address}
   * @return a builder
   */
  public static Builder of(String address) {
    return new Builder(address);
  }

  /**
   * Looks the credentials up.
   *
   * @param secrets knows the secrets
   * @return the credentials
   * @throws InvalidParameterException when a secret is missing or not what it should be
   */
  public Credentials credentials(SecretResolver secrets) {
    String resolved = SecretLookup.of(secret, secrets);
    return switch (authentication) {
      case ACCESS_KEY -> Credentials.accessKey(resolved);
      case AUTHORIZATION_TOKEN -> Credentials.authorizationToken(resolved);
      case WALLET -> {
        Wallet wallet = wallet(resolved);
        yield delegation == null
            ? Credentials.wallet(wallet)
            : Credentials.wallet(wallet, Delegation.parse(SecretLookup.of(delegation, secrets)));
      }
    };
  }

  /**
   * Asks the space whether backups could go there.
   *
   * @param secrets knows the secrets
   * @return what is wrong, in words; empty when nothing is
   */
  public List<EndpointProblem> validate(SecretResolver secrets) {
    return EndpointCheck.check(this, secrets);
  }

  private Wallet wallet(String secretKey) {
    return keyType == KeyType.ED25519
        ? Wallet.fromSecretKey(secretKey)
        : Wallet.fromSecretKey(secretKey, keyType, DidRole.ACCOUNT);
  }

  private static void checkDid(String name, @Nullable String did) {
    if (did != null && !Did.isValid(did)) {
      throw new InvalidParameterException(name, "is \"" + did + "\"; expected a DID");
    }
  }

  /** Collects what an endpoint consists of. Not safe for use by several threads. */
  public static final class Builder {
    private final String address;
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
      this.address = address;
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
      secret = secretKey;
      keyType = type;
      return this;
    }

    /**
     * Lets the wallet act for the app.
     *
     * @param token where the delegation token is; looked up anew at each run, since a delegation
     *     may live for an hour only
     * @return this
     */
    public Builder delegation(SecretRef token) {
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
      secret = key;
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
      secret = token;
      return this;
    }

    /**
     * The space that it has to be. An address that names none, as with an access key or an
     * authorization token, is not compared: the server alone knows which space these open.
     *
     * @param did its DID
     * @return this
     */
    public Builder spaceDid(String did) {
      spaceDid = did;
      return this;
    }

    /**
     * The app's DID; the wallet's own by default.
     *
     * @param did a DID
     * @return this
     */
    public Builder appDid(String did) {
      appDid = did;
      return this;
    }

    /**
     * The app's permanent DID; the app's DID by default.
     *
     * @param did a DID
     * @return this
     */
    public Builder appPid(String did) {
      appPid = did;
      return this;
    }

    /**
     * The user's DID; the wallet's own by default.
     *
     * @param did a DID
     * @return this
     */
    public Builder userDid(String did) {
      userDid = did;
      return this;
    }

    /**
     * The DID of the server the app runs on; the wallet's own by default.
     *
     * @param did a DID
     * @return this
     */
    public Builder serverDid(String did) {
      serverDid = did;
      return this;
    }

    /**
     * The DID of who signs for the app; the wallet's own by default.
     *
     * @param did a DID
     * @return this
     */
    public Builder signerDid(String did) {
      signerDid = did;
      return this;
    }

    /**
     * The page shown with the records; the space's host by default.
     *
     * @param uri an http or https address
     * @return this
     */
    public Builder referrer(String uri) {
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
      appName = name;
      appDescription = description;
      return this;
    }

    /**
     * Returns the endpoint.
     *
     * @return an immutable value
     * @throws InvalidParameterException when something is missing or malformed
     */
    public FileEndpoint build() {
      return new FileEndpoint(
          address,
          authentication,
          PlanChecks.required("secret", secret),
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
          appDescription);
    }
  }
}
