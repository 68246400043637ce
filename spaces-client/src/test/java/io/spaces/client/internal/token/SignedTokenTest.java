package io.spaces.client.internal.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedTokenTest {
  private static final String HEADER = "{\"alg\":\"Ed25519\",\"type\":\"JWT\"}";
  private static final String BODY =
      "{\"exp\":\"200\",\"iat\":\"100\",\"nbf\":\"100\",\"permissions\":[1,{\"a\":{\"role\":\"x\"},"
          + "\"role\":\"A\"},{\"role\":{\"role\":\"y\"}},[{\"role\":\"z\"}],{\"role\":\"B\"}],"
          + "\"deep\":{\"exp\":\"900\"},\"none\":null,\"version\":\"1.1.0\"}";

  @Test
  void readsWhatItWrites() throws InvalidTokenException {
    byte[] signature = {1, 2, 3};
    SignedToken token = SignedToken.parse(SignedToken.write("Ed25519", BODY, message -> signature));

    assertThatCode(
            () ->
                token.checkSignature(
                    "Ed25519",
                    (message, given) -> message.length == 32 && given.length == signature.length))
        .doesNotThrowAnyException();
    assertThat(token.claim("iat")).isEqualTo("100");
    assertThat(token.claim("none")).isNull();
    assertThat(token.claim("role")).isNull();
    assertThat(token.expiry()).isEqualTo(Instant.ofEpochSecond(200));
  }

  @Test
  void readsTheRolesOfPermissionsAndNoOthers() throws InvalidTokenException {
    assertThat(token(HEADER, BODY).permittedRoles()).containsExactly("A", "B");
  }

  @Test
  void signsTheTextItselfInTheVersionBefore() throws InvalidTokenException {
    String body = BODY.replace("1.1.0", "1.0.0");
    String signed = part(HEADER) + "." + part(body);

    token(HEADER, body)
        .checkSignature(
            "Ed25519",
            (message, signature) -> new String(message, StandardCharsets.US_ASCII).equals(signed));
  }

  @ParameterizedTest
  @CsvSource({"94,false", "95,true", "100,true", "199,true", "200,false", "10000000000,false"})
  void isValidBetweenItsTimesWithFiveSecondsOfGrace(long now, boolean valid)
      throws InvalidTokenException {
    SignedToken token = token(HEADER, BODY);

    if (valid) {
      token.checkTimes(Instant.ofEpochSecond(now));
    } else {
      assertThatThrownBy(() -> token.checkTimes(Instant.ofEpochSecond(now)))
          .isInstanceOf(InvalidTokenException.class)
          .hasMessageMatching("expired at .*|is not valid before .*");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5", "1e9", "0x10", "soon", "1234567890123", "\u0661"})
  void refusesTimesThatAreNone(String time) throws InvalidTokenException {
    SignedToken token = token(HEADER, BODY.replace("\"200\"", "\"" + time + "\""));

    assertThatThrownBy(token::expiry).hasMessage("has an exp that is not a time in seconds");
  }

  @Test
  void readsTimesThatAreNumbersToo() throws InvalidTokenException {
    assertThat(token(HEADER, BODY.replace("\"200\"", "200")).expiry())
        .isEqualTo(Instant.ofEpochSecond(200));
  }

  @Test
  void refusesAnotherAlgorithmThanTheKeysOwn() throws InvalidTokenException {
    for (String algorithm : new String[] {"none", "ES256K", "HS256", "ed25519"}) {
      SignedToken token = token(HEADER.replace("Ed25519", algorithm), BODY);

      assertThatThrownBy(() -> token.checkSignature("Ed25519", (message, signature) -> true))
          .isInstanceOf(InvalidTokenException.class)
          .hasMessageContaining("is signed by " + algorithm);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "..",
        "e30.e30",
        "e30.e30.AA.AA",
        "e30.e30.AA",
        "e30=.e30.AA",
        "e30.e30.A+A",
        "bnVsbA.e30.AA",
        "W10.e30.AA",
        "e30.e30.e30",
        "e30.eyJh.AA"
      })
  void refusesWhatIsNoToken(String token) {
    assertThatThrownBy(() -> SignedToken.parse(token)).isInstanceOf(InvalidTokenException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"version\":\"1.1.0\",\"version\":\"1.0.0\"}",
        "{\"version\":\"2.0.0\"}",
        "{} {}",
        "{}x",
        "[]",
        "\"\"",
        "{\"a\":",
        "{\"permissions\":[{\"role\":",
        "{\"permissions\":[",
        "{a:1}"
      })
  void refusesBodiesThatCanBeReadInTwoWaysOrNone(String body) {
    assertThatThrownBy(() -> token(HEADER, body)).isInstanceOf(InvalidTokenException.class);
  }

  @Test
  void refusesEndlessAndDeepTokens() {
    assertThatThrownBy(() -> SignedToken.parse("a".repeat(70_000) + ".e30.AA"))
        .hasMessageContaining("64 KiB");
    assertThatThrownBy(() -> token(HEADER, "{\"a\":" + "[".repeat(20_000)))
        .isInstanceOf(InvalidTokenException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesClaimsThatAreDeeperOrLongerThanAnyTokensAre(boolean tooMuch)
      throws InvalidTokenException {
    int more = tooMuch ? 1 : 0;
    String deep = "[".repeat(63 + more) + "]".repeat(63 + more);
    String name = "n".repeat(1024 + (tooMuch ? 2000 : 0));
    for (String extra :
        new String[] {"\"x\":" + deep, "\"x\":" + "1".repeat(64 + more), "\"" + name + "\":1"}) {
      String body = BODY.substring(0, BODY.length() - 1) + "," + extra + "}";
      if (tooMuch) {
        assertThatThrownBy(() -> token(HEADER, body))
            .isInstanceOf(InvalidTokenException.class)
            .hasMessage("has a part that is not JSON");
      } else {
        assertThat(token(HEADER, body).permittedRoles()).containsExactly("A", "B");
      }
    }
  }

  @Test
  void survivesAnyDamage() {
    long seed = 12;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder body = new StringBuilder(BODY);
      for (int n = random.nextInt(4); n >= 0; n--) {
        int at = random.nextInt(body.length());
        if (random.nextBoolean()) {
          body.setCharAt(at, (char) random.nextInt(0x100));
        } else {
          body.delete(at, Math.min(body.length(), at + random.nextInt(5)));
        }
      }
      try {
        token(HEADER, body.toString()).checkTimes(Instant.ofEpochSecond(150));
      } catch (InvalidTokenException e) {
        assertThat(e).as("seed %d: %s", seed, body).hasMessageNotContaining("Exception");
      }
    }
  }

  private static SignedToken token(String header, String body) throws InvalidTokenException {
    return SignedToken.parse(part(header) + "." + part(body) + ".AQID");
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
