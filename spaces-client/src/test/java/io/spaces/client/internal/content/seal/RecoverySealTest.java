package io.spaces.client.internal.content.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.RecoveryKey;
import io.spaces.client.error.InvalidParameterException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RecoverySealTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] CONTEXT = "context".getBytes(US_ASCII);

  /** RFC 9180, A.2.1.1, sequence number 0. */
  @Test
  void opensTheVectorOfTheRfc() {
    byte[] opened =
        RecoverySeal.open(
            HEX.parseHex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb"),
            HEX.parseHex("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a"),
            HEX.parseHex(
                "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db"
                    + "21993c62ce81883d2dd1b51a28"),
            "Ode on a Grecian Urn".getBytes(US_ASCII),
            "Count-0".getBytes(US_ASCII));
    assertThat(opened).isEqualTo("Beauty is truth, truth beauty".getBytes(US_ASCII));
    assertThat(
            RecoverySeal.publicKey(
                HEX.parseHex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb")))
        .isEqualTo(
            HEX.parseHex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a"));
  }

  @Test
  void opensNothingThatWasChangedOrIsForAnother() {
    byte[] key = new byte[32];
    key[5] = 7;
    byte[] secret = new byte[32];
    RecoverySeal.Sealed sealed = RecoverySeal.seal(RecoverySeal.publicKey(key), CONTEXT, secret);
    assertThat(RecoverySeal.open(key, sealed.encapsulated(), sealed.text(), CONTEXT))
        .isEqualTo(secret);
    assertThat(RecoverySeal.open(key, sealed.encapsulated(), sealed.text(), secret)).isNull();
    byte[] other = key.clone();
    other[5] = 8;
    assertThat(RecoverySeal.open(other, sealed.encapsulated(), sealed.text(), CONTEXT)).isNull();
    for (int i = 0; i < sealed.text().length; i++) {
      byte[] changed = sealed.text().clone();
      changed[i] ^= 1;
      assertThat(RecoverySeal.open(key, sealed.encapsulated(), changed, CONTEXT)).isNull();
    }
    byte[] noPoint = new byte[32];
    assertThat(RecoverySeal.open(key, noPoint, sealed.text(), CONTEXT)).isNull();
  }

  @Test
  void tellsWhatIsNoRecoveryKeyWithoutRepeatingIt() {
    RecoveryKey pair = RecoveryKey.random();
    String half = pair.exportPrivateKey();
    String typo = half.substring(0, 40) + (half.charAt(40) == '0' ? '1' : '0') + half.substring(41);
    for (String wrong : new String[] {"", "x", typo, half + "0", half.substring(1), "AGE-1"}) {
      assertThatThrownBy(() -> RecoveryKey.of(wrong))
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageNotContaining(half.substring(60, 70));
    }
    assertThatThrownBy(() -> RecoveryKey.of(pair.publicKey()))
        .hasMessageContaining("is the public half");
    assertThatThrownBy(() -> RecoveryKey.parsePublicKey(half))
        .hasMessageContaining("is the private half")
        .hasMessageNotContaining(half.substring(60, 70));
    String checked = "spaces-recovery-public-" + "0".repeat(64) + "-";
    assertThatThrownBy(() -> RecoveryKey.parsePublicKey(checked + "00000000"))
        .hasMessageContaining("last 8 digits");
    assertThat(RecoverySeal.isWeak(new byte[32])).isTrue();
    pair.destroy();
    assertThatThrownBy(pair::exportPrivateKey).isInstanceOf(IllegalStateException.class);
    assertThat(pair.toString()).doesNotContain(half.substring(30, 40));
  }
}
