package io.spaces.client.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.Vectors;
import io.spaces.client.error.InvalidParameterException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WalletTest {
  private static final String ED25519_KEY =
      Vectors.get("wallets").get(0).get("secretKey").textValue();

  static Stream<JsonNode> wallets() {
    return Vectors.each("wallets");
  }

  static Stream<JsonNode> sha3Wallets() {
    // The library makes no wallets that hash with SHA-256; DidTest has the vector.
    return wallets().filter(vector -> vector.get("type").get("hash").intValue() != 6);
  }

  static Wallet wallet(JsonNode vector) {
    JsonNode type = vector.get("type");
    return Wallet.fromSecretKey(
        vector.get("secretKey").textValue(),
        KeyType.fromCode(type.get("pk").intValue()),
        DidRole.fromCode(type.get("role").intValue()));
  }

  @ParameterizedTest
  @MethodSource("sha3Wallets")
  void derivesTheOfficialKeysAndAddresses(JsonNode vector) {
    Wallet wallet = wallet(vector);

    assertThat(wallet.publicKey()).isEqualTo(vector.get("publicKey").textValue());
    assertThat(wallet.address()).isEqualTo(vector.get("address").textValue());
    assertThat(wallet.did().toUri()).isEqualTo(vector.get("did").textValue());
    assertThat(wallet.keyType().code()).isEqualTo(vector.get("type").get("pk").intValue());
    assertThat(wallet.exportSecretKey()).isEqualToIgnoringCase(vector.get("secretKey").textValue());
  }

  @ParameterizedTest
  @MethodSource("wallets")
  void signsAsTheOfficialWalletsDo(JsonNode vector) {
    String token = vector.get("token").textValue();
    byte[] signed = token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
    Wallet wallet = wallet(vector);

    byte[] signature = wallet.sign(signed);

    assertThat(HexFormat.of().formatHex(signature))
        .isEqualTo(vector.get("signatureHex").textValue());
    assertThat(wallet.keyType().verify(publicKey(wallet), signed, signature)).isTrue();
  }

  @Test
  void isAnAccountWithAnEd25519KeyUnlessToldOtherwise() {
    Wallet wallet = Wallet.fromSecretKey(ED25519_KEY);

    assertThat(wallet.did().role()).isEqualTo(DidRole.ACCOUNT);
    assertThat(wallet.keyType()).isEqualTo(KeyType.ED25519);
    assertThat(Wallet.random().did().role()).isEqualTo(DidRole.ACCOUNT);
    assertThat(Wallet.random().keyType()).isEqualTo(KeyType.ED25519);
  }

  @Test
  void readsABareSeedAndHexOfEitherCaseWithOrWithoutPrefix() {
    String address = Wallet.fromSecretKey(ED25519_KEY).address();
    String digits = ED25519_KEY.substring(2);

    assertThat(Wallet.fromSecretKey(digits).address()).isEqualTo(address);
    assertThat(Wallet.fromSecretKey(digits.toLowerCase(Locale.ROOT)).address()).isEqualTo(address);
    assertThat(Wallet.fromSecretKey(digits.substring(0, 64)).address()).isEqualTo(address);
    assertThat(Wallet.fromSecretKey("0X" + digits).address()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0x",
        "abc",
        "0xD67C071B6F51D2B61180B9B1AA9BE0DD0704619F0E30453AB4A592B036EDE6",
        "0xD67C071B6F51D2B61180B9B1AA9BE0DD0704619F0E30453AB4A592B036EDE644E4852B",
        "zzzC071B6F51D2B61180B9B1AA9BE0DD0704619F0E30453AB4A592B036EDE644",
        "D67C071B6F51D2B61180B9B1AA9BE0DD0704619F0E30453AB4A592B036EDE64\u0664"
      })
  void refusesWhatIsNoKeyWithoutRepeatingIt(String secret) {
    assertThatThrownBy(() -> Wallet.fromSecretKey(secret))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageStartingWith("secretKey ")
        .hasNoCause()
        .satisfies(
            e -> {
              if (secret.length() > 3) {
                assertThat(e.toString()).doesNotContain(secret.substring(3));
              }
            });
  }

  @Test
  void refusesAnEd25519KeyWhosePublicHalfIsNotItsOwn() {
    String damaged = ED25519_KEY.substring(0, ED25519_KEY.length() - 1) + "8";

    assertThatThrownBy(() -> Wallet.fromSecretKey(damaged))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("damaged");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void refusesSecp256k1KeysOutOfRange(String secret) {
    assertThatThrownBy(() -> Wallet.fromSecretKey(secret, KeyType.SECP256K1, DidRole.ACCOUNT))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("out of range");
  }

  @Test
  void hasNoPasskeys() {
    assertThatThrownBy(() -> Wallet.random(KeyType.PASSKEY, DidRole.ACCOUNT))
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> Wallet.fromSecretKey(ED25519_KEY, KeyType.PASSKEY, DidRole.ACCOUNT))
        .isInstanceOf(InvalidParameterException.class);
    assertThat(KeyType.PASSKEY.verify(new byte[32], new byte[1], new byte[64])).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = "PASSKEY", mode = EnumSource.Mode.EXCLUDE)
  void comesBackFromItsExportedKey(KeyType keyType) {
    Wallet wallet = Wallet.random(keyType, DidRole.APPLICATION);
    Wallet again = Wallet.fromSecretKey(wallet.exportSecretKey(), keyType, DidRole.APPLICATION);

    assertThat(again.address()).isEqualTo(wallet.address());
    assertThat(again.publicKey()).isEqualTo(wallet.publicKey());
    assertThat(Wallet.random(keyType, DidRole.APPLICATION).address())
        .isNotEqualTo(wallet.address());
  }

  @ParameterizedTest
  @EnumSource(names = "PASSKEY", mode = EnumSource.Mode.EXCLUDE)
  void signsSoThatAnyChangeIsNoticed(KeyType keyType) {
    long seed = 11;
    Random random = new Random(seed);
    Wallet wallet = Wallet.random(keyType, DidRole.ACCOUNT);
    byte[] publicKey = publicKey(wallet);
    for (int i = 0; i < 50; i++) {
      byte[] message = new byte[32];
      random.nextBytes(message);
      byte[] signature = wallet.sign(message);
      assertThat(keyType.verify(publicKey, message, signature)).isTrue();

      assertThat(keyType.verify(publicKey, flipABit(message, random), signature))
          .as("message changed, seed %d, round %d, %s", seed, i, wallet.publicKey())
          .isFalse();
      assertThat(keyType.verify(publicKey, message, flipABit(signature, random)))
          .as("signature changed, seed %d, round %d, %s", seed, i, wallet.publicKey())
          .isFalse();
      assertThat(keyType.verify(flipABit(publicKey, random), message, signature))
          .as("key changed, seed %d, round %d, %s", seed, i, wallet.publicKey())
          .isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesNothingOfAnOddLengthForAKeyOrASignature(KeyType keyType) {
    for (int length = 0; length < 70; length++) {
      assertThat(keyType.verify(new byte[length], new byte[32], new byte[64])).isFalse();
      assertThat(keyType.verify(new byte[64], new byte[32], new byte[length])).isFalse();
    }
  }

  @Test
  void keepsItsSecretToItself() {
    Wallet wallet = Wallet.fromSecretKey(ED25519_KEY);

    assertThat(wallet).hasToString("Wallet[" + wallet.address() + "]");
  }

  static byte[] publicKey(Wallet wallet) {
    return HexFormat.of().parseHex(wallet.publicKey().substring(2));
  }

  private static byte[] flipABit(byte[] bytes, Random random) {
    byte[] flipped = bytes.clone();
    flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }
}
