package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.backup.Compression;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.WrongKeyException;
import io.spaces.client.internal.http.Cancellation;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.VaultBackup;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.snapshot.SnapshotEntry;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.ForAll;
import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vaults that were written, or are served, to do harm. */
class HostileVaultTest {
  private static final long SEED = 20_261_122L;
  private static final int GOOD = 100;

  private static final List<String> EVIL =
      List.of(
          "/etc/evil",
          "//evil",
          "/",
          "..",
          "../evil",
          "../../evil",
          "../../../../../../../../../../tmp/evil",
          "../canary/evil",
          "./evil",
          ".",
          "a/..",
          "a/../evil",
          "a/../../evil",
          "a/../../canary/evil",
          "a/./evil",
          "a/.",
          "a//evil",
          "a///../evil",
          "evil/",
          "evil//",
          "\0",
          "evil\0",
          "evil\0.txt",
          "a\0/evil",
          "../evil\0",
          "a/\0/evil",
          "e".repeat(256),
          "a/" + "e".repeat(300) + "/evil",
          "\u00e9".repeat(200),
          "deep/".repeat(1000) + "evil",
          ".spaces-restore-evil",
          ".spaces-restore-evil/lock",
          ".SPACES-RESTORE-evil/1",
          "taken/by/a/file/evil",
          "link/evil",
          "link/d/evil",
          "uplink/evil",
          "real/link/evil",
          "snapshot-link/evil",
          "absolute-link/evil");

  @TempDir Path temporary;
  private VaultBackups vault;
  private Path world;
  private Path target;

  @BeforeEach
  void start() throws IOException {
    vault = new VaultBackups(temporary);
    world = temporary.resolve("world");
    target = Files.createDirectories(world.resolve("target"));
    FileTree.in(world)
        .file("canary/evil", "canary")
        .file("canary/d/evil", "canary")
        .file("evil", "canary")
        .link("target/link", "../canary")
        .link("target/uplink", "..")
        .folder("target/real")
        .link("target/real/link", world.resolve("canary").toString())
        .link("target/replaced", "../canary/evil");
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  @Test
  void evilPathsOfFilesChangeNothingOutside() throws IOException {
    craft(EVIL.stream().map(path -> entry(path, SnapshotEntry.Type.FILE, null)).toList());

    restoreEvilAndCheck();
  }

  @Test
  void evilPathsOfFoldersChangeNothingOutside() throws IOException {
    craft(EVIL.stream().map(path -> entry(path, SnapshotEntry.Type.DIRECTORY, null)).toList());

    restoreEvilAndCheck();
  }

  @Test
  void evilPathsOfLinksChangeNothingOutside() throws IOException {
    craft(
        EVIL.stream().map(path -> entry(path, SnapshotEntry.Type.SYMBOLIC_LINK, "evil")).toList());

    restoreEvilAndCheck();
  }

  @Test
  void evilPathsOfHardLinksChangeNothingOutside() throws IOException {
    craft(
        EVIL.stream().map(path -> entry(path, SnapshotEntry.Type.HARD_LINK, "good/0/f0")).toList());

    restoreEvilAndCheck();
  }

  private void restoreEvilAndCheck() throws IOException {
    TreeSnapshot before = TreeSnapshot.of(world.resolve("canary"));

    RestoreResult result = vault.restore(target).run();

    assertThat(TreeSnapshot.of(world.resolve("canary")).differences(before)).isEmpty();
    assertThat(world.resolve("evil")).hasContent("canary");
    try (Stream<Path> all = Files.list(world)) {
      assertThat(all.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("canary", "evil", "target");
    }
    assertThat(Path.of("/tmp/evil")).doesNotExist();
    assertThat(Path.of("/etc/evil")).doesNotExist();
    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    Set<String> failed =
        result.failures().stream().map(ObjectFailure::key).collect(Collectors.toSet());
    for (String path : EVIL) {
      assertThat(failed).anyMatch(told -> isTold(told, path));
    }
    assertThat(failed).hasSize(EVIL.size());
    for (int i = 0; i < GOOD; i++) {
      assertThat(target.resolve("good/" + i % 10 + "/f" + i)).hasContent("good " + i);
    }
    assertThat(target.resolve("replaced")).hasContent("new").isRegularFile();
    assertThat(Files.isSymbolicLink(target.resolve("replaced"))).isFalse();
  }

  @Test
  void hardLinksReachNothingOutsideTheSnapshot() throws IOException {
    List<String> firsts =
        List.of(
            "../canary/evil", "/etc/passwd", "..", "link/evil", "h5", "h4", "snapshot-link", "");
    List<SnapshotEntry> links = new ArrayList<>();
    for (int i = 0; i < firsts.size(); i++) {
      links.add(entry("h" + i, SnapshotEntry.Type.HARD_LINK, firsts.get(i)));
    }
    craft(links);

    RestoreResult result = vault.restore(target).run();

    assertThat(result.failures())
        .extracting(ObjectFailure::key)
        .containsExactlyInAnyOrderElementsOf(links.stream().map(SnapshotEntry::path).toList());
    links.forEach(link -> assertThat(target.resolve(link.path())).doesNotExist());
  }

  @Test
  void foldersSwappedForLinksDuringTheRestoreLeadNowhere() throws Exception {
    craft(List.of());
    TreeSnapshot before = TreeSnapshot.of(world.resolve("canary"));
    AtomicBoolean done = new AtomicBoolean();
    Thread swapper = new Thread(() -> swapUntil(done));
    swapper.start();
    RestoreResult result;
    try {
      result = vault.restore(target).exclude("/replaced").run();
    } finally {
      done.set(true);
      swapper.join();
    }

    assertThat(TreeSnapshot.of(world.resolve("canary")).differences(before)).isEmpty();
    assertThat(result.failures())
        .allSatisfy(failure -> assertThat(failure.key()).startsWith("good/3"));
    assertThat(target.resolve("good/4/f4")).hasContent("good 4");
  }

  /** Puts a link to the canary into the place of one folder, again and again. */
  private void swapUntil(AtomicBoolean done) {
    Path folder = target.resolve("good/3");
    for (int i = 0; !done.get(); i++) {
      try {
        Files.move(folder, target.resolve("aside" + i), StandardCopyOption.ATOMIC_MOVE);
        Files.createSymbolicLink(folder, world.resolve("canary"));
        Files.delete(folder);
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
  }

  /** Writes a vault as a malicious owner of the key, or anyone for a plain one, could. */
  private void craft(List<SnapshotEntry> evil) throws IOException {
    try (Vault open =
            Vault.openOrCreate(new ServerStore(vault.server, vault.folder()), null, null);
        VaultBackup backup =
            new VaultBackup(
                open,
                new VaultBackup.Plan(
                    Instant.now(), "", null, Compression.none(), 1, temporary, Duration.ZERO),
                new Cancellation());
        VaultBackup.Worker worker = backup.worker()) {
      for (int i = 0; i < GOOD; i++) {
        add(worker, "good/" + i % 10 + "/f" + i, "good " + i);
      }
      add(worker, "replaced", "new");
      add(worker, "taken/by/a/file", "good");
      backup.add(entry("snapshot-link", SnapshotEntry.Type.SYMBOLIC_LINK, "../canary"));
      backup.add(
          entry(
              "absolute-link",
              SnapshotEntry.Type.SYMBOLIC_LINK,
              world.resolve("canary").toString()));
      for (SnapshotEntry entry : evil) {
        if (entry.type() == SnapshotEntry.Type.FILE) {
          add(worker, entry.path(), "evil");
        } else {
          backup.add(entry);
        }
      }
      backup.flush();
      backup.commit(true);
    }
  }

  private static void add(VaultBackup.Worker worker, String path, String content)
      throws IOException {
    SnapshotEntry file =
        new SnapshotEntry(
            path, SnapshotEntry.Type.FILE, content.length(), Instant.now(), 0644, null);
    worker
        .read(new ByteArrayInputStream(content.getBytes(UTF_8)))
        .keep(
            file,
            failure -> {
              if (failure != null) {
                throw new AssertionError(failure);
              }
            });
  }

  private static SnapshotEntry entry(
      String path, SnapshotEntry.Type type, @Nullable String linkTarget) {
    return new SnapshotEntry(path, type, 0, Instant.now(), -1, linkTarget);
  }

  private static boolean isTold(String told, String path) {
    return told.equals(path)
        || (told.endsWith("…") && path.startsWith(told.substring(0, told.length() - 1)));
  }

  /** What a space can do to the objects of a vault. */
  private enum Harm {
    FLIP {
      @Override
      byte[] apply(byte[] object, byte[] other, SeededRandom random) {
        byte[] harmed = object.clone();
        harmed[random.nextInt(harmed.length)] ^= (byte) (1 << random.nextInt(8));
        return harmed;
      }
    },
    TRUNCATE {
      @Override
      byte[] apply(byte[] object, byte[] other, SeededRandom random) {
        return Arrays.copyOf(object, random.nextInt(object.length));
      }
    },
    APPEND {
      @Override
      byte[] apply(byte[] object, byte[] other, SeededRandom random) {
        return Arrays.copyOf(object, object.length + 1 + random.nextInt(100));
      }
    },
    SWAP {
      @Override
      byte[] apply(byte[] object, byte[] other, SeededRandom random) {
        return other;
      }
    };

    abstract byte[] apply(byte[] object, byte[] other, SeededRandom random);
  }

  @Test
  void whateverIsDoneToAnEncryptedVaultNothingUnverifiedArrives() throws Exception {
    tamperWithAll(VaultBackups.KEY);
  }

  @Test
  void whateverIsDoneToAPlainVaultNothingUnverifiedArrives() throws Exception {
    tamperWithAll(null);
  }

  private void tamperWithAll(@Nullable String key) {
    vault.source.random(SEED, 30).file("large", 300_000, 1);
    backUp(key);
    vault.source.file("more", 100_000, 2);
    backUp(key);
    SortedMap<String, byte[]> sound = vault.server.objects().contents(vault.folder());
    TreeSnapshot source = vault.source.snapshot();
    ForAll.from(
        SEED,
        2,
        random -> {
          for (Map.Entry<String, byte[]> object : sound.entrySet()) {
            for (Harm harm : Harm.values()) {
              byte[] other = otherOf(sound, object.getKey());
              byte[] harmed = harm.apply(object.getValue(), other, random);
              if (Arrays.equals(harmed, object.getValue())) {
                continue;
              }
              vault.server.objects().put(vault.folder() + object.getKey(), harmed);
              check(harm + " " + object.getKey(), object.getKey(), key, source);
              vault.server.objects().put(vault.folder() + object.getKey(), object.getValue());
            }
          }
        });
  }

  private static byte[] otherOf(SortedMap<String, byte[]> objects, String key) {
    String folder = key.substring(0, key.indexOf('/') + 1);
    return objects.entrySet().stream()
        .filter(other -> !other.getKey().equals(key) && other.getKey().startsWith(folder))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private void check(String what, String object, @Nullable String key, TreeSnapshot source)
      throws IOException {
    Path into = Files.createTempDirectory(temporary, "restored");
    var restore = vault.restore(into).stateDirectory(Files.createTempDirectory(temporary, "state"));
    vault.server.journal().clear();
    RestoreResult result = (key == null ? restore : restore.key(key)).run();
    TreeSnapshot restored = TreeSnapshot.of(into);
    boolean read = !vault.server.journal().entries(entry -> entry.key().endsWith(object)).isEmpty();
    if (!read) {
      // What only the earlier snapshot needs.
      assertThat(result.status()).as(what).isEqualTo(TransferStatus.SUCCEEDED);
      assertThat(restored.differences(source)).as(what).isEmpty();
      return;
    }

    if (object.equals("config") && result.status() == TransferStatus.SUCCEEDED) {
      // Some of what it says is of no use to a restore.
      assertThat(restored.differences(source)).as(what).isEmpty();
      return;
    }
    assertThat(result.status()).as(what).isNotEqualTo(TransferStatus.SUCCEEDED);
    List<Throwable> causes = new ArrayList<>();
    if (result.cause() != null) {
      causes.add(result.cause());
    }
    result.failures().forEach(failure -> causes.add(failure.cause()));
    assertThat(causes).as(what).isNotEmpty();
    for (Throwable cause : causes) {
      if (object.equals("config")) {
        assertThat(cause)
            .as(what)
            .isInstanceOfAny(IntegrityException.class, WrongKeyException.class);
      } else {
        assertThat(cause)
            .as(what)
            .isInstanceOf(IntegrityException.class)
            .hasMessageContaining(object);
      }
    }
    restored
        .entries()
        .forEach(
            (path, entry) ->
                assertThat(entry.content()).as(what).isEqualTo(source.get(path).content()));
  }

  private void backUp(@Nullable String key) {
    var backup = vault.of(Backups.full(vault.client, vault.server)).snapshot(true);
    (key == null ? backup : backup.key(key)).run().orElseThrow();
  }
}
