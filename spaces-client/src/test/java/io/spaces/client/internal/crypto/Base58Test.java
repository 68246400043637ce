package io.spaces.client.internal.crypto;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spaces.client.Vectors;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base58Test {
  static Stream<String> addresses() {
    return Vectors.each("wallets")
        .map((JsonNode vector) -> vector.get("address").textValue())
        .filter(address -> address.startsWith("z"));
  }

  // The values of the IETF's draft-msporny-base58-03, section 5, and Bitcoin's
  // base58_encode_decode.json.
  @ParameterizedTest
  @CsvSource({
    "'',''",
    "61,2g",
    "626262,a3gV",
    "636363,aPEr",
    "516b6fcd0f,ABnLTmg",
    "bf4f89001e670274dd,3SEo3LWLoPntC",
    "572e4794,3EFU7m",
    "ecac89cad93923c02321,EJDM8drfXA6uyA",
    "10c8511e,Rt5zm",
    "00,1",
    "00000000000000000000,1111111111",
    "0000287fb4cd,11233QC4",
    "00eb15231dfceb60925886b67d065299925915aeb172c06647,1NS17iag9jJgTHD1VXjvLCEnZuQ3rJDE9L",
    "48656c6c6f20576f726c6421,2NEpo7TZRRrLZSi2U"
  })
  void knowsThePublishedValues(String hex, String digits) {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThat(Base58.encode(bytes)).isEqualTo(digits);
    assertThat(Base58.decode(digits)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @MethodSource("addresses")
  void readsAndWritesOfficialAddresses(String address) {
    byte[] bytes = requireNonNull(Base58.decode(address.substring(1)));

    assertThat(bytes).hasSize(26);
    assertThat("z" + Base58.encode(bytes)).isEqualTo(address);
  }

  @Test
  void readsBackWhatItWritesWhichIsTheNumberInBase58() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(Base58.MAX_SIZE + 1)];
      random.nextBytes(bytes);
      int zeros = random.nextInt(bytes.length + 1) / (1 + random.nextInt(8));
      Arrays.fill(bytes, 0, zeros, (byte) 0);

      String digits = Base58.encode(bytes);

      assertThat(Base58.decode(digits)).as("seed %d", seed).isEqualTo(bytes);
      assertThat(value(digits)).as("seed %d", seed).isEqualTo(new BigInteger(1, bytes));
    }
  }

  @Test
  void writesBackWhateverDigitsItReads() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      String digits = digits(random, random.nextInt(150));

      byte[] bytes = requireNonNull(Base58.decode(digits), "seed " + seed + ": " + digits);

      assertThat(Base58.encode(bytes)).as("seed %d", seed).isEqualTo(digits);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "O", "I", "l", "2g ", " 2g", "2g\n", "2g=", "2-g", "é", "2\u0132", "\0"})
  void refusesWhatIsNoDigit(String text) {
    assertThat(Base58.decode(text)).isNull();
  }

  @Test
  void takesTheLargestValueAndNoLargerOne() {
    byte[] largest = new byte[Base58.MAX_SIZE];
    Arrays.fill(largest, (byte) 0xff);

    String digits = Base58.encode(largest);

    assertThat(Base58.decode(digits)).isEqualTo(largest);
    assertThat(Base58.decode("1" + digits)).isNull();
    assertThat(Base58.decode("z".repeat(digits.length()))).isNull();
    assertThat(Base58.decode("1".repeat(Base58.MAX_SIZE))).isEqualTo(new byte[Base58.MAX_SIZE]);
    assertThat(Base58.decode("1".repeat(Base58.MAX_SIZE + 1))).isNull();
    assertThat(Base58.decode("2".repeat(1_000_000))).isNull();
    assertThatThrownBy(() -> Base58.encode(new byte[Base58.MAX_SIZE + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static BigInteger value(String digits) {
    String alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    BigInteger value = BigInteger.ZERO;
    for (int i = 0; i < digits.length(); i++) {
      int digit = alphabet.indexOf(digits.charAt(i));
      value = value.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(digit));
    }
    return value;
  }

  private static String digits(Random random, int length) {
    String alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    byte[] digits = new byte[length];
    for (int i = 0; i < length; i++) {
      digits[i] = (byte) alphabet.charAt(i < length / 4 ? 0 : random.nextInt(58));
    }
    return new String(digits, StandardCharsets.US_ASCII);
  }
}
