package io.spaces.client.internal.protocol.sign;

import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.crypto.Hashes;
import io.spaces.client.internal.token.SignedToken;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Writes the tokens of one wallet's requests: one is made for each request, so it is quick. */
final class RequestTokens {
  static final long VALIDITY_SECONDS = 60 * 60;

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final HexFormat HEX = HexFormat.of();

  private final Wallet wallet;
  private final byte[] header;
  private final String issuer;

  RequestTokens(Wallet wallet) {
    this.wallet = wallet;
    header =
        (SignedToken.header(wallet.keyType().algorithm()) + ".")
            .getBytes(StandardCharsets.US_ASCII);
    issuer = "\",\"iss\":\"" + wallet.did().toUri() + "\",\"nbf\":\"";
  }

  String token(byte[] digest, long epochSecond) {
    String now = Long.toString(epochSecond);
    String body =
        "{\"digest\":\"0x"
            + HEX.formatHex(digest)
            + "\",\"exp\":\""
            + (epochSecond + VALIDITY_SECONDS)
            + "\",\"iat\":\""
            + now
            + issuer
            + now
            + "\",\"version\":\""
            + SignedToken.VERSION
            + "\"}";
    byte[] payload = BASE64.encode(body.getBytes(StandardCharsets.US_ASCII));
    byte[] signed = Arrays.copyOf(header, header.length + payload.length);
    System.arraycopy(payload, 0, signed, header.length, payload.length);
    byte[] signature = BASE64.encode(wallet.sign(Hashes.sha3(signed)));
    byte[] token = Arrays.copyOf(signed, signed.length + 1 + signature.length);
    token[signed.length] = '.';
    System.arraycopy(signature, 0, token, signed.length + 1, signature.length);
    return new String(token, StandardCharsets.ISO_8859_1);
  }
}
