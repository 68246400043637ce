package io.spaces.client.internal.vault.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A header says how much memory its blob takes: no pack may ask for what no blob has. */
final class BlobHeaderTest {
  private static final BlobId ID = new BlobId(0x0102030405060708L, -2, 3, 4);

  @Test
  void isTheIdTheMethodAndBothLengths() throws FormatException {
    BlobHeader header = new BlobHeader(ID, (byte) 2, 0x010203, 0x040506);
    ByteBuffer bytes = ByteBuffer.allocate(BlobHeader.LENGTH + 1);

    header.write(bytes);

    assertThat(bytes.position()).isEqualTo(41);
    assertThat(HexFormat.of().formatHex(bytes.array()))
        .isEqualTo(
            "0102030405060708"
                + "fffffffffffffffe"
                + "0000000000000003"
                + "0000000000000004"
                + "02"
                + "00010203"
                + "00040506"
                + "00");
    assertThat(BlobHeader.read(bytes.flip())).isEqualTo(header);
    assertThat(bytes.position()).isEqualTo(41);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1", // as it is
    "0, 16777216, 16777216",
    "1, 1, 1", // deflated
    "1, 1, 2",
    "1, 1, 16777216",
    "2, 1, 1", // by zstd
    "2, 16777215, 16777216",
    "2, 16777216, 16777216",
  })
  void takesWhatABlobCanBe(byte method, int stored, int length) throws FormatException {
    BlobHeader header = new BlobHeader(ID, method, stored, length);

    assertThat(read(header)).isEqualTo(header);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0", // nothing
    "1, 0, 1",
    "1, 0, 0",
    "1, -1, 1",
    "1, -1, -1",
    "1, 1, 0",
    "1, 1, -1",
    "1, -2147483648, 1",
    "0, 16777217, 16777217", // longer than any blob
    "1, 1, 16777217",
    "2, 1, 2147483647",
    "2, 2147483647, 2147483647",
    "1, 2, 1", // compressed to more than it was
    "2, 16777216, 16777215",
    "0, 1, 2", // not compressed, and shorter
    "0, 2, 1",
    "-1, 1, 1", // no method
    "3, 1, 1",
    "-128, 1, 1",
    "127, 1, 1",
  })
  void refusesWhatNoBlobIs(byte method, int stored, int length) {
    assertThatThrownBy(() -> read(new BlobHeader(ID, method, stored, length)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("impossible length or compression");
  }

  private static BlobHeader read(BlobHeader header) throws FormatException {
    ByteBuffer bytes = ByteBuffer.allocate(BlobHeader.LENGTH);
    header.write(bytes);
    return BlobHeader.read(bytes.flip());
  }
}
