package io.spaces.client.examples.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.examples.console.TokenVerifier.Access;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtVerifierTest {
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_000_000), ZoneOffset.UTC);
  private static final String GOOD = "{'role': 'admin', 'exp': 1000060}";

  private final JwtVerifier verifier = JwtVerifier.hs256(Tokens.SECRET, CLOCK);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'role': 'admin', 'exp': 1000060}                            | ADMIN
          {'roles': ['user', 'admin'], 'exp': 1000060}                 | ADMIN
          {'role': 'admin', 'exp': 1000060, 'aud': 'spaces-console'}   | ADMIN
          {'role': 'admin', 'exp': 1000060, 'nbf': 1000000}            | ADMIN
          {'role': 'user', 'exp': 1000060}                             | OTHER_ROLE
          {'roles': ['administrator'], 'exp': 1000060}                 | OTHER_ROLE
          {'exp': 1000060}                                             | OTHER_ROLE
          {'role': true, 'exp': 1000060}                               | OTHER_ROLE
          {'role': 'admin', 'exp': 999970}                             | UNKNOWN
          {'role': 'admin'}                                            | UNKNOWN
          {'role': 'admin', 'exp': '1000060'}                          | UNKNOWN
          {'role': 'admin', 'exp': 1000060, 'nbf': 1000031}            | UNKNOWN
          {'role': 'admin', 'exp': 1000060, 'aud': 'something else'}   | UNKNOWN
          {'role': 'user', 'role': 'admin', 'exp': 1000060}            | UNKNOWN
          not JSON                                                     | UNKNOWN
          """)
  void judgesWhatATokenClaims(String claims, Access access) throws GeneralSecurityException {
    assertThat(verifier.verify(Tokens.hs256(claims))).isEqualTo(access);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'alg': 'none'}",
        "{'alg': 'hs256'}",
        "{'alg': 'EdDSA'}",
        "{'typ': 'JWT'}",
        "{'alg': 'HS256', 'crit': ['exp']}"
      })
  void takesNoOtherAlgorithmThanItsOwn(String header) throws GeneralSecurityException {
    assertThat(verifier.verify(Tokens.hs256(header, GOOD))).isEqualTo(Access.UNKNOWN);
  }

  @Test
  void noticesEveryChange() throws GeneralSecurityException {
    String token = Tokens.hs256(GOOD);
    assertThat(verifier.verify(token)).isEqualTo(Access.ADMIN);
    for (int i = 0; i < token.length(); i++) {
      // Half a step in the alphabet, so that no bit that does not count is changed alone.
      char other = token.charAt(i) == 'Q' ? 'm' : 'Q';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(verifier.verify(changed)).as("changed at %d", i).isEqualTo(Access.UNKNOWN);
    }
    assertThat(verifier.verify(token.substring(0, token.lastIndexOf('.') + 1)))
        .isEqualTo(Access.UNKNOWN);
    assertThat(verifier.verify(token + ".")).isEqualTo(Access.UNKNOWN);
    assertThat(verifier.verify("")).isEqualTo(Access.UNKNOWN);
  }

  @Test
  void takesTokensOfTheIssuerWhosePublicKeyItHas() throws GeneralSecurityException {
    KeyPair ours = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    KeyPair theirs = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    JwtVerifier ed25519 = JwtVerifier.ed25519(ours.getPublic(), CLOCK);
    String header = "{'alg': 'EdDSA'}";

    assertThat(ed25519.verify(Tokens.ed25519(ours.getPrivate(), header, GOOD)))
        .isEqualTo(Access.ADMIN);
    assertThat(ed25519.verify(Tokens.ed25519(theirs.getPrivate(), header, GOOD)))
        .isEqualTo(Access.UNKNOWN);
    // A public key is no secret: it must not be one for the other algorithm.
    assertThat(ed25519.verify(Tokens.hs256(GOOD))).isEqualTo(Access.UNKNOWN);
  }

  @Test
  void refusesSecretsThatCouldBeGuessed() {
    assertThatThrownBy(() -> JwtVerifier.hs256(new byte[31], CLOCK))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AdminToken.of("fifteen letters"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
