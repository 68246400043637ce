package io.spaces.client.internal.content.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.content.seal.KeyMaterial.Kind;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyMaterialTest {
  private static final byte[] KEY =
      HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  private static final byte[] SALT =
      HexFormat.of().parseHex("6465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f80818283");
  private static final ScryptCost LEAST = new ScryptCost(1 << 14, 8, 1);

  /*
   * By node's crypto: hkdfSync('sha256', key, salt, info, 32), where info is 'context', a byte with
   * the extra salt's length, and the extra salt.
   */
  @Test
  void aKeyWrapsWithTheKeyThatAnotherProgramDerives() {
    assertThat(wrappingKey(key(null), LEAST, "context"))
        .isEqualTo("74726f0beb1757f21f9fba52b1a3cea0969f4f463e0d5419e157bdced63c5622");
    assertThat(wrappingKey(key("iv-12345"), LEAST, "context"))
        .isEqualTo("cd27ded812ad1f768e44d7a5aee3275f749735ec291ed295ffe595ee21acf68c");
    // Nothing is stretched.
    assertThat(wrappingKey(key("iv-12345"), new ScryptCost(1 << 15, 9, 2), "context"))
        .isEqualTo("cd27ded812ad1f768e44d7a5aee3275f749735ec291ed295ffe595ee21acf68c");
  }

  // The same, of scryptSync(passphrase, salt, 32, {N, r, p}) instead of the key.
  @ParameterizedTest
  @CsvSource({
    "16384, 8, 1, 85977f92bdd6a1a83b78b6d9791f757796fd2fc0479f1c841a08c3974a752918",
    "32768, 8, 1, c431446bd27681c0b69abd07931f7d386c3b4498a8c44bc264f5fc647a624d9a",
    "16384, 9, 1, 9fb15dfaadaa2b4884f7140c202ebfbc46245e6055c66ab933ae72263ba388a8",
    "16384, 8, 2, bb5d5cd225e3e0919911afb952f4ffb1ec0e345b87da30d98b95e05c6f7dbe3e",
  })
  void aPassphraseIsStretchedAsAnotherProgramDoes(int n, int r, int p, String expected) {
    KeyMaterial passphrase = passphrase("correct horse battery", "iv-12345");

    assertThat(wrappingKey(passphrase, new ScryptCost(n, r, p), "context")).isEqualTo(expected);
    assertThat(wrappingKey(passphrase, new ScryptCost(n, r, p), "context"))
        .as("a secret that was used is as before")
        .isEqualTo(expected);
  }

  /** Not even where the context and the extra salt are one text that is cut in two places. */
  @Test
  void noTwoContextsSaltsOrSecretsShareAWrappingKey() {
    Set<String> keys = new HashSet<>();
    int derived = 0;
    for (String context : new String[] {"", "a", "ab", "abc", "b", "ba"}) {
      for (String extra : new String[] {"", "a", "b", "c", "bc", "abc", "\0"}) {
        keys.add(wrappingKey(key(extra), LEAST, context));
        derived++;
      }
    }
    byte[] info = "context".getBytes(US_ASCII);
    for (int bit = 0; bit < 256; bit += 17) {
      byte[] salt = SALT.clone();
      salt[bit / 8] ^= (byte) (1 << bit % 8);
      keys.add(HexFormat.of().formatHex(key(null).wrappingKey(LEAST, salt, info)));
      byte[] secret = KEY.clone();
      secret[bit / 8] ^= (byte) (1 << bit % 8);
      KeyMaterial other = new KeyMaterial(Kind.KEY, secret, null);
      keys.add(HexFormat.of().formatHex(other.wrappingKey(LEAST, SALT, info)));
      derived += 2;
    }
    assertThat(keys).hasSize(derived);
  }

  @Test
  void noExtraSaltIsAsGoodAsAnEmptyOne() {
    assertThat(wrappingKey(key(null), LEAST, "c")).isEqualTo(wrappingKey(key(""), LEAST, "c"));
  }

  @Test
  void whatIsDestroyedLeavesNoByteOfTheSecretAndServesNothing() {
    byte[] secret = KEY.clone();
    byte[] extra = "iv-12345".getBytes(US_ASCII);
    KeyMaterial material = new KeyMaterial(Kind.KEY, secret, extra);
    assertThat(material.isDestroyed()).isFalse();

    material.destroy();

    assertThat(material.isDestroyed()).isTrue();
    assertThat(secret).containsOnly(0);
    assertThat(extra).containsOnly(0);
    assertDestroyed(() -> wrappingKey(material, LEAST, "context"));
    assertDestroyed(() -> material.withExtraSalt(SALT));
    assertDestroyed(() -> material.withCost(LEAST));
    assertDestroyed(material::allowingShort);
    assertDestroyed(() -> material.openByRecovery(new byte[32], new byte[48], SALT));
    assertThatCode(material::destroy).as("once more").doesNotThrowAnyException();

    byte[] alone = KEY.clone();
    new KeyMaterial(Kind.KEY, alone, null).destroy();
    assertThat(alone).containsOnly(0);
  }

  private static void assertDestroyed(Runnable use) {
    assertThatThrownBy(use::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("destroyed");
  }

  @Test
  void copiesOutliveWhatTheyWereMadeFrom() {
    KeyMaterial material = key("iv-12345");
    String expected = wrappingKey(material, LEAST, "context");
    byte[] salt = "iv-12345".getBytes(US_ASCII);
    KeyMaterial salted = key(null).withExtraSalt(salt);
    KeyMaterial[] copies = {material.withCost(LEAST), material.allowingShort(), salted};

    material.destroy();
    Arrays.fill(salt, (byte) 0);

    for (KeyMaterial copy : copies) {
      assertThat(wrappingKey(copy, LEAST, "context")).isEqualTo(expected);
      assertThat(copy.hasExtraSalt()).isTrue();
    }
    assertThat(copies[0].cost()).isEqualTo(LEAST);
    assertThat(copies[1].cost()).isEqualTo(ScryptCost.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "elevenchars", "äöüäöüäöüäö", "\uD83D\uDD11\uD83D\uDD11\uD83D\uDD11"})
  void aShortPassphraseOpensNothingNewUnlessThatIsAllowed(String text) {
    KeyMaterial passphrase = passphrase(text, null);

    assertThatThrownBy(passphrase::requireStrong)
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(
            "has "
                + text.codePointCount(0, text.length())
                + (text.length() == 1 ? " character;" : " characters;"));
    assertThatCode(() -> passphrase.allowingShort().requireStrong()).doesNotThrowAnyException();
    assertThatCode(() -> passphrase.allowingShort().withCost(LEAST).requireStrong())
        .as("a copy of it")
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"twelve chars", "thirteenchars", "äöüäöüäöüäöü"})
  void aPassphraseOfTwelveCharactersIsStrong(String text) {
    assertThatCode(() -> passphrase(text, null).requireStrong()).doesNotThrowAnyException();
  }

  @Test
  void aKeyIsStrongWhateverItsBytesAre() {
    assertThatCode(() -> new KeyMaterial(Kind.KEY, new byte[1], null).requireStrong())
        .doesNotThrowAnyException();
  }

  @Test
  void isEqualWhereKindSecretAndExtraSaltAre() {
    assertThat(key("iv")).isEqualTo(key("iv")).hasSameHashCodeAs(key("iv"));
    assertThat(key(null)).isEqualTo(key(null));
    assertThat(key("iv")).isNotEqualTo(key("vi")).isNotEqualTo(key(null)).isNotEqualTo("key");
    assertThat(key(null)).isNotEqualTo(key("iv"));
    assertThat(new KeyMaterial(Kind.RECOVERY, KEY.clone(), null)).isNotEqualTo(key(null));
    assertThat(new KeyMaterial(Kind.KEY, SALT.clone(), null)).isNotEqualTo(key(null));
  }

  private static String wrappingKey(KeyMaterial material, ScryptCost cost, String context) {
    return HexFormat.of().formatHex(material.wrappingKey(cost, SALT, context.getBytes(US_ASCII)));
  }

  private static KeyMaterial key(@Nullable String extra) {
    return new KeyMaterial(Kind.KEY, KEY.clone(), bytes(extra));
  }

  private static KeyMaterial passphrase(String text, @Nullable String extra) {
    return new KeyMaterial(Kind.PASSPHRASE, text.getBytes(UTF_8), bytes(extra));
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(US_ASCII);
  }
}
