package io.spaces.client.internal.content.compress;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.Compression;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlobCodecTest {
  private static byte[] text(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) "the same words over and over ".charAt(i % 29);
    }
    return bytes;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  void givesBackWhatItCompressed() {
    for (Compression compression :
        new Compression[] {
          Compression.none(), Compression.deflate(1), Compression.deflate(9), Compression.zstd(3)
        }) {
      try (BlobCodec codec = new BlobCodec(compression)) {
        for (int length : new int[] {1, 32, 33, 512, 5000, 1 << 20, 4 << 20}) {
          for (byte[] content : new byte[][] {text(length), random(length)}) {
            int stored = codec.compress(content, length);
            byte[] bytes = Arrays.copyOf(codec.bytes(content), stored);
            assertThat(codec.expand(codec.method(), bytes, 0, stored, length))
                .as("%s of %d bytes", compression, length)
                .isEqualTo(content);
          }
        }
      }
    }
  }

  @Test
  void storesContentThatDoesNotShrinkAsItIs() {
    try (BlobCodec codec = new BlobCodec(Compression.deflate(6))) {
      assertThat(codec.compress(random(100_000), 100_000)).isEqualTo(100_000);
      assertThat(codec.method()).isEqualTo(BlobCodec.STORED);
      assertThat(codec.compress(random(5_000), 5_000)).isEqualTo(5_000);
      assertThat(codec.compress(text(100_000), 100_000)).isLessThan(2_000);
      assertThat(codec.method()).isEqualTo(BlobCodec.DEFLATE);
    }
  }

  @Test
  void stopsABombAtTheLengthThatWasPromised() {
    byte[] bomb = new byte[4 << 20];
    for (Compression compression :
        new Compression[] {Compression.deflate(9), Compression.zstd(19)}) {
      try (BlobCodec codec = new BlobCodec(compression)) {
        int stored = codec.compress(bomb, bomb.length);
        byte[] bytes = Arrays.copyOf(codec.bytes(bomb), stored);
        assertThat(codec.expand(codec.method(), bytes, 0, stored, 1000)).isNull();
        assertThat(codec.expand(codec.method(), bytes, 0, stored, bomb.length - 1)).isNull();
        assertThat(codec.expand(codec.method(), bytes, 0, stored, bomb.length + 1)).isNull();
      }
    }
  }

  @Test
  void answersGarbageWithNothing() {
    Random random = new Random(5);
    try (BlobCodec codec = new BlobCodec(Compression.none())) {
      for (int i = 0; i < 500; i++) {
        byte[] garbage = new byte[1 + random.nextInt(200)];
        random.nextBytes(garbage);
        assertThat(codec.expand(BlobCodec.ZSTD, garbage, 0, garbage.length, 5000)).isNull();
        assertThat(codec.expand((byte) 9, garbage, 0, garbage.length, 5000)).isNull();
        byte[] inflated = codec.expand(BlobCodec.DEFLATE, garbage, 0, garbage.length, 5000);
        assertThat(inflated == null || inflated.length == 5000).isTrue();
      }
    }
  }
}
