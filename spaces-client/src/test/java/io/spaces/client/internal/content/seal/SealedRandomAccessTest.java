package io.spaces.client.internal.content.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any part of a sealed object is what was sealed, or an error. */
final class SealedRandomAccessTest {
  private static final int SEGMENT = SegmentSeal.SEGMENT;
  private static final byte[] NAME = "packs/a".getBytes(US_ASCII);
  private static final Sealer[] SEALERS = {new AesGcmSealer(new byte[32]), new ChecksumSealer()};

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 65535, 65536, 65537, 131071, 131072, 131073, 200000})
  void everyPartIsThatOfTheWhole(int length) throws IOException {
    byte[] content = random(length);
    for (Sealer sealer : SEALERS) {
      Path file = Files.write(folder.resolve("object"), seal(sealer, content));
      try (FileChannel channel = FileChannel.open(file);
          SealedRandomAccess access = new SealedRandomAccess(sealer, "packs/a", NAME, channel)) {
        assertPart(access, content, 0, length);
        for (int edge = 0; edge <= length; edge += SEGMENT) {
          for (int from = Math.max(0, edge - 1); from <= Math.min(length, edge + 1); from++) {
            assertPart(access, content, from, length - from);
            assertPart(access, content, from, Math.min(2, length - from));
            assertPart(access, content, 0, from);
          }
        }
        for (int i = 0; i < 60; i++) {
          int from = random.nextInt(length);
          assertPart(access, content, from, random.nextInt(length - from + 1));
        }
      }
    }
  }

  private void assertPart(SealedRandomAccess access, byte[] content, int from, int length)
      throws IOException {
    int offset = random.nextInt(9);
    byte[] target = new byte[offset + length + 3];
    Arrays.fill(target, (byte) 0x5a);
    byte[] expected = target.clone();
    System.arraycopy(content, from, expected, offset, length);
    access.read(from, target, offset, length);
    assertThat(Arrays.equals(target, expected))
        .as("%d bytes from %d to %d, seed %d", length, from, offset, seed)
        .isTrue();
  }

  /** A part that ends behind the end fails as a whole, whatever the length of the last segment. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65535, 65536, 65537, 131072})
  void whatIsBehindTheEndIsShorterThanExpected(int length) throws IOException {
    byte[] content = random(length);
    for (Sealer sealer : SEALERS) {
      Path file = Files.write(folder.resolve("object"), seal(sealer, content));
      try (FileChannel channel = FileChannel.open(file);
          SealedRandomAccess access = new SealedRandomAccess(sealer, "packs/a", NAME, channel)) {
        access.read(length, new byte[0], 0, 0);
        for (long from : new long[] {length, length + 1, length + SEGMENT, 1L << 50}) {
          assertShorter(access, from, 1);
        }
        for (int from : new int[] {0, Math.max(0, length - 1)}) {
          assertShorter(access, from, length - from + 1);
        }
        assertPart(access, content, 0, length);
      }
    }
  }

  private static void assertShorter(SealedRandomAccess access, long from, int length) {
    assertThatThrownBy(() -> access.read(from, new byte[length], 0, length))
        .as("%d bytes from %d", length, from)
        .isInstanceOf(BrokenSealException.class)
        .hasMessageContaining("packs/a")
        .hasMessageContaining("shorter than expected");
  }

  @Test
  void aDamagedSegmentFailsEachTimeAndTheOthersDoNot() throws IOException {
    byte[] content = random(3 * SEGMENT + 10);
    for (Sealer sealer : SEALERS) {
      byte[] bytes = seal(sealer, content);
      bytes[sealer.saltLength() + SegmentSeal.SEALED_SEGMENT + random.nextInt(SEGMENT + 16)] ^= 4;
      Path file = Files.write(folder.resolve("object"), bytes);
      try (FileChannel channel = FileChannel.open(file);
          SealedRandomAccess access = new SealedRandomAccess(sealer, "packs/a", NAME, channel)) {
        for (int again = 0; again < 2; again++) {
          assertPart(access, content, 0, SEGMENT);
          byte[] target = new byte[SEGMENT];
          assertThatThrownBy(() -> access.read(SEGMENT, target, 0, 1))
              .as("seed %d", seed)
              .isInstanceOf(BrokenSealException.class)
              .hasMessageContaining("damaged");
          assertThat(target).as("no unverified byte").containsOnly(0);
          assertThatThrownBy(() -> access.read(SEGMENT - 1, target, 0, 2))
              .isInstanceOf(BrokenSealException.class);
          assertPart(access, content, 2 * SEGMENT, SEGMENT + 10);
        }
      }
    }
  }

  /** What follows the end makes the last segment another one: nothing is read past it. */
  @Test
  void anObjectOfAnotherLengthThanItWasSealedWithDoesNotOpenAtItsEnd() throws IOException {
    byte[] content = random(2 * SEGMENT);
    for (Sealer sealer : SEALERS) {
      byte[] bytes = seal(sealer, content);
      for (int other : new int[] {-SegmentSeal.SEALED_SEGMENT, -1, 1, 15, 16, 17}) {
        byte[] changed = Arrays.copyOf(bytes, bytes.length + other);
        Path file = Files.write(folder.resolve("object"), changed);
        try (FileChannel channel = FileChannel.open(file);
            SealedRandomAccess access = new SealedRandomAccess(sealer, "packs/a", NAME, channel)) {
          assertThatThrownBy(() -> access.read(0, new byte[2 * SEGMENT], 0, 2 * SEGMENT))
              .as("%d bytes", other)
              .isInstanceOf(BrokenSealException.class);
        }
      }
    }
  }

  @Test
  void aFileThatHasNoRoomForASegmentIsCutOff() throws IOException {
    for (Sealer sealer : SEALERS) {
      byte[] empty = seal(sealer, new byte[0]);
      Path file = Files.write(folder.resolve("object"), empty);
      try (FileChannel channel = FileChannel.open(file)) {
        new SealedRandomAccess(sealer, "packs/a", NAME, channel).close();
      }
      for (int length = 0; length < empty.length; length++) {
        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(empty, length));
        try (FileChannel channel = FileChannel.open(cut)) {
          assertThatThrownBy(() -> new SealedRandomAccess(sealer, "packs/a", NAME, channel))
              .as("%d bytes", length)
              .isInstanceOf(BrokenSealException.class)
              .hasMessageContaining("cut off");
        }
      }
    }
  }

  @Test
  void aFileThatIsCutWhileItIsReadEndsInAnError() throws IOException {
    byte[] content = random(2 * SEGMENT);
    for (Sealer sealer : SEALERS) {
      Path file = Files.write(folder.resolve("object"), seal(sealer, content));
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
          SealedRandomAccess access = new SealedRandomAccess(sealer, "packs/a", NAME, channel)) {
        channel.truncate(channel.size() - 1);

        assertPart(access, content, 0, SEGMENT);
        assertThatThrownBy(() -> access.read(SEGMENT, new byte[1], 0, 1))
            .isInstanceOf(EOFException.class)
            .hasMessageContaining("packs/a");
      }
    }
  }

  @Test
  void nothingIsLoadedAfterTheKeyIsWiped() throws IOException {
    Path file = Files.write(folder.resolve("object"), seal(SEALERS[0], random(2 * SEGMENT)));
    try (FileChannel channel = FileChannel.open(file)) {
      SealedRandomAccess access = new SealedRandomAccess(SEALERS[0], "packs/a", NAME, channel);
      access.close();

      assertThatThrownBy(() -> access.read(0, new byte[1], 0, 1))
          .isInstanceOf(IllegalStateException.class);
      assertThat(channel.isOpen()).isTrue();
    }
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] seal(Sealer sealer, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SealedOutput out = new SealedOutput(sealer, NAME, bytes);
    out.write(content);
    out.finish();
    return bytes.toByteArray();
  }
}
