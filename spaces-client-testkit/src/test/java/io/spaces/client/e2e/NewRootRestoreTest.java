package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.BlockletRestore;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked for by its path comes back under another one. */
class NewRootRestoreTest {
  @TempDir Path temporary;
  private VaultBackups vault;
  private FileTree target;

  @BeforeEach
  void start() throws IOException {
    vault = new VaultBackups(temporary);
    target = FileTree.in(Files.createDirectories(temporary.resolve("target")));
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFolderComesBackUnderAnotherName(boolean snapshot) throws IOException {
    vault.source.file("srv/app/data/f", "f").file("srv/app/data/sub/g", "g").file("srv/log", "l");
    backUp(snapshot);

    restore(snapshot).path("/srv/app/data/").strip(3).prefix("old/monday").run().orElseThrow();

    assertThat(target.files()).containsExactlyInAnyOrder("old/monday/f", "old/monday/sub/g");
    assertThat(target.path("old/monday/sub/g")).hasContent("g");
    RestoreResult again =
        restore(snapshot).path("srv/app/data").strip(3).prefix("old/monday").run().orElseThrow();
    assertThat(again.count()).isZero();
    assertThat(again.unchanged()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void severalPathsComeBackAndOneThatIsNotThereIsTold(boolean snapshot) throws IOException {
    vault.source.file("a [1]/x*.txt", "x").file("a 1/x1.txt", "no").file("b", "b").file("c", "c");
    backUp(snapshot);

    RestoreResult result = restore(snapshot).path("a [1]/x*.txt", "b", "lost/d").run();

    assertThat(target.files()).containsExactlyInAnyOrder("a [1]/x*.txt", "b");
    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures()).extracting(ObjectFailure::key).containsExactly("lost/d");
    assertThat(restore(snapshot).path("lost").run().status())
        .isEqualTo(TransferStatus.NOTHING_FOUND);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatWouldTakeAnothersPlaceOrHasNoNameLeftIsAFailure(boolean snapshot) throws IOException {
    vault.source.file("a/x", "one").file("b/x", "two").file("top", "t");
    backUp(snapshot);

    RestoreResult result = restore(snapshot).strip(1).run();

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.failures())
        .extracting(ObjectFailure::key)
        .containsExactlyInAnyOrder("b/x", "top");
    assertThat(target.files()).containsExactly("x");
    assertThat(target.path("x")).hasContent("one");
  }

  @Test
  void linksAndFoldersComeAlong() throws IOException {
    vault.source.file("app/z", "content").folder("app/empty/inside").link("app/link", "z");
    Files.createLink(vault.source.path("app/hard"), vault.source.path("app/z"));
    backUp(true);

    restore(true).strip(1).prefix("new").run().orElseThrow();

    assertThat(VaultBackups.details(target.path("new")))
        .isEqualTo(VaultBackups.details(vault.source.path("app")));
    target.delete("new/hard");
    restore(true).path("app/hard").strip(1).prefix("alone").run().orElseThrow();
    assertThat(target.path("alone/hard")).hasContent("content");
  }

  @Test
  void noFolderOutsideCanBeNamedAndNothingExtraIsDeletedUnderAnotherName() {
    for (String path : List.of("", "/", " /../x", "a/../b", "..", "a//b")) {
      assertThatThrownBy(() -> restore(true).prefix(path))
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageContaining("prefix");
      assertThatThrownBy(() -> restore(true).path(path))
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageContaining("path");
    }
    assertThatThrownBy(() -> restore(true).path()).isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> restore(true).strip(-1)).hasMessageContaining("strip");
    assertThatThrownBy(() -> restore(true).prefix("p").deleteExtra(true).start())
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("deleteExtra");
  }

  private void backUp(boolean snapshot) {
    vault
        .of(Backups.incremental(vault.client, vault.server))
        .snapshot(snapshot)
        .run()
        .orElseThrow();
  }

  private BlockletRestore restore(boolean snapshot) {
    return vault.restore(target.root()).snapshot(snapshot);
  }
}
