package io.spaces.client.internal.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipHashTest {
  // openssl mac -macopt hexkey:000102030405060708090a0b0c0d0e0f -macopt size:16 -in FILE SIPHASH
  // (OpenSSL 3.0.19), the file holding the bytes 0, 1, 2, ...
  @ParameterizedTest
  @CsvSource({
    "0, A3817F04BA25A8E66DF67214C7550293",
    "1, DA87C1D86B99AF44347659119B22FC45",
    "7, A1F1EBBED8DBC153C0B84AA61FF08239",
    "8, 3B62A9BA6258F5610F83E264F31497B4",
    "15, 5493E99933B0A8117E08EC0F97CFC3D9",
    "63, 5150D1772F50834A503E069A973FBD7C"
  })
  void agreesWithOpenssl(int length, String expected) {
    SipHash.Hash hash = SipHash.of(counting(SipHash.KEY), counting(length));

    byte[] bytes =
        ByteBuffer.allocate(16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(hash.low())
            .putLong(hash.high())
            .array();
    assertThat(HexFormat.of().withUpperCase().formatHex(bytes)).isEqualTo(expected);
  }

  // The same with -macopt size:8; that of 15 bytes is the vector of the paper, too.
  @ParameterizedTest
  @CsvSource({
    "0, 310E0EDD47DB6F72",
    "1, FD67DC93C539F874",
    "7, 37D1018BF50002AB",
    "8, 6224939A79F5F593",
    "15, E545BE4961CA29A1",
    "63, 724506EB4C328A95",
    "64, D8CA02850BC4D2AC"
  })
  void agreesWithOpensslInHalfTheLength(int length, String expected) {
    byte[] around = new byte[length + 20];
    System.arraycopy(counting(length), 0, around, 13, length);

    long hash = SipHash.of64(counting(SipHash.KEY), around, 13, length);

    byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(hash).array();
    assertThat(HexFormat.of().withUpperCase().formatHex(bytes)).isEqualTo(expected);
  }

  private static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
