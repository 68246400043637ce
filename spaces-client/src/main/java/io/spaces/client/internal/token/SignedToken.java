package io.spaces.client.internal.token;

import io.spaces.client.internal.crypto.Hashes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A token that was read: {@code header.body.signature}. Nothing in it is to be believed before
 * {@link #checkSignature}.
 */
public final class SignedToken {
  /**
   * Signs a hash of {@code header.body}; 1.0.0 signed the text itself, of which an ECDSA signature
   * covers no more than the first 32 bytes: part of the header, which is the same in all tokens.
   */
  public static final String VERSION = "1.1.0";

  private static final String UNHASHED_VERSION = "1.0.0";
  private static final String ED25519 = "Ed25519";
  static final int MAX_LENGTH = 64 * 1024;
  private static final long SKEW_SECONDS = 5;

  private final String algorithm;
  private final Claims claims;
  private final boolean hashed;
  private final byte[] signedBytes;
  private final byte[] signature;

  private SignedToken(
      String algorithm, Claims claims, boolean hashed, byte[] signedBytes, byte[] signature) {
    this.algorithm = algorithm;
    this.claims = claims;
    this.hashed = hashed;
    this.signedBytes = signedBytes;
    this.signature = signature;
  }

  /** Tells whether a signature over some bytes fits. */
  @FunctionalInterface
  public interface SignatureCheck {
    boolean fits(byte[] message, byte[] signature);
  }

  /** The first part of every token that is signed by one algorithm, in base64url. */
  public static String header(String algorithm) {
    return encode(
        ("{\"alg\":\"" + algorithm + "\",\"type\":\"JWT\"}").getBytes(StandardCharsets.US_ASCII));
  }

  /** Writes a token of {@link #VERSION}, which the body must name. */
  public static String write(String algorithm, String bodyJson, UnaryOperator<byte[]> sign) {
    String signed = header(algorithm) + "." + encode(bodyJson.getBytes(StandardCharsets.UTF_8));
    byte[] hash = Hashes.sha3(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + encode(sign.apply(hash));
  }

  public static SignedToken parse(String token) throws InvalidTokenException {
    int bodyAt = token.indexOf('.') + 1;
    int signatureAt = token.indexOf('.', bodyAt) + 1;
    if (bodyAt == 0 || signatureAt == 0 || token.indexOf('.', signatureAt) >= 0) {
      throw new InvalidTokenException("does not have three parts");
    }
    if (token.length() > MAX_LENGTH) {
      throw new InvalidTokenException("is longer than 64 KiB");
    }
    Claims header = Claims.parse(decode(token.substring(0, bodyAt - 1)));
    Claims body = Claims.parse(decode(token.substring(bodyAt, signatureAt - 1)));
    byte[] signed = token.substring(0, signatureAt - 1).getBytes(StandardCharsets.US_ASCII);
    String version = body.text("version");
    boolean hashed = VERSION.equals(version);
    if (hashed) {
      signed = Hashes.sha3(signed);
    } else if (version != null && !version.equals(UNHASHED_VERSION)) {
      throw new InvalidTokenException("has the unknown version " + version);
    }
    if (!"JWT".equals(header.text("type"))) {
      throw new InvalidTokenException("is not of the type JWT");
    }
    String algorithm = header.require("alg");
    return new SignedToken(algorithm, body, hashed, signed, decode(token.substring(signatureAt)));
  }

  /**
   * Checks that the token was signed with a key, by the one algorithm that keys of its type use.
   */
  public void checkSignature(String expectedAlgorithm, SignatureCheck check)
      throws InvalidTokenException {
    if (!algorithm.equals(expectedAlgorithm)) {
      throw new InvalidTokenException(
          "is signed by "
              + algorithm
              + "; a key of its signer's type signs by "
              + expectedAlgorithm);
    }
    if (!check.fits(signedBytes, signature)) {
      throw new InvalidTokenException("has a signature that does not fit");
    }
  }

  /**
   * Refuses a token whose signature says nothing of what is in it: whoever has seen one such token
   * of a key can write any other. To be called wherever somebody relies on what a token says.
   */
  public void requireWholeSignature() throws InvalidTokenException {
    if (!hashed && !algorithm.equals(ED25519)) {
      throw new InvalidTokenException(
          "is of version "
              + UNHASHED_VERSION
              + ", in which a signature by "
              + algorithm
              + " covers its first 32 bytes only, so that anybody could have written the rest; one"
              + " of version "
              + VERSION
              + " is needed");
    }
  }

  /** Checks that now is between {@code nbf} and {@code exp}; a clock may be slow by 5 seconds. */
  public void checkTimes(Instant now) throws InvalidTokenException {
    Instant notBefore = claims.time("nbf");
    if (now.plusSeconds(SKEW_SECONDS).isBefore(notBefore)) {
      throw new InvalidTokenException("is not valid before " + notBefore + "; it is " + now);
    }
    Instant expiry = expiry();
    if (!now.isBefore(expiry)) {
      throw new InvalidTokenException("expired at " + expiry + "; it is " + now);
    }
  }

  public Instant expiry() throws InvalidTokenException {
    return claims.time("exp");
  }

  /** The text of a claim, or null when there is none. */
  public @Nullable String claim(String name) {
    return claims.text(name);
  }

  public String requireClaim(String name) throws InvalidTokenException {
    return claims.require(name);
  }

  /** The {@code role} of each of the {@code permissions}. */
  public List<String> permittedRoles() {
    return claims.permittedRoles();
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] decode(String part) throws InvalidTokenException {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      // Padding and stray bits would make many spellings of one token.
      if (encode(bytes).equals(part)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw new InvalidTokenException("is not written in base64url");
  }
}
