package io.spaces.client.internal.content.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.CancelledException;
import io.spaces.client.internal.crypto.Hkdf;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {
  private static final int SEGMENT = SegmentSeal.SEGMENT;
  private static final int SEALED = SegmentSeal.SEALED_SEGMENT;
  private static final byte[] KEY = new byte[32];

  private final Sealer sealed = new AesGcmSealer(KEY);

  private static byte[] seal(Sealer sealer, String name, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SealedOutput output = new SealedOutput(sealer, name.getBytes(UTF_8), out);
    output.write(content);
    output.finish();
    return out.toByteArray();
  }

  private static byte[] open(Sealer sealer, String name, byte[] bytes) throws IOException {
    try (SealedInput in =
        new SealedInput(sealer, name, name.getBytes(UTF_8), new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  // RFC 5869, appendix A, test cases 1 and 3.
  @Test
  void derivesTheKeysOfTheRfc() {
    byte[] secret = HexFormat.of().parseHex("0b".repeat(22));
    byte[] salt = HexFormat.of().parseHex("000102030405060708090a0b0c");
    byte[] info = HexFormat.of().parseHex("f0f1f2f3f4f5f6f7f8f9");
    assertThat(HexFormat.of().formatHex(Hkdf.derive(secret, salt, info, 42)))
        .isEqualTo(
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    assertThat(HexFormat.of().formatHex(Hkdf.derive(secret, new byte[0], new byte[0], 42)))
        .isEqualTo(
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65535, 65536, 65537, 131072, 131073, 300000})
  void opensWhatItSealed(int length) throws IOException {
    byte[] content = random(length, length);
    for (Sealer sealer : new Sealer[] {sealed, new ChecksumSealer()}) {
      byte[] bytes = seal(sealer, "packs/a", content);
      assertThat(bytes).hasSize((int) sealer.sealedLength(length));
      assertThat(open(sealer, "packs/a", bytes)).isEqualTo(content);
    }
  }

  @Test
  void noticesEveryChangeAtEverySegmentBoundaryAndAtRandomPlaces() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] content = random(seed, 3 * SEGMENT + 1000);
    for (Sealer sealer : new Sealer[] {sealed, new ChecksumSealer()}) {
      byte[] bytes = seal(sealer, "packs/a", content);
      Set<Integer> places = new HashSet<>();
      for (int at = sealer.saltLength(); at <= bytes.length; at += SEALED) {
        places.addAll(Set.of(at - 1, at, at + 1, at + 16));
      }
      while (places.size() < 215) {
        places.add(random.nextInt(bytes.length));
      }
      for (int place : places) {
        if (place < 0 || place >= bytes.length) {
          continue;
        }
        byte[] flipped = bytes.clone();
        flipped[place] ^= (byte) (1 << random.nextInt(8));
        assertBroken(sealer, flipped, content, "flipped at " + place + ", seed " + seed);
        assertBroken(
            sealer, Arrays.copyOf(bytes, place), content, "cut off at " + place + ", seed " + seed);
        byte[] dropped = new byte[bytes.length - 1];
        System.arraycopy(bytes, 0, dropped, 0, place);
        System.arraycopy(bytes, place + 1, dropped, place, dropped.length - place);
        if (!Arrays.equals(dropped, Arrays.copyOf(bytes, dropped.length))) {
          assertBroken(sealer, dropped, content, "dropped " + place + ", seed " + seed);
        }
      }
      assertBroken(sealer, Arrays.copyOf(bytes, bytes.length + 1), content, "appended to");
      assertBroken(sealer, Arrays.copyOf(bytes, bytes.length + SEALED), content, "appended to");
    }
  }

  /** Seals, and counts those of its seals that are not wiped. */
  private static final class CountingSealer implements Sealer {
    private final Sealer real = new AesGcmSealer(KEY);
    private int open;

    @Override
    public int saltLength() {
      return real.saltLength();
    }

    @Override
    public SegmentSeal seal(byte[] salt, byte[] name) {
      SegmentSeal seal = real.seal(salt, name);
      open++;
      return new SegmentSeal() {
        private boolean wiped;

        @Override
        public int seal(long index, boolean last, byte[] content, int length, byte[] sealed) {
          return seal.seal(index, last, content, length, sealed);
        }

        @Override
        public int open(long index, boolean last, byte[] sealed, int length, byte[] content) {
          return seal.open(index, last, sealed, length, content);
        }

        @Override
        public void close() {
          seal.close();
          open -= wiped ? 0 : 1;
          wiped = true;
        }
      };
    }
  }

  @Test
  void noObjectsKeyOutlivesItsUse(@TempDir Path folder) throws IOException {
    CountingSealer sealer = new CountingSealer();
    byte[] content = random(5, SEGMENT + 7);

    byte[] bytes = seal(sealer, "packs/a", content);
    assertThat(sealer.open).as("finished").isZero();
    assertThat(open(sealer, "packs/a", bytes)).isEqualTo(content);
    assertThat(sealer.open).as("read").isZero();
    assertThatThrownBy(() -> open(sealer, "packs/b", bytes)).isInstanceOf(IOException.class);
    assertThat(sealer.open).as("refused").isZero();
    SealedOutput given = new SealedOutput(sealer, new byte[0], new ByteArrayOutputStream());
    given.write(content);
    given.close();
    assertThat(sealer.open).as("given up").isZero();
    assertThatThrownBy(given::finish).isInstanceOf(IllegalStateException.class);
    Path file = Files.write(folder.resolve("pack"), bytes);
    try (FileChannel channel = FileChannel.open(file);
        SealedRandomAccess access =
            new SealedRandomAccess(sealer, "packs/a", "packs/a".getBytes(UTF_8), channel)) {
      access.read(SEGMENT, new byte[7], 0, 7);
      assertThat(sealer.open).isOne();
    }
    assertThat(sealer.open).as("read in part").isZero();
  }

  @Test
  void aKeyThatIsWipedSealsAndOpensNothing() {
    byte[] segment = new byte[SEALED];
    for (boolean sealing : new boolean[] {true, false}) {
      SegmentSeal seal = sealed.seal(new byte[AesGcmSealer.SALT], new byte[0]);
      seal.close();

      assertThatThrownBy(
              () -> {
                int unused =
                    sealing
                        ? seal.seal(0, true, new byte[9], 9, segment)
                        : seal.open(0, true, segment, 99, new byte[99]);
              })
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void noticesSegmentsThatAreSwappedRepeatedOrLeftOut() throws IOException {
    byte[] content = random(1, 4 * SEGMENT);
    for (Sealer sealer : new Sealer[] {sealed, new ChecksumSealer()}) {
      byte[] bytes = seal(sealer, "packs/a", content);
      int salt = sealer.saltLength();
      assertBroken(sealer, reorder(bytes, salt, 1, 0, 2, 3), content, "swapped");
      assertBroken(sealer, reorder(bytes, salt, 0, 2, 1, 3), content, "swapped");
      assertBroken(sealer, reorder(bytes, salt, 0, 1, 1, 2, 3), content, "repeated");
      assertBroken(sealer, reorder(bytes, salt, 0, 1, 3), content, "left out");
      assertBroken(sealer, reorder(bytes, salt, 0, 1, 2), content, "cut off");
      assertBroken(sealer, reorder(bytes, salt, 3), content, "only the last");
      assertBroken(sealer, reorder(bytes, salt, 0, 1, 2, 3, 3), content, "last twice");
    }
  }

  private static byte[] reorder(byte[] bytes, int salt, int... segments) {
    byte[] result = Arrays.copyOf(bytes, salt + segments.length * SEALED);
    for (int i = 0; i < segments.length; i++) {
      System.arraycopy(bytes, salt + segments[i] * SEALED, result, salt + i * SEALED, SEALED);
    }
    return result;
  }

  /** What comes out before the error must be a beginning of the true content. */
  private static void assertBroken(Sealer sealer, byte[] bytes, byte[] content, String what) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThatThrownBy(
            () -> {
              try (SealedInput in =
                  new SealedInput(
                      sealer,
                      "packs/a",
                      "packs/a".getBytes(UTF_8),
                      new ByteArrayInputStream(bytes))) {
                in.transferTo(out);
              }
            })
        .as(what)
        .isInstanceOf(BrokenSealException.class)
        .hasMessageContaining("packs/a");
    assertThat(Arrays.equals(out.toByteArray(), Arrays.copyOf(content, out.size())))
        .as("no unverified byte: %s", what)
        .isTrue();
  }

  @Test
  void opensUnderNoOtherNameAndNoOtherKey() throws IOException {
    byte[] bytes = seal(sealed, "packs/a", random(2, 100));
    assertThatThrownBy(() -> open(sealed, "packs/b", bytes))
        .isInstanceOf(BrokenSealException.class);
    byte[] otherKey = KEY.clone();
    otherKey[0] = 1;
    assertThatThrownBy(() -> open(new AesGcmSealer(otherKey), "packs/a", bytes))
        .isInstanceOf(BrokenSealException.class);
    byte[] plain = seal(new ChecksumSealer(), "packs/a", random(2, 100));
    assertThatThrownBy(() -> open(new ChecksumSealer(), "packs/b", plain))
        .isInstanceOf(BrokenSealException.class);
  }

  @Test
  void endsAsCancelledWhatIsUnderWayOnceTheKeyIsWiped() {
    AesGcmSealer closed = new AesGcmSealer(KEY);
    closed.close();
    assertThatThrownBy(() -> seal(closed, "packs/a", new byte[1]))
        .isInstanceOf(CancelledException.class)
        .hasMessageContaining("wiped");
  }

  @Test
  void noPairOfKeyAndNonceIsUsedTwiceInTwentyThousandSeals() {
    assertAllDifferent(20_000);
  }

  @Test
  @Tag("slow")
  void noPairOfKeyAndNonceIsUsedTwiceInAMillionSeals() {
    assertAllDifferent(1_000_000);
  }

  /** What the content is combined with depends on key and nonce alone (NIST SP 800-38D). */
  private void assertAllDifferent(int seals) {
    long seed = new Random().nextLong();
    Random contents = new Random(seed);
    byte[] content = new byte[16];
    byte[] out = new byte[64];
    byte[] salt = new byte[32];
    SecureRandom random = new SecureRandom();
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < seals / 4; i++) {
      random.nextBytes(salt);
      SegmentSeal seal = sealed.seal(salt, new byte[] {1});
      // Half of the objects have the same content.
      if (i % 2 == 0) {
        Arrays.fill(content, (byte) 0);
      } else {
        contents.nextBytes(content);
      }
      for (int segment = 0; segment < 4; segment++) {
        seal.seal(segment / 2, segment % 2 == 1, content, content.length, out);
        seen.add(ByteBuffer.wrap(out).getLong() ^ ByteBuffer.wrap(content).getLong());
      }
    }
    assertThat(seen).as("seed %d", seed).hasSize(seals);
  }

  @Test
  void aSecretThatIsDestroyedWhileAKeyIsDerivedGivesTheWholeKeyOrNone() throws Exception {
    byte[] salt = random(1, 32);
    byte[] expected = passphrase().wrappingKey(ScryptCost.DEFAULT, salt, KEY);
    KeyMaterial material = passphrase();
    FutureTask<byte[]> derivation =
        new FutureTask<>(() -> material.wrappingKey(ScryptCost.DEFAULT, salt, KEY));
    Thread thread = new Thread(derivation);
    thread.start();
    while (!derivation.isDone() && !isStretching(thread)) {
      Thread.onSpinWait();
    }
    material.destroy();

    assertThat(derivation.get()).isEqualTo(expected);
  }

  private static boolean isStretching(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().endsWith(".SCrypt"));
  }

  private static KeyMaterial passphrase() {
    return new KeyMaterial(
        KeyMaterial.Kind.PASSPHRASE, "a passphrase".getBytes(UTF_8), random(2, 12));
  }
}
