package io.spaces.client.examples.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies JSON Web Tokens (RFC 7519) of one issuer. The algorithm is that of the key, whatever the
 * token says; a token must say when it expires, and is good for the role {@code admin} only.
 */
public final class JwtVerifier implements TokenVerifier {
  private static final int SHORTEST_SECRET = 32;
  private static final long CLOCKS_DIFFER_BY = 30;
  private static final String AUDIENCE = "spaces-console";
  private static final String ROLE = "admin";

  private final String algorithm;
  private final Check check;
  private final Clock clock;

  private JwtVerifier(String algorithm, Check check, Clock clock) {
    this.algorithm = algorithm;
    this.check = check;
    this.clock = clock;
  }

  /**
   * Tokens sealed with a shared secret (HMAC with SHA-256, RFC 7518 section 3.2).
   *
   * @param secret 32 bytes or more
   * @param clock tells what has expired
   * @return the verifier
   * @throws IllegalArgumentException when the secret is shorter
   */
  public static JwtVerifier hs256(byte[] secret, Clock clock) {
    if (secret.length < SHORTEST_SECRET) {
      throw new IllegalArgumentException(
          "The secret has fewer than " + SHORTEST_SECRET + " bytes: it could be guessed");
    }
    SecretKeySpec key = new SecretKeySpec(secret, "HmacSHA256");
    return new JwtVerifier(
        "HS256",
        (content, seal) -> {
          Mac mac = Mac.getInstance("HmacSHA256");
          mac.init(key);
          return MessageDigest.isEqual(mac.doFinal(content), seal);
        },
        clock);
  }

  /**
   * Tokens signed with Ed25519 (RFC 8037 section 3.1).
   *
   * @param key the issuer's public key
   * @param clock tells what has expired
   * @return the verifier
   */
  public static JwtVerifier ed25519(PublicKey key, Clock clock) {
    return new JwtVerifier(
        "EdDSA",
        (content, seal) -> {
          Signature signature = Signature.getInstance("Ed25519");
          signature.initVerify(key);
          signature.update(content);
          return signature.verify(seal);
        },
        clock);
  }

  @Override
  public Access verify(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Access.UNKNOWN;
    }
    try {
      JsonNode header = json(parts[0]);
      boolean ours =
          header.path("alg").asText().equals(algorithm)
              && !header.has("crit")
              && check.holds(
                  (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII),
                  Base64.getUrlDecoder().decode(parts[2]));
      return ours ? judge(json(parts[1])) : Access.UNKNOWN;
    } catch (GeneralSecurityException | JsonProcessingException | IllegalArgumentException e) {
      return Access.UNKNOWN;
    }
  }

  private Access judge(JsonNode claims) {
    long now = clock.instant().getEpochSecond();
    boolean alive =
        claims.path("exp").isNumber()
            && now < claims.path("exp").asLong() + CLOCKS_DIFFER_BY
            && (!claims.has("nbf") || now >= claims.path("nbf").asLong() - CLOCKS_DIFFER_BY);
    if (!alive || (claims.has("aud") && !names(claims.path("aud"), AUDIENCE))) {
      return Access.UNKNOWN;
    }
    boolean admin = names(claims.path("role"), ROLE) || names(claims.path("roles"), ROLE);
    return admin ? Access.ADMIN : Access.OTHER_ROLE;
  }

  /** Whether it is the word, or a list with the word in it. */
  private static boolean names(JsonNode claim, String word) {
    if (claim.isArray()) {
      for (JsonNode each : claim) {
        if (each.isTextual() && each.textValue().equals(word)) {
          return true;
        }
      }
    }
    return claim.isTextual() && claim.textValue().equals(word);
  }

  private static JsonNode json(String part) throws JsonProcessingException {
    byte[] text = Base64.getUrlDecoder().decode(part);
    return Json.read(new String(text, StandardCharsets.UTF_8));
  }

  /** Whether a seal belongs to some content. */
  private interface Check {
    boolean holds(byte[] content, byte[] seal) throws GeneralSecurityException;
  }
}
