package io.spaces.client.identity;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.crypto.Base58;
import io.spaces.client.internal.library.RequiredLibraries;
import io.spaces.client.internal.token.InvalidTokenException;
import io.spaces.client.internal.token.SignedToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An app's permission for another wallet (a server's, say) to act for it in a space: a token signed
 * by the app's wallet. It was checked when it was read: the signature, who signed, the permission,
 * the expiry. One of version 1.0.0 by an ECDSA key (secp256k1, Ethereum) is refused, since such a
 * signature covers only its first 32 bytes. Immutable.
 *
 * @since 0.1.0
 */
public final class Delegation {
  private static final String AGENT_ROLE = "DIDSpaceAgent";
  private static final Duration LONGEST_VALIDITY = Duration.ofDays(36_525);

  private final String token;
  private final Did from;
  private final Did to;
  private final Instant expiresAt;

  private Delegation(String token, Did from, Did to, Instant expiresAt) {
    this.token = token;
    this.from = from;
    this.to = to;
    this.expiresAt = expiresAt;
  }

  /**
   * Reads and checks a delegation by the system's clock.
   *
   * @param token the token as the app's wallet issued it
   * @return the delegation
   * @throws InvalidParameterException when it is malformed, forged, expired, or no permission to
   *     act as an agent in spaces
   */
  public static Delegation parse(String token) {
    return parse(token, Clock.systemUTC());
  }

  /**
   * Reads and checks a delegation.
   *
   * @param token the token as the app's wallet issued it
   * @param clock tells the time to check the expiry against
   * @return the delegation
   * @throws InvalidParameterException when it is malformed, forged, expired, or no permission to
   *     act as an agent in spaces
   */
  public static Delegation parse(String token, Clock clock) {
    Objects.requireNonNull(token, "token");
    Objects.requireNonNull(clock, "clock");
    RequiredLibraries.check();
    try {
      SignedToken signed = SignedToken.parse(token);
      Did from = did(signed, "from");
      byte[] publicKey = publicKey(signed.requireClaim("userPk"), from);
      signed.checkSignature(
          from.keyType().algorithm(),
          (message, signature) -> from.keyType().verify(publicKey, message, signature));
      signed.requireWholeSignature();
      if (!did(signed, "iss").matches(publicKey)) {
        throw invalid("is forged: its iss is not a DID of the key that signed");
      }
      if (!signed.permittedRoles().contains(AGENT_ROLE)) {
        throw invalid("does not permit " + AGENT_ROLE + ", which acting in a space takes");
      }
      signed.checkTimes(clock.instant());
      return new Delegation(token, from, did(signed, "to"), signed.expiry());
    } catch (InvalidTokenException e) {
      throw invalid(e.getMessage() + "; expected a token issued by the app's wallet");
    }
  }

  /**
   * Issues a delegation, valid from now.
   *
   * @param app the app's wallet, which signs
   * @param agent the DID of the wallet that may act for the app
   * @param validity how long it may: a second to 36,525 days (100 years)
   * @return the delegation
   * @throws InvalidParameterException when the validity is out of range
   */
  public static Delegation issue(Wallet app, Did agent, Duration validity) {
    return issue(app, agent, validity, Clock.systemUTC());
  }

  /**
   * Issues a delegation, valid from the time a clock tells.
   *
   * @param app the app's wallet, which signs
   * @param agent the DID of the wallet that may act for the app
   * @param validity how long it may: a second to 36,525 days (100 years)
   * @param clock tells the time from which it is valid
   * @return the delegation
   * @throws InvalidParameterException when the validity is out of range
   */
  public static Delegation issue(Wallet app, Did agent, Duration validity, Clock clock) {
    Objects.requireNonNull(app, "app");
    Objects.requireNonNull(agent, "agent");
    Objects.requireNonNull(validity, "validity");
    Objects.requireNonNull(clock, "clock");
    if (validity.toSeconds() < 1 || validity.compareTo(LONGEST_VALIDITY) > 0) {
      throw new InvalidParameterException(
          "validity",
          "is " + validity + "; expected 1 s to " + LONGEST_VALIDITY.toDays() + " days");
    }
    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    Instant expiry = now.plusSeconds(validity.toSeconds());
    String body =
        "{\"agentDid\":\""
            + agent.toUri()
            + "\",\"exp\":\""
            + expiry.getEpochSecond()
            + "\",\"from\":\""
            + app.address()
            + "\",\"iat\":\""
            + now.getEpochSecond()
            + "\",\"iss\":\""
            + app.did().toUri()
            + "\",\"nbf\":\""
            + now.getEpochSecond()
            + "\",\"permissions\":[{\"role\":\""
            + AGENT_ROLE
            + "\",\"spaces\":[\"*\"]}],\"to\":\""
            + agent.address()
            + "\",\"userPk\":\""
            + app.publicKey()
            + "\",\"version\":\""
            + SignedToken.VERSION
            + "\"}";
    String token = SignedToken.write(app.keyType().algorithm(), body, app::sign);
    return new Delegation(token, app.did(), agent, expiry);
  }

  /**
   * Checks that the delegation was issued to a wallet.
   *
   * @param wallet the DID of the wallet that wants to act
   * @throws InvalidParameterException when it was issued to another
   */
  public void checkFor(Did wallet) {
    Objects.requireNonNull(wallet, "wallet");
    if (!to.equals(wallet)) {
      throw invalid("is issued to " + to + "; the wallet that acts is " + wallet);
    }
  }

  /**
   * Returns the token, which goes along with every request.
   *
   * @return the token
   */
  public String token() {
    return token;
  }

  /**
   * Returns the app that delegates.
   *
   * @return its DID
   */
  public Did from() {
    return from;
  }

  /**
   * Returns the wallet that may act for the app.
   *
   * @return its DID
   */
  public Did to() {
    return to;
  }

  /**
   * Returns when the delegation ends.
   *
   * @return the first moment at which it is not valid any more
   */
  public Instant expiresAt() {
    return expiresAt;
  }

  /** Returns a text with everything but the token. */
  @Override
  public String toString() {
    return "Delegation[from=" + from + ", to=" + to + ", expiresAt=" + expiresAt + "]";
  }

  private static Did did(SignedToken token, String claim) throws InvalidTokenException {
    String text = token.requireClaim(claim);
    if (!Did.isValid(text)) {
      throw invalid("has a malformed DID as its " + claim);
    }
    return Did.parse(text);
  }

  /** The app's key: in hex, with or without 0x, or in base58, with or without z. */
  private static byte[] publicKey(String text, Did from) {
    List<byte[]> readings =
        Stream.of(
                hex(text.startsWith("0x") ? text.substring(2) : text),
                Base58.decode(text.startsWith("z") ? text.substring(1) : text),
                Base58.decode(text))
            .filter(Objects::nonNull)
            .toList();
    if (readings.isEmpty()) {
      throw invalid("has a userPk that is written neither in hex nor in base58");
    }
    return readings.stream()
        .filter(from::matches)
        .findFirst()
        .orElseThrow(() -> invalid("is forged: its userPk is not the key of its from, " + from));
  }

  private static byte @Nullable [] hex(String text) {
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static InvalidParameterException invalid(String problem) {
    return new InvalidParameterException("delegation", problem);
  }
}
