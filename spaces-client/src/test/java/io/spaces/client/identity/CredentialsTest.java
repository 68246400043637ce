package io.spaces.client.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.InvalidParameterException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
  private final Wallet app = Wallet.random(KeyType.ED25519, DidRole.APPLICATION);
  private final Wallet agent = Wallet.random();
  private final Delegation delegation = Delegation.issue(app, agent.did(), Duration.ofHours(1));

  @Test
  void showNoSecret() {
    String secret = agent.exportSecretKey();

    assertHidden(Credentials.wallet(agent), secret);
    assertHidden(Credentials.accessKey(secret), secret);
    assertHidden(Credentials.wallet(agent, delegation), secret);
    assertHidden(Credentials.wallet(agent, delegation), "0x" + delegation.token());
    assertHidden(Credentials.authorizationToken("secret-token"), "0xsecret-token");
  }

  @Test
  void takeADelegationToTheirOwnWalletOnly() {
    assertThatThrownBy(() -> Credentials.wallet(Wallet.random(), delegation))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("issued to " + agent.address());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\r\nb", "tök", "\u0000", "a\tb"})
  void takeNoTokenThatAHeaderCannotCarry(String token) {
    assertThatThrownBy(() -> Credentials.authorizationToken(token))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageStartingWith("authorizationToken ");
  }

  private static void assertHidden(Credentials credentials, String secret) {
    assertThat(credentials.toString()).doesNotContainIgnoringCase(secret.substring(2));
  }
}
