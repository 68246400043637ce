package io.spaces.client.internal.vault.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.internal.content.compress.BlobCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PaddingTest {
  // The authors' examples, and by hand: 11 is 1011, of which two of three further digits count.
  @Test
  void roundsUpAsItsAuthorsDo() {
    assertThat(Padding.padded(0)).isZero();
    assertThat(Padding.padded(7)).isEqualTo(7);
    assertThat(Padding.padded(8)).isEqualTo(8);
    assertThat(Padding.padded(9)).isEqualTo(10);
    assertThat(Padding.padded(11)).isEqualTo(12);
    assertThat(Padding.padded(1_000_000)).isEqualTo(1_015_808);
    assertThat(Padding.padded((16 << 20) + 1)).isEqualTo((16 << 20) + (512 << 10));
  }

  @Test
  void costsTwelvePercentAtTheMost() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      long length = random.nextLong() >>> (20 + random.nextInt(44));
      long padded = Padding.padded(length);
      assertThat(padded).as("seed %d", seed).isBetween(length, length + length * 12 / 100 + 1);
      assertThat(Padding.padded(padded)).as("seed %d", seed).isEqualTo(padded);
    }
    for (long length = 1; length < 1 << 17; length++) {
      assertThat(Padding.padded(length) - length).isLessThanOrEqualTo(length * 12 / 100);
    }
    assertThat(Padding.padded(17 << 20)).isLessThanOrEqualTo((17 << 20) * 103L / 100);
  }

  /** Of all lengths up to 16 MiB there are few that an object has. */
  @Test
  void leavesFewLengths() {
    Set<Long> lengths = new HashSet<>();
    for (int length = 0; length <= 16 << 20; length += 13) {
      lengths.add(Padding.padded(length));
    }
    assertThat(lengths).hasSizeLessThan(450);
  }

  private static byte[] pack(int padding, int lastByte) {
    byte[] content = "content".getBytes(StandardCharsets.US_ASCII);
    BlobHeader header =
        new BlobHeader(new BlobId(1, 2, 3, 4), BlobCodec.STORED, content.length, content.length);
    ByteBuffer record = ByteBuffer.allocate(PackFormat.START + BlobHeader.LENGTH);
    record.putInt(PackFormat.MARK);
    header.write(record);
    ByteArrayOutputStream pack = new ByteArrayOutputStream();
    pack.writeBytes(record.array());
    pack.writeBytes(content);
    byte[] zeros = new byte[padding];
    if (padding > 0) {
      zeros[padding - 1] = (byte) lastByte;
    }
    pack.writeBytes(zeros);
    return pack.toByteArray();
  }

  @Test
  void aPackIsReadUpToItsPadding() throws Exception {
    for (int padding : new int[] {0, 1, 40, 41, 42, 100_000}) {
      List<Integer> told = new ArrayList<>();
      PackFormat.read(
          new ByteArrayInputStream(pack(padding, 0)),
          new PackFormat.Visitor() {
            @Override
            public void blob(BlobHeader header, int offset, byte[] stored) {
              told.add(header.length());
            }

            @Override
            public void padding(int length) {
              told.add(length);
            }
          });
      assertThat(told).isEqualTo(padding == 0 ? List.of(7) : List.of(7, padding));
    }
  }

  @Test
  void somethingBehindTheEndOfAPackIsNoPadding() {
    for (int padding : new int[] {1, 40, 42, 100_000}) {
      assertThatThrownBy(
              () ->
                  PackFormat.read(
                      new ByteArrayInputStream(pack(padding, 1)), (header, offset, stored) -> {}))
          .as("%d bytes", padding)
          .isInstanceOf(FormatException.class);
    }
  }

  @Test
  void anIndexTellsHowMuchAPackIsPaddedAndIsPaddedItself() throws Exception {
    byte[] blob = Arrays.copyOfRange(pack(0, 0), PackFormat.START, PackFormat.START + 41);
    byte[] id = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    IndexFormat.Pack plain = new IndexFormat.Pack(id, blob);
    IndexFormat.Pack padded = new IndexFormat.Pack(id, blob, 300);
    assertThat(padded.contentLength()).isEqualTo(plain.contentLength() + 300);
    for (int zeros : new int[] {0, 1, 23, 24, 1000}) {
      byte[] index = IndexFormat.write(List.of(plain, padded));
      assertThat(paddings(Arrays.copyOf(index, index.length + zeros))).containsExactly(0, 300);
      byte[] former = IndexFormat.write(List.of(plain, plain));
      assertThat(paddings(Arrays.copyOf(former, former.length + zeros))).containsExactly(0, 0);
    }
    assertThat(IndexFormat.write(List.of(plain))).startsWith('S', 'V', 'I', '1');
  }

  private static List<Integer> paddings(byte[] index) throws Exception {
    List<Integer> paddings = new ArrayList<>();
    IndexFormat.read(
        new ByteArrayInputStream(index),
        new IndexFormat.Visitor() {
          @Override
          public void pack(byte[] id, int padding) {
            paddings.add(padding);
          }

          @Override
          public void blob(BlobHeader header, int offset) {}
        });
    return paddings;
  }
}
