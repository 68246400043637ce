package io.spaces.client.internal.protocol.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.Vectors;
import io.spaces.client.identity.DidRole;
import io.spaces.client.identity.KeyType;
import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.token.InvalidTokenException;
import io.spaces.client.internal.token.SignedToken;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestTokensTest {
  static Stream<JsonNode> wallets() {
    return Vectors.each("wallets");
  }

  static Stream<JsonNode> sha3Wallets() {
    return wallets().filter(vector -> vector.get("type").get("hash").intValue() != 6);
  }

  @ParameterizedTest
  @MethodSource("sha3Wallets")
  void writesTheOfficialToken(JsonNode vector) {
    byte[] digest =
        HexFormat.of().parseHex(vector.get("payload").get("digest").textValue().substring(2));
    long signedAt = vector.get("signedAt").longValue();

    String token = new RequestTokens(wallet(vector)).token(digest, signedAt);

    assertThat(token).isEqualTo(vector.get("tokenVersion1_1").textValue());
    assertThat(signedAt + RequestTokens.VALIDITY_SECONDS)
        .isEqualTo(Long.parseLong(vector.get("payload").get("exp").textValue()));
    String[] parts = token.split("\\.", -1);
    assertThat(decode(parts[0])).isEqualTo(vector.get("headerJson").textValue());
    assertThat(decode(parts[1]))
        .isEqualTo(vector.get("bodyJson").textValue().replace("1.0.0", "1.1.0"));
  }

  @ParameterizedTest
  @MethodSource("wallets")
  void writesTheOfficialTokenOfTheVersionBeforeToo(JsonNode vector) {
    String signed =
        encode(vector.get("headerJson").textValue())
            + "."
            + encode(vector.get("bodyJson").textValue());
    byte[] signature = wallet(vector).sign(signed.getBytes(StandardCharsets.US_ASCII));

    assertThat(signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature))
        .isEqualTo(vector.get("token").textValue());
  }

  @ParameterizedTest
  @MethodSource("wallets")
  void readsOfficialTokensOfBothVersions(JsonNode vector) throws InvalidTokenException {
    KeyType keyType = KeyType.fromCode(vector.get("type").get("pk").intValue());
    byte[] publicKey = HexFormat.of().parseHex(vector.get("publicKey").textValue().substring(2));
    for (String name : new String[] {"token", "tokenVersion1_1"}) {
      SignedToken token = SignedToken.parse(vector.get(name).textValue());

      token.checkSignature(
          keyType.algorithm(),
          (message, signature) -> keyType.verify(publicKey, message, signature));
      token.checkTimes(Instant.ofEpochSecond(vector.get("signedAt").longValue()));
      assertThat(token.claim("iss")).isEqualTo(vector.get("did").textValue());
      assertThat(token.claim("digest")).isEqualTo(vector.get("payload").get("digest").textValue());
    }
  }

  /** The first 32 bytes are of the header, and the same in all tokens of a key. */
  @ParameterizedTest
  @MethodSource("wallets")
  void doesNotRelyOnOfficialTokensWhoseSignatureCoversTheirHeaderOnly(JsonNode vector)
      throws InvalidTokenException {
    KeyType keyType = KeyType.fromCode(vector.get("type").get("pk").intValue());
    SignedToken.parse(vector.get("tokenVersion1_1").textValue()).requireWholeSignature();
    SignedToken before = SignedToken.parse(vector.get("token").textValue());

    if (keyType == KeyType.ED25519) {
      before.requireWholeSignature();
    } else {
      assertThatThrownBy(before::requireWholeSignature)
          .isInstanceOf(InvalidTokenException.class)
          .hasMessageContaining("1.0.0")
          .hasMessageContaining("first 32 bytes only");
    }
  }

  private static Wallet wallet(JsonNode vector) {
    JsonNode type = vector.get("type");
    return Wallet.fromSecretKey(
        vector.get("secretKey").textValue(),
        KeyType.fromCode(type.get("pk").intValue()),
        DidRole.fromCode(type.get("role").intValue()));
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }
}
