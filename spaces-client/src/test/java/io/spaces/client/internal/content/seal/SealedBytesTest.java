package io.spaces.client.internal.content.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.internal.crypto.Hashes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a sealed object's bytes are, however it is written and read. */
final class SealedBytesTest {
  private static final int SEGMENT = SegmentSeal.SEGMENT;
  private static final byte[] NAME = "packs/a".getBytes(US_ASCII);
  private static final byte[] KEY = counting(0, 32);
  private static final byte[] SALT = counting(100, 32);

  private final Sealer keyed = new AesGcmSealer(KEY);
  private final Sealer plain = new ChecksumSealer();

  /*
   * Each by node's crypto: hkdfSync('sha256', key, salt, 'spaces-vault/1/object', 32), then for each
   * segment createCipheriv('aes-256-gcm') with the name as AAD. The nonce is 3 zero bytes, the index
   * in 8, big-endian, and 1 for the last segment, else 0.
   */
  @Test
  void aKeyedObjectHasTheBytesThatAnotherProgramComputes() throws IOException {
    String salt = "6465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f80818283";
    assertThat(hex(seal(keyed, SALT, "hello".getBytes(US_ASCII))))
        .isEqualTo(salt + "cda56cf96efacb7a32f7e7d7d731b45986ef071b1a");
    assertThat(hex(seal(keyed, SALT, new byte[0])))
        .isEqualTo(salt + "8f6d957d49abfd45a23457de3bbb0ff9");
    assertThat(hex(Hashes.newSha256().digest(seal(keyed, SALT, threeSegments()))))
        .isEqualTo("dbb8bf93c846cff1e746939e21633a8e9880649be8b004608fe6c62b931d90c1");
  }

  /*
   * By node's crypto: after each segment the first 16 bytes of createHash('sha256') over the same 12
   * bytes as a nonce has, the name, and the segment.
   */
  @Test
  void anObjectWithoutAKeyHasTheBytesThatAnotherProgramComputes() throws IOException {
    assertThat(hex(seal(plain, new byte[0], "hello".getBytes(US_ASCII))))
        .isEqualTo("68656c6c6f" + "e1d2b3ee8c2b89151244204e081416d8");
    assertThat(hex(seal(plain, new byte[0], new byte[0])))
        .isEqualTo("07e20be3b7200ab75a43714fd1c6b48b");
    assertThat(hex(Hashes.newSha256().digest(seal(plain, new byte[0], threeSegments()))))
        .isEqualTo("2fb36df612d1fac9897e16c124b0e266e0ee3d89e45eda10ea667703db178337");
  }

  /** Two objects of one salt would have one key, and count the same nonces. */
  @Test
  void noTwoObjectsOfOneContentAndNameShareASaltOrAnythingSealed() throws IOException {
    byte[] content = new byte[32];
    Set<String> salts = new HashSet<>();
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      byte[] object = seal(keyed, content);
      assertThat(object).hasSize(32 + 32 + 16);
      // Nor any half of it: a salt of which a part is always the same has less chance in it.
      for (int at = 0; at < 32; at += 8) {
        salts.add(hex(Arrays.copyOfRange(object, at, at + 8)));
      }
      texts.add(hex(Arrays.copyOfRange(object, 32, object.length)));
    }
    assertThat(salts).hasSize(4 * 2_000);
    assertThat(texts).hasSize(2_000);
  }

  @Test
  void anObjectIsAsLongAsItsSealerSays() throws IOException {
    for (int length : new int[] {0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT}) {
      int segments = length <= SEGMENT ? 1 : 2;
      assertThat(seal(keyed, new byte[length]))
          .hasSize(32 + length + 16 * segments)
          .hasSize((int) keyed.sealedLength(length));
      assertThat(seal(plain, new byte[length]))
          .hasSize(length + 16 * segments)
          .hasSize((int) plain.sealedLength(length));
    }
  }

  @Test
  void anObjectThatIsWrittenInPiecesHasTheSameBytes() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int length : new int[] {5, SEGMENT, SEGMENT + 1, 3 * SEGMENT, 3 * SEGMENT + 9}) {
      byte[] content = new byte[length];
      random.nextBytes(content);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      SealedOutput out = new SealedOutput(keyed, NAME, SALT, bytes);
      int done = 0;
      while (done < length) {
        int most = random.nextInt(4) == 0 ? 2 * SEGMENT : 3_000;
        int part = Math.min(length - done, random.nextInt(most));
        if (part == 1) {
          out.write(content[done]);
        } else {
          out.write(content, done, part);
        }
        done += part;
      }
      out.finish();

      assertThat(bytes.toByteArray()).as("seed %d", seed).isEqualTo(seal(keyed, SALT, content));
    }
  }

  /** The first byte of a segment tells whether there is one: zero is a byte like any other. */
  @Test
  void aContentOfNothingButZerosIsReadToItsEnd() throws IOException {
    for (int length : new int[] {0, 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT}) {
      byte[] bytes = seal(plain, new byte[length]);
      try (InputStream in = open(plain, bytes)) {
        assertThat(in.readAllBytes()).isEqualTo(new byte[length]);
      }
    }
  }

  @Test
  void anObjectIsReadByteByByteAndFromASourceThatGivesFew() throws IOException {
    byte[] content = Arrays.copyOf(threeSegments(), SEGMENT + 300);
    for (Sealer sealer : new Sealer[] {keyed, plain}) {
      byte[] bytes = seal(sealer, content);
      InputStream slow =
          new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
              return super.read(target, offset, Math.min(length, 1_000));
            }
          };
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      try (InputStream in = new SealedInput(sealer, "packs/a", NAME, slow)) {
        for (int next = in.read(); next >= 0; next = in.read()) {
          read.write(next);
        }
        assertThat(in.read()).isEqualTo(-1);
      }
      assertThat(read.toByteArray()).isEqualTo(content);
    }
  }

  @Test
  void nothingIsReadAfterAnErrorOrAClose() throws IOException {
    byte[] bytes = seal(keyed, threeSegments());
    bytes[32 + SegmentSeal.SEALED_SEGMENT] ^= 1; // the second segment's first
    InputStream damaged = open(keyed, bytes);
    assertThat(damaged.readNBytes(SEGMENT)).isEqualTo(Arrays.copyOf(threeSegments(), SEGMENT));
    assertThatThrownBy(damaged::read).isInstanceOf(BrokenSealException.class);
    assertThat(damaged.readAllBytes()).isEmpty();
    damaged.close();
    assertThatThrownBy(damaged::read).isInstanceOf(IOException.class);
  }

  @Test
  void anObjectThatIsFinishedOrGivenUpTakesNoMore() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SealedOutput finished = new SealedOutput(keyed, NAME, SALT, bytes);
    finished.finish();
    byte[] whole = bytes.toByteArray();
    finished.finish();
    assertThatThrownBy(() -> finished.write(1)).isInstanceOf(IllegalStateException.class);
    finished.close();
    assertThat(bytes.toByteArray()).isEqualTo(whole);

    bytes.reset();
    SealedOutput givenUp = new SealedOutput(keyed, NAME, SALT, bytes);
    givenUp.write(threeSegments(), 0, SEGMENT);
    givenUp.close();
    assertThatThrownBy(() -> givenUp.write(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> {
              try (InputStream in = open(keyed, bytes.toByteArray())) {
                in.readAllBytes();
              }
            })
        .isInstanceOf(BrokenSealException.class);
  }

  @Test
  void theCallersKeyIsCopiedAndNotWiped() throws IOException {
    byte[] key = KEY.clone();
    AesGcmSealer sealer = new AesGcmSealer(key);
    byte[] before = seal(sealer, SALT, threeSegments());
    Arrays.fill(key, (byte) 9);
    assertThat(seal(sealer, SALT, threeSegments())).isEqualTo(before);
    sealer.close();
    assertThat(key).containsOnly(9);
  }

  private static byte[] threeSegments() {
    byte[] content = new byte[2 * SEGMENT + 5];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 7 + 3);
    }
    return content;
  }

  private static byte[] counting(int from, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (from + i);
    }
    return bytes;
  }

  private static byte[] seal(Sealer sealer, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SealedOutput out = new SealedOutput(sealer, NAME, bytes);
    out.write(content);
    out.finish();
    return bytes.toByteArray();
  }

  private static byte[] seal(Sealer sealer, byte[] salt, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SealedOutput out = new SealedOutput(sealer, NAME, salt, bytes);
    out.write(content);
    out.finish();
    return bytes.toByteArray();
  }

  private static InputStream open(Sealer sealer, byte[] bytes) throws IOException {
    return new SealedInput(sealer, "packs/a", NAME, new ByteArrayInputStream(bytes));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
