package io.spaces.client.internal.crypto;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.internal.crypto.Secp256k1Key.PublicKeyForm;
import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Secp256k1KeyTest {
  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  private final Secp256k1Key key = Secp256k1Key.random(PublicKeyForm.UNCOMPRESSED);
  private final byte[] message = Hashes.sha256(new byte[] {1, 2, 3});

  @Test
  void signsWithALowSAndAcceptsAHighOne() {
    DerSignature signature = decode(key.sign(message));
    byte[] high = new DerSignature(signature.r(), ORDER.subtract(signature.s())).encode();

    assertThat(signature.s()).isLessThanOrEqualTo(ORDER.shiftRight(1));
    assertThat(verify(high)).isTrue();
  }

  @Test
  void refusesNumbersOutOfRange() {
    DerSignature signature = decode(key.sign(message));

    assertThat(verify(new DerSignature(BigInteger.ZERO, signature.s()).encode())).isFalse();
    assertThat(verify(new DerSignature(signature.r(), BigInteger.ZERO).encode())).isFalse();
    assertThat(verify(new DerSignature(signature.r(), signature.s().negate()).encode())).isFalse();
    assertThat(verify(new DerSignature(ORDER, signature.s()).encode())).isFalse();
    assertThat(verify(new DerSignature(signature.r(), signature.s().add(ORDER)).encode()))
        .isFalse();
  }

  @Test
  void refusesAPointThatIsNotOnTheCurve() {
    byte[] point = key.publicKey();
    point[64] ^= 1;

    assertThat(Secp256k1Key.verify(point, PublicKeyForm.UNCOMPRESSED, message, key.sign(message)))
        .isFalse();
  }

  @Test
  void refusesAnUncompressedKeyThatDoesNotSaySo() {
    byte[] point = key.publicKey();
    point[0] = 6;

    assertThat(Secp256k1Key.verify(point, PublicKeyForm.UNCOMPRESSED, message, key.sign(message)))
        .isFalse();
  }

  @Test
  void leavesOutTheTagInEthereumsForm() {
    Secp256k1Key ethereum = Secp256k1Key.of(key.secretKey(), PublicKeyForm.ETHEREUM);

    assertThat(ethereum.publicKey()).isEqualTo(Arrays.copyOfRange(key.publicKey(), 1, 65));
    assertThat(
            Secp256k1Key.verify(
                ethereum.publicKey(), PublicKeyForm.ETHEREUM, message, key.sign(message)))
        .isTrue();
  }

  private boolean verify(byte[] signature) {
    return Secp256k1Key.verify(key.publicKey(), PublicKeyForm.UNCOMPRESSED, message, signature);
  }

  private static DerSignature decode(byte[] der) {
    DerSignature signature = DerSignature.decode(der);
    return requireNonNull(signature);
  }
}
