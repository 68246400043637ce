package io.spaces.client.e2e;

import static io.spaces.client.testkit.SpaceAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.BlockletRestore;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.TransferException;
import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.restore.OverwritePolicy;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.restore.RestoreTask;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferListener;
import io.spaces.client.transfer.TransferProgress;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was backed up comes back. */
class FolderRestoreTest extends SpaceTest {
  private FileTree source;
  private Path target;

  @BeforeEach
  void backUp() {
    source = FileTree.in(temporary.resolve("data")).oddNames().boundarySizes().random(11, 200);
    target = temporary.resolve("restored");
    Backups.full(client, server).source(source.root()).run().orElseThrow();
    server.journal().clear();
  }

  @Test
  void theTargetHoldsExactlyWhatWasBackedUp() {
    RestoreResult result = restore().run().orElseThrow();

    assertThat(result.count()).isEqualTo(source.files().size());
    assertThat(result.scanned()).isEqualTo(source.files().size());
    assertThat(result.unchanged()).isZero();
    assertTargetIsTheSource();
    assertThat(server.records())
        .anySatisfy(
            record -> {
              assertThat(record.succeeded()).isTrue();
              assertThat(record.id()).isEqualTo(result.recordId());
            });
  }

  @Test
  void modificationTimesAreThoseOfTheObjects() throws IOException {
    restore().run().orElseThrow();

    FileTime now = FileTime.from(Instant.now());
    String file = source.files().get(0);
    long stored = server.objects().get(Backups.folder(server) + file).lastModified().toEpochMilli();
    assertThat(Files.getLastModifiedTime(target.resolve(file)).toMillis()).isEqualTo(stored);
    assertThat(Files.getLastModifiedTime(target.resolve(file))).isLessThanOrEqualTo(now);
  }

  @Test
  void whatIsThereAlreadyIsNotFetchedAgain() {
    restore().run().orElseThrow();
    server.journal().clear();

    RestoreResult second = restore().run().orElseThrow();

    assertThat(second.count()).isZero();
    assertThat(second.unchanged()).isEqualTo(source.files().size());
    assertThat(server.journal().entries("GET", Route.OBJECT)).isEmpty();
  }

  @Test
  void damageIsRepairedAndNothingElseIsFetched() throws IOException {
    restore().run().orElseThrow();
    server.journal().clear();
    FileTree damaged = FileTree.in(target);
    List<String> large = source.files().stream().filter(f -> sizeOf(f) > 100).toList();
    damaged.flipByte(large.get(0), 50);
    damaged.delete(large.get(1));
    Files.writeString(target.resolve(large.get(2)), "longer", StandardOpenOption.APPEND);

    RestoreResult result = restore().run().orElseThrow();

    assertThat(result.count()).isEqualTo(3);
    assertThat(server.journal().entries("GET", Route.OBJECT)).hasSize(3);
    assertTargetIsTheSource();
  }

  @Test
  void policiesDecideAboutFilesThatAreThere() throws IOException {
    String file = source.files().get(3);
    Path there = target.resolve(file);
    Files.createDirectories(there.getParent());
    Files.writeString(there, "mine");

    RestoreResult kept = restore().include(file(file)).overwrite(OverwritePolicy.NEVER).run();
    assertThat(kept.skippedCount()).isEqualTo(1);
    assertThat(there).hasContent("mine");

    Files.setLastModifiedTime(there, FileTime.from(Instant.now().plusSeconds(1000)));
    restore().include(file(file)).overwrite(OverwritePolicy.IF_NEWER).run().orElseThrow();
    assertThat(there).hasContent("mine");

    Files.setLastModifiedTime(there, FileTime.from(Instant.EPOCH));
    restore().include(file(file)).overwrite(OverwritePolicy.IF_NEWER).run().orElseThrow();
    assertThat(there).hasSameBinaryContentAs(source.path(file));

    RestoreResult again =
        restore().include(file(file)).overwrite(OverwritePolicy.ALWAYS).run().orElseThrow();
    assertThat(again.count()).isEqualTo(1);
  }

  @Test
  void aPartIsRestored() throws IOException {
    server.objects().put(Backups.folder(server) + "docs/a.md", "a");
    server.objects().put(Backups.folder(server) + "docs/b.tmp", "b");
    server.objects().put(Backups.folder(server) + "docs/c.md", "c");

    RestoreResult result =
        restore()
            .include("docs/")
            .exclude("*.tmp")
            .filter(path -> !path.endsWith("c.md"))
            .run()
            .orElseThrow();

    assertThat(result.scanned()).isEqualTo(1);
    assertThat(target.resolve("docs/a.md")).hasContent("a");
    try (var all = Files.list(target.resolve("docs"))) {
      assertThat(all).hasSize(1);
    }
  }

  @Test
  void extraFilesAreDeletedOnlyWhenAsked() throws IOException {
    FileTree extra =
        FileTree.in(target)
            .file("extra", "x")
            .file("folder/of/extras/f", "x")
            .file("cache/kept", "x")
            .file("mixed/f", "x")
            .file("mixed/backup~", "kept")
            .folder("empty")
            .link("link", "extra");
    restore().run().orElseThrow();
    assertThat(extra.path("extra")).exists();

    RestoreResult result = restore().deleteExtra(true).exclude("cache/").run().orElseThrow();

    assertThat(result.count()).isEqualTo(3);
    assertThat(extra.path("extra")).doesNotExist();
    assertThat(extra.path("folder")).doesNotExist();
    assertThat(extra.path("mixed/f")).doesNotExist();
    assertThat(extra.path("mixed/backup~")).exists();
    assertThat(extra.path("cache/kept")).exists();
    assertThat(extra.path("empty")).exists();
    assertThat(Files.isSymbolicLink(extra.path("link"))).isTrue();
  }

  @Test
  void nothingIsDeletedWhenSomethingFailed() throws IOException {
    FileTree extra = FileTree.in(target).file("extra", "x");
    server.objects().put(Backups.folder(server) + "corrupt", new byte[] {1}, wrongHash());

    RestoreResult result = restore().deleteExtra(true).run();

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(extra.path("extra")).exists();
  }

  @Test
  void aDryRunChangesNothing() throws IOException {
    List<String> planned = Collections.synchronizedList(new ArrayList<>());
    TransferListener listener =
        new TransferListener() {
          @Override
          public void objectPlanned(String key, long size) {
            planned.add("+" + key);
          }

          @Override
          public void deletionPlanned(String key) {
            planned.add("-" + key);
          }
        };

    RestoreResult empty = restore().dryRun(true).run().orElseThrow();
    assertThat(empty.count()).isEqualTo(source.files().size());
    assertThat(target).doesNotExist();

    FileTree.in(target).file("extra", "x");
    restore().dryRun(true).deleteExtra(true).listener(listener).run().orElseThrow();

    assertThat(planned)
        .contains("-extra", "+" + source.files().get(0))
        .hasSize(source.files().size() + 1);
    try (var all = Files.list(target)) {
      assertThat(all).containsExactly(target.resolve("extra"));
    }
    assertThat(server.journal().entries("GET", Route.OBJECT)).isEmpty();
    assertThat(server.records()).hasSize(1);
  }

  @Test
  void progressStartsAtNothingAndEndsWithAll() {
    List<TransferProgress> seen = Collections.synchronizedList(new ArrayList<>());
    List<String> restored = Collections.synchronizedList(new ArrayList<>());

    RestoreResult result =
        restore().onProgress(seen::add).onObjectRestored(restored::add).run().orElseThrow();

    assertThat(seen.get(0).objectsDone()).isZero();
    TransferProgress last = seen.get(seen.size() - 1);
    assertThat(last.objectsDone()).isEqualTo(last.objectsTotal()).isEqualTo(result.scanned());
    assertThat(last.bytesDone()).isEqualTo(last.bytesTotal()).isEqualTo(result.size());
    assertThat(restored).hasSize(source.files().size()).doesNotHaveDuplicates();
  }

  @Test
  void aCancelledRestoreLeavesNothingTemporary() throws Exception {
    for (int i = 0; i < 1000; i++) {
      server.objects().put(Backups.folder(server) + "many/" + i, "x");
    }
    CompletableFuture<RestoreTask> task = new CompletableFuture<>();
    task.complete(restore().concurrency(1).onObjectRestored(key -> task.join().cancel()).start());

    RestoreResult result = task.get().await();

    assertThat(result.status()).isEqualTo(TransferStatus.CANCELLED);
    assertThat(result.count()).isLessThan(1000);
    assertThat(server.records()).anySatisfy(record -> assertThat(record.failed()).isTrue());
    assertNothingTemporary();
  }

  @Test
  void contentThatIsNotWhatItsHashSaysIsNeverKept() throws IOException {
    String key = source.files().get(5);
    server.objects().put(Backups.folder(server) + key, "forged".getBytes(UTF_8), wrongHash());
    Files.createDirectories(target.resolve(key).getParent());
    Files.writeString(target.resolve(key), "old");

    RestoreResult result = restore().run();

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures())
        .singleElement()
        .extracting(ObjectFailure::key, ObjectFailure::message)
        .containsExactly(
            key,
            "The content of "
                + key
                + " is not what the space says it is; nothing of it was kept. A backup with"
                + " resend(true), or --resend, sends it again and heals the space.");
    assertThat(target.resolve(key)).hasContent("old");
    assertThat(result.count()).isEqualTo(source.files().size() - 1);
    assertNothingTemporary();
    assertThatThrownBy(result::orElseThrow).isInstanceOf(TransferException.class);
    assertThat(server.records()).anySatisfy(record -> assertThat(record.failed()).isTrue());

    RestoreResult trusting = restore().verify(false).run().orElseThrow();
    assertThat(trusting.count()).isEqualTo(1);
    assertThat(target.resolve(key)).hasContent("forged");
  }

  @Test
  void missingParametersAreToldBeforeAnythingIsSent() {
    assertThatThrownBy(() -> client.restore().blocklet().target(target).run())
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("appPid");
    assertThatThrownBy(() -> Backups.restore(client, server).run())
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("target");
    assertThatThrownBy(() -> restore().target(source.path(source.files().get(0))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("folder");
    assertThat(server.journal().entries()).isEmpty();
  }

  private BlockletRestore restore() {
    return Backups.restore(client, server).target(target);
  }

  /** A pattern for one file, whatever is in its name. */
  private static String file(String key) {
    return "/" + key.replaceAll("([\\\\*?\\[\\]!# ])", "\\\\$1");
  }

  private long sizeOf(String file) {
    return source.path(file).toFile().length();
  }

  static String wrongHash() {
    return ContentHash.cidOf(new byte[] {42});
  }

  private void assertTargetIsTheSource() {
    assertThat(TreeSnapshot.of(target)).holdsTheSameAs(TreeSnapshot.of(source.root()));
    try {
      assertNothingTemporary();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertNothingTemporary() throws IOException {
    if (Files.exists(target)) {
      try (var all = Files.list(target)) {
        assertThat(all.filter(p -> p.getFileName().toString().startsWith(".spaces-restore")))
            .isEmpty();
      }
    }
  }

  @Test
  void nothingIsDeletedOnAccountOfABackupThatIsNotThere() {
    FileTree extra = FileTree.in(target).file("precious", "x");

    RestoreResult result = restore().appPid(Wallet.random().address()).deleteExtra(true).run();

    assertThat(result.status()).isEqualTo(TransferStatus.NOTHING_FOUND);
    assertThat(result.statusMessage()).contains("No backup");
    assertThat(extra.path("precious")).exists();
  }
}
