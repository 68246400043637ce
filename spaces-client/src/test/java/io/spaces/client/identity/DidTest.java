package io.spaces.client.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.Vectors;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.crypto.Base58;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DidTest {
  private static final String ETHEREUM = "0x742d35Cc6634C0532925a3b844Bc454e4438f44e";

  private static final Set<DidRole> KNOWN = EnumSet.complementOf(EnumSet.of(DidRole.OTHER));

  static Stream<JsonNode> dids() {
    return Vectors.each("dids");
  }

  static Stream<JsonNode> prefixes() {
    return Vectors.each("didPrefixes");
  }

  @ParameterizedTest
  @MethodSource("prefixes")
  void takesAnyMethodInFront(JsonNode vector) {
    String text = vector.get("did").textValue();

    assertThat(Did.isValid(text)).isEqualTo(vector.get("valid").booleanValue());
    if (vector.get("valid").booleanValue()) {
      assertThat(Did.parse(text).address()).isEqualTo(text.substring(text.lastIndexOf(':') + 1));
      assertThat(Did.parse(text).toUri()).startsWith("did:abt:z");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {25, 62})
  void keepsTheCodeOfARoleThatItDoesNotKnow(int code) {
    byte[] key = HexFormat.of().parseHex("e4852b7091317e3622068e62a5127d1f".repeat(2));
    byte[] bytes =
        java.util.Objects.requireNonNull(Base58.decode(Wallet.random().address().substring(1)));
    bytes[0] = (byte) (code << 2);
    bytes[1] = 1;
    System.arraycopy(HashType.SHA3.hash(key), 0, bytes, 2, 20);
    System.arraycopy(HashType.SHA3.hash(Arrays.copyOf(bytes, 22)), 0, bytes, 22, 4);
    Did did = Did.parse("did:abt:z" + Base58.encode(bytes));

    assertThat(did.role()).isEqualTo(DidRole.OTHER);
    assertThat(did.roleCode()).isEqualTo(code);
    assertThat(did.matches(key)).isTrue();
    key[0]++;
    assertThat(did.matches(key)).isFalse();
    assertThatThrownBy(() -> Did.of(DidRole.OTHER, KeyType.ED25519, HashType.SHA3, key))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("role");
  }

  static Stream<JsonNode> wallets() {
    return Vectors.each("wallets");
  }

  @ParameterizedTest
  @MethodSource("dids")
  void readsWhatTheOfficialParserReads(JsonNode vector) {
    String text = vector.get("did").textValue();

    assertThat(Did.isValid(text)).isEqualTo(vector.get("valid").booleanValue());
    if (vector.get("valid").booleanValue()) {
      JsonNode type = vector.get("type");
      Did did = Did.parse(text);
      assertThat(did.roleCode())
          .isEqualTo(did.role().code())
          .isEqualTo(type.get("role").intValue());
      assertThat(did.keyType().code()).isEqualTo(type.get("pk").intValue());
      assertThat(did.hashType().code()).isEqualTo(type.get("hash").intValue());
      assertThat(did.address().startsWith("z")).isEqualTo(type.get("address").intValue() == 1);
    }
  }

  @ParameterizedTest
  @MethodSource("wallets")
  void isDerivedFromThePublicKey(JsonNode vector) {
    JsonNode type = vector.get("type");
    byte[] publicKey = HexFormat.of().parseHex(vector.get("publicKey").textValue().substring(2));
    Did did =
        Did.of(
            DidRole.fromCode(type.get("role").intValue()),
            KeyType.fromCode(type.get("pk").intValue()),
            HashType.fromCode(type.get("hash").intValue()),
            publicKey);

    assertThat(did.address()).isEqualTo(vector.get("address").textValue());
    assertThat(did.toUri()).isEqualTo(vector.get("did").textValue());
    assertThat(did.matches(publicKey)).isTrue();
    publicKey[3] ^= 1;
    assertThat(did.matches(publicKey)).isFalse();
  }

  @Test
  void knowsTheOfficialCodes() {
    JsonNode enums = Vectors.get("enums");

    for (DidRole role : KNOWN) {
      assertThat(enums.get("role").get("ROLE_" + role).intValue()).isEqualTo(role.code());
    }
    for (KeyType type : KeyType.values()) {
      assertThat(enums.get("key").get(type.name()).intValue()).isEqualTo(type.code());
    }
    for (HashType type : HashType.values()) {
      assertThat(enums.get("hash").get(type.name()).intValue()).isEqualTo(type.code());
    }
    assertThat(enums.get("role")).hasSize(KNOWN.size());
    assertThat(enums.get("key")).hasSize(KeyType.values().length);
    assertThat(enums.get("hash")).hasSize(HashType.values().length);
    // The encoding is not in the type: 0 is hex, as Ethereum's, 1 is base58.
    assertThat(enums.get("encoding").get("BASE16").intValue()).isZero();
    assertThat(enums.get("encoding").get("BASE58").intValue()).isEqualTo(1);
  }

  @Test
  void refusesCodesThatNobodyHas() {
    assertThatThrownBy(() -> DidRole.fromCode(62)).isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> KeyType.fromCode(4)).isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> HashType.fromCode(7)).isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void readsBackEveryTypeItWrites() {
    Random random = new Random(5);
    for (DidRole role : KNOWN) {
      for (KeyType keyType : KeyType.values()) {
        for (HashType hashType : HashType.values()) {
          byte[] publicKey = new byte[32 + random.nextInt(34)];
          random.nextBytes(publicKey);
          Did did = Did.of(role, keyType, hashType, publicKey);
          Did read = Did.parse(did.address());

          assertThat(read).isEqualTo(did).hasSameHashCodeAs(did);
          assertThat(read.role()).isEqualTo(did.role());
          assertThat(read.keyType()).isEqualTo(keyType);
          assertThat(read.hashType()).isEqualTo(hashType);
          assertThat(read.matches(publicKey)).isTrue();
          assertThat(Did.parse(did.toUri())).isEqualTo(did);
        }
      }
    }
  }

  @Test
  void noticesAnyOneCharacterThatIsChangedAddedOrLost() {
    long seed = 6;
    Random random = new Random(seed);
    String digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0OIl+/ \u00e9";
    for (int i = 0; i < 2_000; i++) {
      String address = Wallet.random().address();
      int at = random.nextInt(address.length());
      char other = digits.charAt(random.nextInt(digits.length()));
      String head = address.substring(0, at);
      String changed = head + other + address.substring(at + 1);

      assertThat(Did.isValid(changed))
          .as("%s for %s, seed %d", changed, address, seed)
          .isEqualTo(changed.equals(address));
      String longer = head + other + address.substring(at);
      assertThat(Did.isValid(longer)).as("%s, seed %d", longer, seed).isFalse();
      String shorter = head + address.substring(at + 1);
      assertThat(Did.isValid(shorter)).as("%s, seed %d", shorter, seed).isFalse();
    }
  }

  @Test
  void takesEthereumAddressesInOneCaseOrWithAFittingChecksum() {
    String digits = ETHEREUM.substring(2);

    assertThat(Did.parse("0x" + digits.toLowerCase(Locale.ROOT)).address()).isEqualTo(ETHEREUM);
    assertThat(Did.parse("0x" + digits.toUpperCase(Locale.ROOT)).address()).isEqualTo(ETHEREUM);
    assertThat(Did.parse("did:abt:" + ETHEREUM).address()).isEqualTo(ETHEREUM);
    assertThat(Did.isValid("0x742D35Cc6634C0532925a3b844Bc454e4438f44e")).isFalse();
    assertThat(Did.isValid(ETHEREUM.substring(0, 41))).isFalse();
    assertThat(Did.isValid(ETHEREUM + "0")).isFalse();
    assertThat(Did.isValid("0x742d35Cc6634C0532925a3b844Bc454e4438f44g")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "z",
        "0x",
        "did:abt:",
        "did::z1muQ3xqHQK2uiACHyChikobsiY5kLqtShA",
        "did:a b:z1muQ3xqHQK2uiACHyChikobsiY5kLqtShA",
        "DID:abt:z1muQ3xqHQK2uiACHyChikobsiY5kLqtShA",
        "did:abt:did:abt:z1muQ3xqHQK2uiACHyChikobsiY5kLqtShA",
        " z1muQ3xqHQK2uiACHyChikobsiY5kLqtShA",
        "z1muQ3xqHQK2uiACHyChikobsiY5kLqtShA\n",
        "1muQ3xqHQK2uiACHyChikobsiY5kLqtShA"
      })
  void refusesWhatOnlyLooksLikeADid(String text) {
    assertThat(Did.isValid(text)).isFalse();
    assertThatThrownBy(() -> Did.parse(text))
        .isInstanceOfSatisfying(
            InvalidParameterException.class, e -> assertThat(e.parameter()).isEqualTo("did"))
        .hasMessageContaining("expected a DID");
  }

  @Test
  void answersAtOnceToAnEndlessText() {
    assertThatThrownBy(() -> Did.parse("z" + "2".repeat(1_000_000)))
        .satisfies(e -> assertThat(e.toString()).hasSizeLessThan(400));
  }

  @Test
  void isWrittenAsItsAddress() {
    Did did = Did.parse("did:abt:z1muQ3xqHQK2uiACHyChikobsiY5kLqtShA");

    assertThat(did).hasToString("z1muQ3xqHQK2uiACHyChikobsiY5kLqtShA");
    assertThat(did).isNotEqualTo(Did.parse(ETHEREUM));
  }
}
