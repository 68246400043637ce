package io.spaces.client.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.BlockletRestore;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.error.NothingFoundException;
import io.spaces.client.error.TransferException;
import io.spaces.client.restore.MirrorVerificationResult;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore that has found nothing says so, and is no success. */
class NothingFoundTest extends SpaceTest {
  private Path target;

  @BeforeEach
  void fillTarget() throws IOException {
    target = Files.createDirectory(temporary.resolve("target"));
    Files.writeString(target.resolve("mine"), "mine");
  }

  private BlockletRestore restore() {
    return Backups.restore(client, server)
        .stateDirectory(temporary.resolve("state"))
        .target(target);
  }

  private String vault(Path source) {
    BackupResult result =
        Backups.full(client, server)
            .stateDirectory(temporary.resolve("state"))
            .source(source)
            .snapshot(true)
            .run()
            .orElseThrow();
    return requireNonNull(result.snapshotId());
  }

  private void assertNothingFound(BlockletRestore restore, String words) {
    RestoreResult result = restore.run();

    assertThat(result.status()).isEqualTo(TransferStatus.NOTHING_FOUND);
    assertThat(result.statusMessage()).contains(words);
    assertThat(result.cause()).isInstanceOf(NothingFoundException.class);
    assertThat(result.count()).isEqualTo(-1);
    assertThatThrownBy(result::orElseThrow)
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("NOTHING_FOUND");
    assertThat(target.resolve("mine")).hasContent("mine");
    assertThat(target.toFile().list()).containsExactly("mine");
    assertThat(server.records())
        .last()
        .satisfies(record -> assertThat(record.succeeded()).isFalse());
  }

  @Test
  void inAnEmptySpace() {
    assertNothingFound(restore(), "No backup was found below");
    assertNothingFound(restore().deleteExtra(true), "No backup was found below");
    assertNothingFound(restore().include("x"), "No backup was found below");
    assertNothingFound(restore().snapshot(true), "There is no vault");
  }

  @Test
  void inABackupThatHasNothingOfThatName() {
    Path source = FileTree.in(temporary.resolve("data")).file("f", "content").root();
    Backups.full(client, server).source(source).run().orElseThrow();
    vault(source);

    assertNothingFound(restore().include("x"), "matches include \"x\"");
    assertNothingFound(restore().snapshot(true).include("x"), "matches include \"x\"");
    assertNothingFound(restore().snapshot("0123456789abcdef"), "No snapshot of this vault");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void inABackupOfWhichTheRulesLeaveNothingAndSoNothingIsDeleted(boolean snapshot) {
    Path source = FileTree.in(temporary.resolve("data")).file("f", "content").root();
    Backups.full(client, server).source(source).run().orElseThrow();
    String id = vault(source);
    Supplier<BlockletRestore> strict =
        () -> (snapshot ? restore().snapshot(id) : restore()).deleteExtra(true);

    assertNothingFound(strict.get().exclude("f", "g"), "left out by exclude \"f\", \"g\"");
    assertNothingFound(
        strict.get().exclude(path -> path.startsWith("f")), "left out by a predicate of exclude");
    assertNothingFound(
        strict.get().filter(path -> path.startsWith("mine")), "left out by a predicate of filter");
  }

  @Test
  void whatIsEmptyOnPurposeIsRestored() throws IOException {
    Path nothing = Files.createDirectory(temporary.resolve("nothing"));
    vault(nothing);

    RestoreResult result = restore().snapshot(true).run();

    assertThat(result.status()).as(result.toString()).isEqualTo(TransferStatus.SUCCEEDED);
    assertThat(result.snapshotId()).isNotNull();
  }

  @Test
  void aVerificationOfNothingFindsNothing() {
    MirrorVerificationResult result = client.verifyMirror(server.wallet().address()).run();

    assertThat(result.status()).isEqualTo(TransferStatus.NOTHING_FOUND);
    assertThat(result.cause()).isInstanceOf(NothingFoundException.class);
  }
}
