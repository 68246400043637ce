package io.spaces.client.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerSignatureTest {
  @Test
  void readsBackWhatItWrites() {
    long seed = 9;
    Random random = new Random(seed);
    for (int i = 0; i < 1_000; i++) {
      DerSignature signature =
          new DerSignature(
              new BigInteger(random.nextInt(257), random),
              new BigInteger(random.nextInt(257), random));

      assertThat(DerSignature.decode(signature.encode())).as("seed %d", seed).isEqualTo(signature);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "3006020101020101ff", // something after the sequence
        "3106020101020101", // not a sequence
        "3006030101020101", // not a number
        "3006020101030101",
        "3007020101020101", // a length too long
        "3005020101020101", // a length too short
        "308106020101020101", // a length in the long form
        "300702020001020101", // a number with a zero in front
        "300702020101020001", // an empty number
        "30060200020101020101",
        "3006020201020101",
        "300602010102ff01",
        "300602ff01020101",
        "30800201010201010000" // an indefinite length
      })
  void readsNoOtherSpelling(String hex) {
    assertThat(DerSignature.decode(HexFormat.of().parseHex(hex))).isNull();
  }

  @Test
  void survivesAnyBytes() {
    long seed = 10;
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      if (bytes.length > 4 && random.nextBoolean()) {
        bytes[0] = 0x30;
        bytes[1] = (byte) (bytes.length - 2);
        bytes[2] = 2;
      }

      DerSignature read = DerSignature.decode(bytes);

      if (read != null) {
        assertThat(read.encode()).as("seed %d", seed).isEqualTo(bytes);
      }
    }
  }
}
