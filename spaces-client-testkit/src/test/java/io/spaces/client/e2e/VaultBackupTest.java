package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.get;
import static io.spaces.client.testkit.faults.Requests.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.BlockletBackup;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.WrongKeyException;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredObject;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backups into a vault, seen from the space's side. */
class VaultBackupTest extends SpaceTest {
  private static final String KEY = "00112233445566778899aabbccddeeff".repeat(2);

  private FileTree tree;

  @BeforeEach
  void start() {
    tree = FileTree.in(temporary.resolve("data")).oddNames().boundarySizes().random(9, 200);
  }

  @Test
  void aConnectionThatBreaksWithinTheConfigurationIsNoDamage() {
    Backups.full(client, server).source(tree.root()).snapshot(true).zip(true).run().orElseThrow();
    server.faults().on(get().matching("**/.vault/config")).nth(1).cutAfter(20);

    Backups.full(client, server).source(tree.root()).snapshot(true).zip(true).run().orElseThrow();

    assertThat(server.journal().entries(entry -> entry.note().contains("cut"))).hasSize(1);
  }

  @Test
  void manyFilesBecomeAFewPacksAndASnapshot() {
    BackupResult result =
        Backups.full(client, server)
            .source(tree.root())
            .snapshot(true)
            .zip(true)
            .run()
            .orElseThrow();

    assertThat(result.snapshotId()).isNotNull();
    assertThat(result.scanned()).isEqualTo(tree.files().size());
    assertThat(result.count() + result.unchanged()).isEqualTo(tree.files().size());
    assertThat(stored("packs/")).hasSizeLessThan(12);
    assertThat(stored("snapshots/")).hasSize(1);
    assertThat(VaultBackups.heldLocks(server)).isEmpty();
  }

  @Test
  void zipLeavesTheChoiceToCompressionInWhicheverOrderTheyAreGiven() {
    Random random = new Random(3);
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < 50_000; i++) {
      words.append(random.nextInt(2_000)).append(' ');
    }
    FileTree text = FileTree.in(temporary.resolve("text")).file("words", words.toString());

    long fast = packed(text, backup -> backup.snapshot(true).zip(true));
    long small =
        packed(text, backup -> backup.snapshot(true).zip(true).compression(Compression.deflate(9)));

    assertThat(small).isLessThan(fast).isLessThan(words.length());
    assertThat(
            packed(
                text,
                backup -> backup.snapshot(true).compression(Compression.deflate(9)).zip(true)))
        .isEqualTo(small);
    assertThat(
            packed(text, backup -> backup.snapshot(true).compression(Compression.none()).zip(true)))
        .isEqualTo(fast);
    assertThat(packed(text, backup -> backup.snapshot(true).zip(true).zip(false).snapshot(true)))
        .isGreaterThan(words.length());
  }

  /** How much a backup into a new vault stores. */
  private static long packed(FileTree source, UnaryOperator<BlockletBackup> with) {
    try (SpaceServer space = SpaceServer.inMemory().start();
        SpaceClient client = Backups.client(space)) {
      with.apply(Backups.full(client, space).source(source.root())).run().orElseThrow();
      return space.objects().below(Backups.folder(space) + ".vault/packs/").stream()
          .mapToLong(StoredObject::size)
          .sum();
    }
  }

  @Test
  void renamedMovedAndCopiedFilesSendNothing() {
    backup().orElseThrow();
    tree.file("copy/one", 100_000, 77).file("copy/two", 100_000, 77);
    BackupResult copies = backup().orElseThrow();
    assertThat(copies.count()).isEqualTo(1);
    assertThat(copies.size()).isEqualTo(100_000);
    long size = server.objects().totalSize();
    tree.delete("copy/one").file("moved/elsewhere", 100_000, 77);
    BackupResult moved = backup().orElseThrow();

    assertThat(moved.count()).isZero();
    assertThat(server.objects().totalSize() - size).isLessThan(50_000);
    assertThat(stored("snapshots/")).hasSize(3);
  }

  @Test
  void whatSendsNothingCountsAsUnchanged() {
    FileTree few =
        FileTree.in(temporary.resolve("few"))
            .file("content", "content")
            .file("empty", "")
            .file("more", "other")
            .folder("folder")
            .link("link", "content");
    var backup = Backups.full(client, server).source(few.root()).snapshot(true).concurrency(1);

    BackupResult first = backup.run().orElseThrow();
    assertThat(first.scanned()).isEqualTo(3);
    assertThat(first.count()).isEqualTo(2);
    assertThat(first.unchanged()).isEqualTo(1);

    BackupResult second = backup.run().orElseThrow();
    assertThat(second.count()).isZero();
    assertThat(second.unchanged()).isEqualTo(3);
  }

  /** One of tomorrow may have changed while it was read, and is read once more, as a copy. */
  @Test
  void whatTheFirstAttemptAtAFileHasSentWasSentByTheRun() {
    FileTree log = FileTree.in(temporary.resolve("log")).file("log", 20_000_000, 1);
    log.shiftModified("log", Duration.ofDays(1));

    BackupResult result =
        Backups.full(client, server).source(log.root()).snapshot(true).run().orElseThrow();

    assertThat(result.count()).isEqualTo(1);
    assertThat(result.size()).isEqualTo(20_000_000);
    assertThat(result.unchanged()).isZero();
  }

  @Test
  void anEncryptedVaultShowsNeitherNamesNorContents() {
    String secret = "the merger is announced on Tuesday";
    tree.file("plans/merger-of-2027.txt", (secret + "\n").repeat(200));
    Backups.full(client, server)
        .source(tree.root())
        .snapshot(true)
        .zip(true)
        .key(KEY)
        .run()
        .orElseThrow();

    for (StoredObject object : server.objects().below("")) {
      String bytes = new String(object.bytes(), StandardCharsets.ISO_8859_1);
      assertThat(object.key()).doesNotContain("merger");
      assertThat(bytes).doesNotContain("merger", "announced", "plans/");
    }
  }

  @Test
  void whatIsKeptOfAnEncryptedVaultOnThisMachineShowsNeitherNamesNorContentsNorTheKey()
      throws IOException {
    tree.file("plans/merger-of-2027.txt", "the merger is announced on Tuesday\n".repeat(200));
    Path state = temporary.resolve("state");
    for (int run = 0; run < 2; run++) {
      Backups.incremental(client, server)
          .source(tree.root())
          .stateDirectory(state)
          .snapshot(true)
          .zip(true)
          .key(KEY)
          .description("the merger")
          .run()
          .orElseThrow();
    }

    try (Stream<Path> kept = Files.walk(state)) {
      List<Path> files = kept.filter(Files::isRegularFile).toList();
      assertThat(files).isNotEmpty();
      for (Path file : files) {
        byte[] content = Files.readAllBytes(file);
        assertThat(file.toString()).doesNotContain("merger");
        assertThat(new String(content, StandardCharsets.ISO_8859_1))
            .doesNotContain("merger", "announced", "plans/", KEY);
        assertThat(HexFormat.of().formatHex(content)).doesNotContain(KEY);
      }
    }
  }

  @Test
  void aBackupThatFailedRemovesNoSnapshotAndAnIncompleteOneNeverTheNewestComplete() {
    for (int run = 0; run < 2; run++) {
      kept("run " + run).run().orElseThrow();
    }
    SourceObject bad =
        SourceObject.of(
            "bad",
            () -> {
              throw new IOException("gone");
            });
    SourceObject good = SourceObject.of("a", "another".getBytes(StandardCharsets.UTF_8));
    Retention one = Retention.files(1);

    assertThat(kept("").source(List.of(good, bad)).retention(one).run().status())
        .isEqualTo(TransferStatus.PARTIAL);
    assertThat(notInTrash()).hasSize(2);
    server.faults().on(put()).answer(403);
    assertThat(kept("failing").retention(one).run().status())
        .isNotEqualTo(TransferStatus.SUCCEEDED);
    assertThat(notInTrash()).hasSize(2);
    server.faults().clear();

    kept("last").retention(one).run().orElseThrow();
    assertThat(notInTrash()).hasSize(1);
  }

  /** Moving one to the trash is an edit. */
  private List<String> notInTrash() {
    return stored("snapshots/").stream().filter(key -> key.endsWith(".0")).toList();
  }

  private BlockletBackup kept(String content) {
    return Backups.full(client, server)
        .source(List.of(SourceObject.of("a", content.getBytes(StandardCharsets.UTF_8))))
        .stateDirectory(temporary.resolve("state"))
        .snapshot(true)
        .set("kept");
  }

  @Test
  void aWrongKeyIsToldBeforeAnythingIsTransferred() {
    backup().orElseThrow();
    int before = server.objects().count();
    BackupResult wrong =
        Backups.full(client, server).source(tree.root()).snapshot(true).key("ff".repeat(32)).run();
    BackupResult none = Backups.full(client, server).source(tree.root()).snapshot(true).run();

    assertThat(wrong.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(wrong.cause()).isInstanceOf(WrongKeyException.class);
    assertThat(wrong.count()).isEqualTo(-1);
    assertThat(none.status()).isEqualTo(TransferStatus.FAILED);
    assertThat(server.objects().count()).isEqualTo(before);
  }

  @Test
  void aDryRunWritesNothing() {
    BackupResult planned =
        Backups.full(client, server)
            .source(tree.root())
            .snapshot(true)
            .zip(true)
            .dryRun(true)
            .run()
            .orElseThrow();

    assertThat(planned.count()).isPositive();
    assertThat(planned.snapshotId()).isNull();
    assertThat(server.objects().count()).isZero();
  }

  @Test
  void anObjectThatCannotBeReadMakesThePartialSnapshotSayso() {
    BackupResult result =
        Backups.full(client, server)
            .source(
                List.of(
                    SourceObject.of("good", new byte[10]),
                    SourceObject.of(
                        "bad",
                        () -> {
                          throw new java.io.IOException("gone");
                        })))
            .snapshot(true)
            .run();

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures()).extracting("key").containsExactly("bad");
    assertThat(result.snapshotId()).isNotNull();
  }

  @Test
  void parametersOfEncryptionAreChecked() {
    var backup = Backups.full(client, server).source(tree.root());
    assertThatThrownBy(() -> backup.key("abc"))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageNotContaining("abc");
    assertThatThrownBy(() -> backup.algorithm("aes-256-cbc"))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("aes-256-gcm");
    assertThatThrownBy(() -> backup.iv("00").run())
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageStartingWith("iv");
    assertThat(Encryption.key(KEY).toString()).doesNotContain(KEY);
  }

  private BackupResult backup() {
    return Backups.full(client, server).source(tree.root()).snapshot(true).zip(true).key(KEY).run();
  }

  private List<String> stored(String folder) {
    String vault = Backups.folder(server) + ".vault/" + folder;
    return server.objects().below(vault).stream().map(StoredObject::key).toList();
  }
}
