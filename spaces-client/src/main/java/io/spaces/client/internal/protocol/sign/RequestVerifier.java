package io.spaces.client.internal.protocol.sign;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.Did;
import io.spaces.client.internal.token.InvalidTokenException;
import io.spaces.client.internal.token.SignedToken;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks the signature that {@link Authenticator} puts on a request, as a space does. The header
 * {@code x-signature-version} is no part of it: it says how the key in a path is written, and the
 * official client leaves it out where there is none.
 */
public final class RequestVerifier {
  private final Function<String, @Nullable String> header;

  private RequestVerifier(Function<String, @Nullable String> header) {
    this.header = header;
  }

  /**
   * Who sent a request.
   *
   * @param actor the wallet that signed
   * @param app the app on whose behalf: the one that delegated, else the actor itself
   */
  public record Sender(Did actor, Did app) {}

  /**
   * Checks a request.
   *
   * @param method the method in upper case
   * @param pathAndQuery the path and query exactly as received
   * @param header gives a header's value by its name in lower case, or null
   * @param now the time to check against
   * @return who sent it
   * @throws RejectedRequestException when it does not prove that
   */
  public static Sender verify(
      String method, String pathAndQuery, Function<String, @Nullable String> header, Instant now) {
    return new RequestVerifier(header).verify(method, pathAndQuery, now);
  }

  private Sender verify(String method, String pathAndQuery, Instant now) {
    Did actor = actor();
    byte[] publicKey = publicKey();
    if (!actor.matches(publicKey)) {
      throw rejected(AuthHeaders.APP_PK, "is not the key of " + actor);
    }
    String accessKey = header.apply(AuthHeaders.ACCESS_KEY);
    if (accessKey != null && !accessKey.equals(actor.address())) {
      throw rejected(AuthHeaders.ACCESS_KEY, "is not " + actor + ", which signed");
    }
    checkToken(actor, publicKey, RequestDigest.of(method, pathAndQuery), now);
    return new Sender(actor, app(actor, now));
  }

  private void checkToken(Did actor, byte[] publicKey, byte[] digest, Instant now) {
    try {
      SignedToken token = SignedToken.parse(require(AuthHeaders.APP_TOKEN));
      token.checkSignature(
          actor.keyType().algorithm(),
          (message, signature) -> actor.keyType().verify(publicKey, message, signature));
      if (!isWrittenAs(actor, token.requireClaim("iss"))) {
        throw rejected(AuthHeaders.APP_TOKEN, "is not issued by " + actor);
      }
      token.checkTimes(now);
      if (!token.requireClaim("digest").equals("0x" + HexFormat.of().formatHex(digest))) {
        throw rejected(
            AuthHeaders.APP_TOKEN, "has a digest of another method or URL than the request's");
      }
    } catch (InvalidTokenException e) {
      throw rejected(AuthHeaders.APP_TOKEN, e.getMessage());
    }
  }

  private static boolean isWrittenAs(Did did, String text) {
    return text.equals(did.toUri()) || (Did.isValid(text) && Did.parse(text).equals(did));
  }

  private Did app(Did actor, Instant now) {
    String token = header.apply(AuthHeaders.APP_DELEGATION);
    if (token == null || token.isEmpty()) {
      return actor;
    }
    try {
      Delegation delegation = Delegation.parse(token, Clock.fixed(now, ZoneOffset.UTC));
      delegation.checkFor(actor);
      return delegation.from();
    } catch (InvalidParameterException e) {
      throw rejected(AuthHeaders.APP_DELEGATION, "is refused: " + e.getMessage());
    }
  }

  private Did actor() {
    try {
      return Did.parse(require(AuthHeaders.APP_DID));
    } catch (InvalidParameterException e) {
      throw rejected(AuthHeaders.APP_DID, "is malformed: " + e.getMessage());
    }
  }

  private byte[] publicKey() {
    String text = require(AuthHeaders.APP_PK);
    try {
      return HexFormat.of().parseHex(text.startsWith("0x") ? text.substring(2) : text);
    } catch (IllegalArgumentException e) {
      throw rejected(AuthHeaders.APP_PK, "is not written in hex");
    }
  }

  private String require(String name) {
    String value = header.apply(name);
    if (value == null || value.isEmpty()) {
      throw rejected(name, "is missing");
    }
    return value;
  }

  private static RejectedRequestException rejected(String name, @Nullable String problem) {
    return new RejectedRequestException("The header " + name + " " + problem + ".");
  }
}
