package io.spaces.client.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.BackupBuilder;
import io.spaces.client.BlockletRestore;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.ForAll;
import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.testkit.TreeSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random trees, backed up, edited, backed up incrementally, come back exactly. */
class RoundTripTest {
  private static final int PACK = 16 << 20;

  @TempDir Path temporary;

  /** The kinds of backup. */
  enum Kind {
    MIRROR,
    SNAPSHOT,
    ZIP,
    KEY,
    ZIP_AND_KEY,
    ZSTD_AND_PASSPHRASE;

    <B extends BackupBuilder<B>> B backup(B backup) {
      return switch (this) {
        case MIRROR -> backup.strictSync(true);
        case SNAPSHOT -> backup.snapshot(true);
        case ZIP -> backup.snapshot(true).zip(true);
        case KEY -> backup.snapshot(true).key(VaultBackups.KEY).iv(VaultBackups.IV);
        case ZIP_AND_KEY -> backup.snapshot(true).zip(true).key(VaultBackups.KEY);
        case ZSTD_AND_PASSPHRASE ->
            backup.snapshot(true).encryption(passphrase()).compression(Compression.zstd(3));
      };
    }

    BlockletRestore restore(BlockletRestore restore) {
      return switch (this) {
        case MIRROR, SNAPSHOT, ZIP -> restore;
        case KEY -> restore.iv(VaultBackups.IV).key(VaultBackups.KEY);
        case ZIP_AND_KEY -> restore.key(VaultBackups.KEY);
        case ZSTD_AND_PASSPHRASE -> restore.encryption(passphrase());
      };
    }

    private static Encryption passphrase() {
      return Encryption.passphrase("correct horse".toCharArray());
    }
  }

  @ParameterizedTest
  @EnumSource
  void fullAndIncrementalBackupsComeBackExactly(Kind kind) {
    ForAll.seeds(2, random -> thereAndBack(kind, random));
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void evenWhenFilesEndWherePacksDo(Kind kind) {
    ForAll.seeds(
        5,
        random -> {
          try (VaultBackups backups = backups()) {
            backups.source.file("pack-1", PACK - 4 - 45 + random.nextInt(3) - 1, 1);
            backups.source.file("pack-2", PACK + random.nextInt(3) - 1, 2);
            thereAndBack(kind, backups, random);
          }
        });
  }

  private VaultBackups backups() throws IOException {
    return new VaultBackups(Files.createTempDirectory(temporary, "case"));
  }

  private void thereAndBack(Kind kind, SeededRandom random) throws IOException {
    try (VaultBackups backups = backups()) {
      thereAndBack(kind, backups, random);
    }
  }

  private static void thereAndBack(Kind kind, VaultBackups backups, SeededRandom random)
      throws IOException {
    Path target = backups.temporary.resolve("restored");
    backups.fill(random);
    for (int size : new int[] {65_535, 65_536, 65_537, 524_287, 524_288, 524_289, 4_194_305}) {
      backups.source.file("segments-and-chunks/" + size, size, random.nextLong());
    }
    BackupResult full =
        kind.backup(backups.of(Backups.full(backups.client, backups.server)))
            .concurrency(1 + random.nextInt(6))
            .run()
            .orElseThrow();
    TreeSnapshot firstTree = backups.source.snapshot();
    kind.restore(backups.restore(target)).run().orElseThrow();
    assertSame(kind, backups, target);

    backups.edit(random);
    kind.backup(backups.of(Backups.incremental(backups.client, backups.server)))
        .concurrency(1 + random.nextInt(6))
        .run()
        .orElseThrow();
    kind.restore(backups.restore(target)).deleteExtra(true).run().orElseThrow();
    assertSame(kind, backups, target);

    if (kind != Kind.MIRROR) {
      Path old = backups.temporary.resolve("old");
      String first = requireNonNull(full.snapshotId());
      kind.restore(backups.restore(old).snapshot(first)).run().orElseThrow();
      assertThat(TreeSnapshot.of(old).differences(firstTree, TreeSnapshot.Detail.values()))
          .isEmpty();
    }
  }

  private static void assertSame(Kind kind, VaultBackups backups, Path target) throws IOException {
    if (kind == Kind.MIRROR) {
      // It keeps files and their content.
      assertThat(FileTree.in(target).files()).isEqualTo(backups.source.files());
      for (String file : backups.source.files()) {
        assertThat(Files.mismatch(target.resolve(file), backups.source.path(file)))
            .as(file)
            .isEqualTo(-1);
      }
      return;
    }
    assertThat(
            TreeSnapshot.of(target)
                .differences(backups.source.snapshot(), TreeSnapshot.Detail.values()))
        .isEmpty();
    assertThat(VaultBackups.details(target)).isEqualTo(VaultBackups.details(backups.source.root()));
  }
}
