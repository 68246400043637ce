package io.spaces.client.examples.console;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes JSON Web Tokens as an issuer does, without the code that verifies them. */
final class Tokens {
  static final byte[] SECRET =
      "a secret of more than thirty-two bytes".getBytes(StandardCharsets.UTF_8);

  private Tokens() {}

  /** Single quotes stand for double ones. */
  static String hs256(String header, String claims) throws GeneralSecurityException {
    String content = part(header) + "." + part(claims);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
    return content + "." + encoded(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
  }

  static String hs256(String claims) throws GeneralSecurityException {
    return hs256("{'alg': 'HS256', 'typ': 'JWT'}", claims);
  }

  static String ed25519(PrivateKey key, String header, String claims)
      throws GeneralSecurityException {
    String content = part(header) + "." + part(claims);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(key);
    signature.update(content.getBytes(StandardCharsets.US_ASCII));
    return content + "." + encoded(signature.sign());
  }

  static String part(String json) {
    return encoded(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
