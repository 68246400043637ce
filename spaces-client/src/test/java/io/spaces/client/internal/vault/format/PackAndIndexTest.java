package io.spaces.client.internal.vault.format;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.internal.content.chunk.ChunkSizes;
import io.spaces.client.internal.content.compress.BlobCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pack tells the same of its blobs as its index does, and neither is read beyond its end. */
final class PackAndIndexTest {
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  /** A blob as a pack or an index tells of it. */
  private record Told(BlobHeader header, int offset) {}

  /** A pack as its bytes, and as what is in them. */
  private record Packed(String id, ByteArrayOutputStream bytes, List<Told> blobs, int padding) {
    IndexFormat.Pack inIndex() {
      ByteBuffer headers = ByteBuffer.allocate(blobs.size() * BlobHeader.LENGTH);
      blobs.forEach(blob -> blob.header().write(headers));
      return new IndexFormat.Pack(HexFormat.of().parseHex(id), headers.array(), padding);
    }
  }

  private Packed pack(int blobs, int padding) {
    byte[] id = new byte[ObjectNames.ID_LENGTH];
    random.nextBytes(id);
    id[0] = 1; // nothing that looks like padding, however short it is cut
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ByteBuffer.allocate(4).putInt(PackFormat.MARK).array());
    List<Told> told = new ArrayList<>();
    for (int i = 0; i < blobs; i++) {
      byte[] stored = new byte[1 + random.nextInt(300)];
      random.nextBytes(stored);
      BlobHeader header =
          new BlobHeader(
              new BlobId(random.nextLong() | 1L << 60, random.nextLong(), 3, 4),
              BlobCodec.ZSTD,
              stored.length,
              stored.length + random.nextInt(3));
      told.add(new Told(header, bytes.size()));
      ByteBuffer head = ByteBuffer.allocate(BlobHeader.LENGTH);
      header.write(head);
      bytes.writeBytes(head.array());
      bytes.writeBytes(stored);
    }
    bytes.writeBytes(new byte[padding]);
    return new Packed(HexFormat.of().formatHex(id), bytes, told, padding);
  }

  @Test
  void aPackIsAsLongAndHasTheSameBlobsInTheSamePlacesAsItsIndexSays() throws IOException {
    for (int round = 0; round < 50; round++) {
      List<Packed> packs = new ArrayList<>();
      for (int i = random.nextInt(5); i >= 0; i--) {
        packs.add(pack(random.nextInt(6), round % 2 == 0 ? 0 : random.nextInt(100)));
      }
      IndexReader index = new IndexReader();
      index.read(IndexFormat.write(packs.stream().map(Packed::inIndex).toList()));

      assertThat(index.packs).as("seed %d", seed).hasSameSizeAs(packs);
      List<Told> all = new ArrayList<>();
      for (int i = 0; i < packs.size(); i++) {
        Packed pack = packs.get(i);
        assertThat(index.packs.get(i)).as("seed %d", seed).isEqualTo(pack.id());
        assertThat(index.paddings.get(i)).as("seed %d", seed).isEqualTo(pack.padding());
        assertThat(pack.inIndex().contentLength())
            .as("seed %d", seed)
            .isEqualTo(pack.bytes().size());
        assertThat(readPack(pack.bytes().toByteArray()))
            .as("seed %d", seed)
            .isEqualTo(pack.blobs());
        all.addAll(pack.blobs());
      }
      assertThat(index.blobs).as("seed %d", seed).isEqualTo(all);
    }
  }

  @Test
  void aPackThatIsListedWithoutBlobsIsEmpty() {
    IndexFormat.Pack pack = pack(2, 7).inIndex();
    assertThat(pack.isEmpty()).isFalse();
    assertThat(pack.length()).isEqualTo(16 + 4 + 4 + 2 * 41);
    IndexFormat.Pack without = pack.withoutBlobs();
    assertThat(without.isEmpty()).isTrue();
    assertThat(without.id()).isEqualTo(pack.id());
    assertThat(without.length()).isEqualTo(16 + 4 + 4);
    assertThat(without.contentLength()).isEqualTo(4);
  }

  /** No index takes more room than its packs say. */
  @Test
  void anIndexIsAsLongAsItsPacksAndItsMark() {
    List<IndexFormat.Pack> plain = List.of(pack(2, 0).inIndex(), pack(0, 0).inIndex());
    List<IndexFormat.Pack> padded = List.of(pack(2, 1).inIndex(), pack(0, 0).inIndex());
    assertThat(IndexFormat.write(List.of())).hasSize(4);
    assertThat(IndexFormat.write(plain))
        .hasSize(4 + 2 * 20 + 2 * 41)
        .startsWith("SVI1".getBytes(US_ASCII));
    assertThat(IndexFormat.write(padded))
        .hasSize(4 + 2 * 24 + 2 * 41)
        .hasSize(4 + padded.stream().mapToInt(IndexFormat.Pack::length).sum())
        .startsWith("SVI2".getBytes(US_ASCII));
  }

  @Test
  void anIndexThatIsCutOffIsToldFromAWholeOne() throws IOException {
    for (int padding : new int[] {0, 9}) {
      List<Packed> packs = List.of(pack(3, padding), pack(0, 0), pack(2, 0));
      byte[] bytes = IndexFormat.write(packs.stream().map(Packed::inIndex).toList());
      int head = padding == 0 ? 20 : 24;
      Set<Integer> betweenPacks = Set.of(4, 4 + head + 3 * 41, 4 + 2 * head + 3 * 41, bytes.length);
      Set<Integer> opened = new TreeSet<>();
      for (int length = 0; length <= bytes.length; length++) {
        try {
          new IndexReader().read(Arrays.copyOf(bytes, length));
          opened.add(length);
        } catch (FormatException e) {
          assertThat(e).hasMessageContaining("ends within a pack");
        }
      }
      assertThat(opened).as("seed %d", seed).isEqualTo(new TreeSet<>(betweenPacks));
    }
  }

  @Test
  void aPackThatIsCutOffIsToldFromAWholeOne() throws IOException {
    Packed pack = pack(3, 0);
    byte[] bytes = pack.bytes().toByteArray();
    Set<Integer> betweenBlobs = new TreeSet<>(Set.of(bytes.length));
    pack.blobs().forEach(blob -> betweenBlobs.add(blob.offset()));
    Set<Integer> opened = new TreeSet<>();
    for (int length = 0; length <= bytes.length; length++) {
      try {
        readPack(Arrays.copyOf(bytes, length));
        opened.add(length);
      } catch (FormatException e) {
        assertThat(e).hasMessageContaining("ends within a blob");
      }
    }
    assertThat(opened).as("seed %d", seed).isEqualTo(betweenBlobs);
  }

  @Test
  void whatHasAnotherMarkIsNoPackAndNoIndex() {
    byte[] index = IndexFormat.write(List.of());
    byte[] pack = pack(0, 0).bytes().toByteArray();
    assertThatThrownBy(() -> readPack(index)).hasMessage("is no pack");
    assertThatThrownBy(() -> new IndexReader().read(pack)).hasMessage("is no index");
    for (int mark : new int[] {0x53564930, 0x53564933}) {
      byte[] bytes = ByteBuffer.allocate(4).putInt(mark).array();
      assertThatThrownBy(() -> new IndexReader().read(bytes)).hasMessage("is no index");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE})
  void noPackHasFewerThanNoBlobsOrNoPadding(int wrong) {
    for (int at : new int[] {4 + 16, 4 + 20}) {
      byte[] index = IndexFormat.write(List.of(pack(0, 1).inIndex()));
      ByteBuffer.wrap(index).putInt(at, wrong);
      assertThatThrownBy(() -> new IndexReader().read(index))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("impossible number of blobs, or padding");
    }
  }

  /** Places are numbers of 32 bits: a made-up index must not make one of them negative. */
  @Test
  void aBlobMayStartAtTheLastPlaceThatANumberTellsAndNotBehind() throws IOException {
    int most = BlobHeader.LENGTH + ChunkSizes.LIMIT;
    int full = (Integer.MAX_VALUE - PackFormat.START) / most;
    int rest = (Integer.MAX_VALUE - PackFormat.START) % most - BlobHeader.LENGTH;
    assertThat(rest).isGreaterThan(1);
    for (int more : new int[] {-1, 0, 1}) {
      ByteBuffer headers = ByteBuffer.allocate((full + 2) * BlobHeader.LENGTH);
      for (int i = 0; i < full; i++) {
        stored(ChunkSizes.LIMIT).write(headers);
      }
      stored(rest + more).write(headers);
      stored(1).write(headers);
      byte[] id = new byte[ObjectNames.ID_LENGTH];
      id[0] = 1;
      byte[] index = IndexFormat.write(List.of(new IndexFormat.Pack(id, headers.array())));
      IndexReader reader = new IndexReader();
      if (more > 0) {
        assertThatThrownBy(() -> reader.read(index))
            .isInstanceOf(FormatException.class)
            .hasMessageContaining("impossible length");
        assertThat(reader.blobs).hasSize(full + 1).allMatch(blob -> blob.offset() > 0);
      } else {
        reader.read(index);
        assertThat(reader.blobs.get(full + 1).offset()).isEqualTo(Integer.MAX_VALUE + more);
      }
    }
  }

  private static BlobHeader stored(int length) {
    return new BlobHeader(new BlobId(1, 2, 3, 4), BlobCodec.STORED, length, length);
  }

  @Test
  void readsOfAPackUpToItsPaddingAndTheSegmentThatItsLastBlobEndsIn() {
    assertThat(PackFormat.longest(0)).isEqualTo(128 << 10);
    assertThat(PackFormat.longest(8_000_000)).isEqualTo(9_000_000 + (128 << 10));
    assertThat(PackFormat.longest(48 << 20)).isEqualTo(48 << 20);
    assertThat(PackFormat.longest(Long.MAX_VALUE / 2)).isEqualTo(48 << 20);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8191, 8192, 8193, 20000})
  void paddingIsReadToItsEndAndNoFurtherThanItMayGo(int length) throws IOException {
    byte[] zeros = new byte[length];
    assertThat(Padding.skip(new ByteArrayInputStream(zeros), length)).isEqualTo(length);
    assertThat(Padding.skip(new ByteArrayInputStream(zeros), length + 1L)).isEqualTo(length);
    if (length > 0) {
      assertThatThrownBy(() -> Padding.skip(new ByteArrayInputStream(zeros), length - 1L))
          .isInstanceOf(FormatException.class);
      for (int at : new int[] {0, length / 2, length - 1}) {
        byte[] other = zeros.clone();
        other[at] = 1;
        assertThatThrownBy(() -> Padding.skip(new ByteArrayInputStream(other), length))
            .isInstanceOf(FormatException.class)
            .hasMessageContaining("behind its end");
      }
    }
  }

  @Test
  void aContentIsPaddedAtItsEndOnly() {
    for (int length : new int[] {0, 1, 8, 9, 11, 1000}) {
      byte[] content = new byte[length];
      random.nextBytes(content);
      byte[] padded = Padding.pad(content, (byte) 7);
      assertThat(padded).hasSize((int) Padding.padded(length)).startsWith(content);
      for (int i = length; i < padded.length; i++) {
        assertThat(padded[i]).isEqualTo((byte) 7);
      }
    }
  }

  private static List<Told> readPack(byte[] bytes) throws IOException {
    List<Told> told = new ArrayList<>();
    PackFormat.read(
        new ByteArrayInputStream(bytes),
        (header, offset, stored) -> {
          int start = offset + BlobHeader.LENGTH;
          assertThat(stored).isEqualTo(Arrays.copyOfRange(bytes, start, start + stored.length));
          told.add(new Told(header, offset));
        });
    return told;
  }

  private static final class IndexReader implements IndexFormat.Visitor {
    private final List<String> packs = new ArrayList<>();
    private final List<Integer> paddings = new ArrayList<>();
    private final List<Told> blobs = new ArrayList<>();

    void read(byte[] index) throws IOException {
      IndexFormat.read(new ByteArrayInputStream(index), this);
    }

    @Override
    public void pack(byte[] id, int padding) {
      packs.add(HexFormat.of().formatHex(id));
      paddings.add(padding);
    }

    @Override
    public void blob(BlobHeader header, int offset) {
      blobs.add(new Told(header, offset));
    }
  }
}
