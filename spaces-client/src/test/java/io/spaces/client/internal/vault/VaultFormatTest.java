package io.spaces.client.internal.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.RecoveryKey;
import io.spaces.client.history.Strategy;
import io.spaces.client.internal.content.chunk.BufferPool;
import io.spaces.client.internal.content.chunk.ChunkReader;
import io.spaces.client.internal.content.chunk.ChunkSizes;
import io.spaces.client.internal.content.chunk.Chunker;
import io.spaces.client.internal.content.chunk.GearChunker;
import io.spaces.client.internal.content.chunk.GearTable;
import io.spaces.client.internal.content.chunk.KeyedChunker;
import io.spaces.client.internal.content.seal.AesGcmSealer;
import io.spaces.client.internal.content.seal.ChecksumSealer;
import io.spaces.client.internal.content.seal.KeyMaterial;
import io.spaces.client.internal.content.seal.ScryptCost;
import io.spaces.client.internal.content.seal.Sealer;
import io.spaces.client.internal.crypto.Hashes;
import io.spaces.client.internal.crypto.Hkdf;
import io.spaces.client.internal.vault.format.BlobHeader;
import io.spaces.client.internal.vault.format.BlobId;
import io.spaces.client.internal.vault.format.BlobIds;
import io.spaces.client.internal.vault.format.Cutter;
import io.spaces.client.internal.vault.format.EntryFormat;
import io.spaces.client.internal.vault.format.FormatException;
import io.spaces.client.internal.vault.format.IndexFormat;
import io.spaces.client.internal.vault.format.KeyNotes;
import io.spaces.client.internal.vault.format.KeyNotes.Note;
import io.spaces.client.internal.vault.format.KeyWrap;
import io.spaces.client.internal.vault.format.LockRecord;
import io.spaces.client.internal.vault.format.PackFormat;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.format.VaultConfig;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.internal.vault.format.VaultPlace;
import io.spaces.client.internal.vault.index.IndexStore;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotEntry;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The vectors of docs/vault-format.md. Those of keys, seals and cuts were computed by a program of
 * some 80 lines in Python, with hashlib, hmac and an AES-GCM written for it, that shares nothing
 * with this library; those of indexes and entries follow from their description by hand.
 */
class VaultFormatTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final String ID = "000102030405060708090a0b0c0d0e0f";
  private static final String SLOT = "0123456789abcdef";
  private static final String KEY = "00112233445566778899aabbccddeeff".repeat(2);
  private static final ChunkSizes CHUNKS = new ChunkSizes(524288, 1048576, 4194304);
  private static final VaultPlace PLACE = new VaultPlace("zApp", ".did-objects/zApp/.vault/");
  private static final VaultConfig CONFIG = new VaultConfig(ID, CHUNKS, PLACE);
  private static final byte[] MASTER = sequence(0xa0);
  private static final ScryptCost COST = new ScryptCost(1 << 15, 8, 1);
  private static final byte[] SALT = sequence(0);

  private static byte[] sequence(int first) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (first + i);
    }
    return bytes;
  }

  private static byte[] derived(String purpose) {
    return Hkdf.derive(MASTER, HEX.parseHex(ID), purpose.getBytes(US_ASCII), 32);
  }

  private static String wrappingKey(Encryption encryption) {
    KeyMaterial material = KeyMaterial.of(encryption);
    return HEX.formatHex(material.wrappingKey(COST, SALT, CONFIG.binding(material.kind(), COST)));
  }

  private static String seal(Sealer sealer, byte[] binding, byte[] content) {
    byte[] sealed = new byte[content.length + 16];
    sealer.seal(SALT, binding).seal(0, true, content, content.length, sealed);
    return HEX.formatHex(sealed);
  }

  @Test
  void derivesTheKeysThatTheFormatPageLists() {
    assertThat(HEX.formatHex(derived("spaces-vault/1/seal")))
        .isEqualTo("029f6596f0361ac897630a2651d4d31b68ea8a68daea44213a0df5de3c031040");
    assertThat(HEX.formatHex(derived("spaces-vault/1/gear")))
        .isEqualTo("390abdc202a89b2495e91e24b38195c834b5d42759d3f485953928037fb545b0");
    assertThat(
            HEX.formatHex(
                Hkdf.hmac(derived("spaces-vault/1/blob")).doFinal("hello".getBytes(US_ASCII))))
        .isEqualTo("98acc07289667ae18d807ae2b53d10c81e002a9cb577b45bfeaa6db1afce08c5");
  }

  @Test
  void wrapsTheVaultsKeyAsTheFormatPageSays() {
    assertThat(wrappingKey(Encryption.key(KEY)))
        .isEqualTo("cf5facd65458d149258ff5fa32aefe1cf616270241c14950989a2b1ff8aa621f");
    assertThat(wrappingKey(Encryption.key(KEY).iv("0102030405060708090a0b0c")))
        .isEqualTo("c28058d26a8f0d22059173f0d22cc4aa90b45aa0d303a60fc1e57093ba5bbe18");
    assertThat(wrappingKey(Encryption.passphrase("correct horse".toCharArray())))
        .isEqualTo("14482eef81bd1964fa6bc4c53f3f5857c2db666affdd3b10540f552ac56984c4");
    byte[] key = HEX.parseHex(wrappingKey(Encryption.key(KEY)));
    byte[] context = CONFIG.binding(KeyMaterial.Kind.KEY, COST);
    assertThat(seal(new AesGcmSealer(key), context, MASTER))
        .isEqualTo(
            "5883dfd6772af8e13d57cf1cfdfc6f1fdfc52453bdf1892cc14e8ecef3ead56b"
                + "6e36a6c2649276a0beee1860bf5b38c5");
  }

  /**
   * The vectors of several keys were computed by a program for Node.js that shares nothing with
   * this library, and whose HPKE gives the vector of RFC 9180, A.2.1.
   */
  @Test
  void wrapsTheVaultsKeyForEachOfSeveralKeysAsTheFormatPageSays() throws IOException {
    assertThat(slotKey(Encryption.key(KEY)))
        .isEqualTo("163d116a598ec1f2fdb572f011c025c0ec5cefc49dc0a6afdbdba88c74b6d85a");
    assertThat(slotKey(Encryption.passphrase("correct horse".toCharArray())))
        .isEqualTo("b7d524bb75de08ca653aff5e95156228c183209414fb11bb0154f84c7e46de12");
    byte[] context = KeyWrap.binding(ID, SLOT, KeyMaterial.Kind.KEY, ScryptCost.DEFAULT);
    byte[] key = HEX.parseHex(slotKey(Encryption.key(KEY)));
    String wrapped = seal(new AesGcmSealer(key), context, MASTER);
    assertThat(wrapped)
        .isEqualTo(
            "4898dc24fa73a86ad4d710ded246b1a3b57df04d02c97d227b1fd78ee0216547"
                + "ba2e47f2468004c9feb230c22419a15f");
    KeyWrap wrap =
        new KeyWrap(
            SLOT, 2, KeyMaterial.Kind.KEY, ScryptCost.DEFAULT, false, HEX.formatHex(SALT), wrapped);
    VaultConfig config = new VaultConfig(2, ID, CHUNKS, Cutter.GEAR, PLACE, List.of(wrap), "");
    assertThat(HEX.formatHex(Hashes.newSha256().digest(config.terms())))
        .isEqualTo("77a69693536eb1df3be4fb2a0a83d22737edbf823fc556c2ef18451887ab8d50");
    Note note = new Note("first", Instant.parse("2026-11-30T10:00:00Z"), null);
    KeyNotes notes = new KeyNotes(1, Map.of(SLOT, note));
    String sealed =
        seal(new AesGcmSealer(derived("spaces-vault/1/seal")), config.terms(), notes.write());
    assertThat(sealed)
        .isEqualTo(
            "7f16a7a21a20e9ef125114a59403469865ba90ebbee365be21e9bb85a7515ddff9213ee7f54766a11148"
                + "afac1740700e2d9732c2c03883b40aef28569d5a9ef20fb4d92d7dddf4230627d74c9b920dee96df"
                + "61b65ec2a569704d8a10d04393e525e95d8ab80c597a8423675035d6");
    VaultConfig whole = config.sealed(HEX.formatHex(SALT) + sealed);
    assertThat(VaultConfig.read(whole.write())).isEqualTo(whole);
    assertThat(KeyNotes.read(notes.write())).isEqualTo(notes);
  }

  @Test
  void opensWhatIsWrappedByARecoveryKeyAsTheFormatPageSays() {
    String half =
        "spaces-recovery-private-000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
            + "-f1e5d861";
    assertThat(RecoveryKey.of(half).publicKey())
        .isEqualTo(
            "spaces-recovery-public-8f40c5adb68f25624ae5b214ea767a6ec94d829d3d7b5e1ad1ba6f3e2138285f"
                + "-92b673c0");
    byte[] context = KeyWrap.binding(ID, SLOT, KeyMaterial.Kind.RECOVERY, ScryptCost.DEFAULT);
    assertThat(
            KeyMaterial.of(Encryption.recovery(half))
                .openByRecovery(
                    HEX.parseHex(
                        "79a631eede1bf9c98f12032cdeadd0e7a079398fc786b88cc846ec89af85a51a"),
                    HEX.parseHex(
                        "f5785720404cc649c0c67abf6bf1f3a61b282a32de7e21e438ce671e2d259ffa"
                            + "89631120f5734d27ad020ba733231aa7"),
                    context))
        .isEqualTo(MASTER);
  }

  private static String slotKey(Encryption encryption) {
    KeyMaterial material = KeyMaterial.of(encryption);
    byte[] context = KeyWrap.binding(ID, SLOT, material.kind(), ScryptCost.DEFAULT);
    return HEX.formatHex(material.wrappingKey(ScryptCost.DEFAULT, SALT, context));
  }

  @Test
  void sealsAsTheFormatPageSays() {
    byte[] binding =
        ("spaces-vault/1\n" + ID + "\nindex/00000000000000000000000000000001").getBytes(US_ASCII);
    byte[] hello = "hello".getBytes(US_ASCII);
    assertThat(seal(new AesGcmSealer(derived("spaces-vault/1/seal")), binding, hello))
        .isEqualTo("6c51b9ab03d5bef2ded83b846c7da391d296503049");
    assertThat(seal(new ChecksumSealer(), binding, hello))
        .isEqualTo("68656c6c6f64e270bb7ada98b66843be8130e0662b");
  }

  @Test
  void cutsAsTheFormatPageSays() throws IOException {
    GearTable plain = new GearTable("spaces-vault/1/gear".getBytes(US_ASCII));
    assertThat(lengths(new GearChunker(plain, CHUNKS), content(8 << 20)))
        .containsExactly(2269063, 1158080, 1468913, 1458895, 1101195, 761529, 170933);
  }

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    int state = 1;
    for (int i = 0; i < content.length; i++) {
      state = state * 1103515245 + 12345;
      content[i] = (byte) (state >>> 16);
    }
    return content;
  }

  private static List<Integer> lengths(Chunker chunker, byte[] content) throws IOException {
    ChunkReader reader = new ChunkReader(chunker, BufferPool.unlimited());
    reader.start(new ByteArrayInputStream(content));
    List<Integer> lengths = new ArrayList<>();
    for (int length = reader.next(); length >= 0; length = reader.next()) {
      lengths.add(length);
    }
    return lengths;
  }

  /** Computed by a program of some 50 lines in Python that shares nothing with this library. */
  @Test
  void cutsByAKeyAsTheFormatPageSays() throws IOException {
    byte[] key = Arrays.copyOf(derived("spaces-vault/2/cut"), 16);
    assertThat(HEX.formatHex(key)).isEqualTo("0ab82ddd40a5d99008e3d77e43b41b95");
    assertThat(lengths(new KeyedChunker(key, CHUNKS), content(8 << 20)))
        .containsExactly(1173893, 1106906, 1180853, 1205234, 1258602, 1132190, 1330930);
    assertThat(lengths(new KeyedChunker(key, new ChunkSizes(256, 1024, 4096)), content(100_000)))
        .startsWith(753, 1050, 1537, 1513, 1529, 2401, 1110, 1098, 1091, 770, 1102, 444);
  }

  private static final BlobHeader BLOB = new BlobHeader(new BlobId(1, 2, 3, 4), (byte) 1, 100, 300);

  private static byte[] blobHeader() {
    ByteBuffer bytes = ByteBuffer.allocate(BlobHeader.LENGTH);
    BLOB.write(bytes);
    return bytes.array();
  }

  private static byte[] index() {
    byte[] pack = HEX.parseHex("0f0e0d0c0b0a09080706050403020100");
    return IndexFormat.write(List.of(new IndexFormat.Pack(pack, blobHeader())));
  }

  private static final VaultEntry FILE =
      new VaultEntry(
          SnapshotEntry.builder(
                  "a/é", SnapshotEntry.Type.FILE, Instant.ofEpochSecond(1795312440, 5))
              .size(300)
              .permissions(0644)
              .build(),
          BlobIds.of(Arrays.copyOf(blobHeader(), 32)));
  private static final VaultEntry LINK =
      new VaultEntry(
          SnapshotEntry.builder(
                  "l", SnapshotEntry.Type.SYMBOLIC_LINK, Instant.ofEpochSecond(-1, 999_999_999))
              .linkTarget("../x")
              .build(),
          BlobIds.NONE);

  @Test
  void writesAnIndexAsTheFormatPageSays() {
    assertThat(HEX.formatHex(index()))
        .isEqualTo(
            "535649310f0e0d0c0b0a09080706050403020100000000010000000000000001000000000000000200000000"
                + "00000003000000000000000401000000640000012c");
  }

  @Test
  void writesEntriesAsTheFormatPageSays() throws IOException {
    assertThat(HEX.formatHex(EntryFormat.write(FILE)))
        .isEqualTo(
            "0000000004612fc3a901a4000000006b024b3800000005000000000000012c0000000100000000000000010000"
                + "00000000000200000000000000030000000000000004");
    assertThat(HEX.formatHex(EntryFormat.write(LINK)))
        .isEqualTo("02000000016cffffffffffffffffffff3b9ac9ff000000042e2e2f78");
    for (VaultEntry entry : List.of(FILE, LINK)) {
      assertThat(
              EntryFormat.read(
                  new DataInputStream(new ByteArrayInputStream(EntryFormat.write(entry)))))
          .isEqualTo(entry);
    }
  }

  @Test
  void readsItsOwnSnapshotsAndConfigurations() throws IOException {
    SnapshotRecord record =
        new SnapshotRecord(
            Snapshot.builder("0123456789abcdef", Instant.parse("2026-11-22T01:54:00.123456789Z"))
                .set("nightly/database")
                .description("a \"description\"\n")
                .expiresAt(Instant.parse("2027-01-01T00:00:00Z"))
                .pinned(true)
                .deletedAt(Instant.parse("2026-12-01T00:00:00Z"))
                .files(1)
                .directories(2)
                .links(3)
                .size(4)
                .sent(5)
                .strategy(Strategy.AUTOMATIC)
                .recordId("record-7")
                .build(),
            7,
            FILE.blobs(),
            PLACE);
    assertThat(SnapshotRecord.read(record.write())).isEqualTo(record);
    assertThat(record.key()).isEqualTo("snapshots/20261122T015400Z-0123456789abcdef.7");
    assertThat(VaultConfig.read(CONFIG.write())).isEqualTo(CONFIG);
  }

  @Test
  void writesASnapshotThatNobodyNamedHeldOrDeletedAsBefore() {
    SnapshotRecord record =
        new SnapshotRecord(
            Snapshot.builder("0123456789abcdef", Instant.EPOCH).build(), 0, FILE.blobs(), null);
    assertThat(new String(record.write(), US_ASCII))
        .doesNotContain("set", "pinned", "deleted", "place");
  }

  @Test
  void anEditKeepsWhatALaterClientWrote() throws IOException {
    String later =
        "\"later\":[1,{\"x\":[null,1.50,-0.0,1E+400,\"\\ud800\u00e9\"]}],\"huge\":"
            + "9".repeat(100)
            + ",\"no\":null,\"w\":true,\"strategy\":\"lunar\"";
    SnapshotRecord made =
        new SnapshotRecord(
            Snapshot.builder("0123456789abcdef", Instant.EPOCH).build(), 0, FILE.blobs(), PLACE);
    String written = new String(made.write(), UTF_8);
    SnapshotRecord read =
        SnapshotRecord.read(("{" + later + "," + written.substring(1)).getBytes(UTF_8));
    assertThat(read.snapshot()).isEqualTo(made.snapshot());

    SnapshotRecord edited =
        SnapshotRecord.read(
            read.edited(read.snapshot().toBuilder().set("uploads").build()).write());
    assertThat(edited.snapshot().set()).isEqualTo("uploads");
    assertThat(edited.revision()).isEqualTo(1);
    assertThat(edited.place()).isEqualTo(PLACE);
    assertThat(edited.unknown()).isEqualTo(read.unknown());
    assertThat(new String(edited.write(), UTF_8))
        .contains(
            "\"later\":[1,{\"x\":[null,1.50,-0.0,1E+400,\"\\uD800\\u00E9\"]}]",
            "\"huge\":" + "9".repeat(100),
            "\"no\":null",
            "\"w\":true",
            "\"strategy\":\"lunar\"");
  }

  @Test
  void ignoresFieldsThatItDoesNotKnow() throws IOException {
    String unknown = "{\"later\":[1,{\"vault\":2}],\"huge\":%s,\"in\":{\"format\":7},\"no\":null,";
    String config = new String(CONFIG.write(), US_ASCII);
    String more = unknown.formatted("9".repeat(100)) + config.substring(1);
    assertThat(VaultConfig.read(more.getBytes(US_ASCII))).isEqualTo(CONFIG);
  }

  @Test
  void refusesFieldsOfOtherTypesThanTheirOwn() {
    String config = new String(CONFIG.write(), US_ASCII);
    for (String wrong :
        List.of(
            config.replace("\"format\":1", "\"format\":\"1\""),
            config.replace("\"format\":1", "\"format\":1.0"),
            config.replace("\"format\":1", "\"format\":" + (1 - (1L << 32))),
            config.replace("\"min\":", "\"min\":4294967296"),
            config.replace("\"chunks\":{", "\"chunks\":5,\"later\":{"),
            config.replace("\"" + ID + "\"", "7"),
            config.substring(0, config.length() - 1) + ",\"encryption\":true}",
            config.substring(0, config.length() - 1) + ",\"encryption\":{}}",
            config + "{}",
            "[" + config + "]",
            "")) {
      assertThat(wrong).isNotEqualTo(config);
      assertThatThrownBy(() -> VaultConfig.read(wrong.getBytes(US_ASCII)))
          .as(wrong)
          .isInstanceOf(FormatException.class);
    }
  }

  @Test
  void refusesPiecesLongerThanItCanHold() {
    String config = new String(CONFIG.write(), US_ASCII);
    int max = CONFIG.chunks().max();
    assertThat(config).contains("\"max\":" + max);
    String greater = config.replace("\"max\":" + max, "\"max\":" + (ChunkSizes.LIMIT + 1));
    assertThatThrownBy(() -> VaultConfig.read(greater.getBytes(US_ASCII)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("out of range");
  }

  private interface Reader {
    void read(byte[] bytes) throws IOException;
  }

  @Test
  void answersAnyGarbageWithAFormatErrorAndLittleMemory() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    SnapshotRecord snapshot =
        new SnapshotRecord(
            Snapshot.builder("0123456789abcdef", Instant.EPOCH).set("s").files(1).build(),
            0,
            FILE.blobs(),
            PLACE);
    byte[] pack =
        ByteBuffer.allocate(4 + BlobHeader.LENGTH + 100)
            .putInt(PackFormat.MARK)
            .put(blobHeader())
            .array();
    mutate(pack, random, in -> PackFormat.read(stream(in), (blob, offset, stored) -> {}));
    mutate(index(), random, in -> IndexFormat.read(stream(in), new IndexStore.Collector()));
    mutate(
        EntryFormat.write(FILE), random, in -> EntryFormat.read(new DataInputStream(stream(in))));
    mutate(
        EntryFormat.write(LINK), random, in -> EntryFormat.read(new DataInputStream(stream(in))));
    mutate(snapshot.write(), random, SnapshotRecord::read);
    mutate(CONFIG.write(), random, VaultConfig::read);
    mutate(new LockRecord(true, "p", 1, "m", 2, 3, "h").write(), random, LockRecord::read);
  }

  private static ByteArrayInputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static void mutate(byte[] good, Random random, Reader reader) throws IOException {
    reader.read(good);
    for (int i = 0; i < 3000; i++) {
      byte[] bad = Arrays.copyOf(good, 1 + random.nextInt(good.length + 3));
      for (int flips = random.nextInt(6); flips > 0; flips--) {
        bad[random.nextInt(bad.length)] =
            random.nextBoolean() ? (byte) 0xff : (byte) random.nextInt(256);
      }
      try {
        reader.read(bad);
      } catch (FormatException expected) {
        assertThat(expected.getMessage()).isNotBlank();
      }
    }
  }
}
