package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.BlockletRestore;
import io.spaces.client.Snapshots;
import io.spaces.client.backup.Encryption;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.WrongKeyException;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.ForAll;
import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.testkit.StoredObject;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is done to a vault's objects, each is told by its name, and nothing unverified arrives.
 */
class TamperedVaultTest {
  private static final int PLACES = 200;

  @TempDir Path temporary;
  private VaultBackups vault;
  private SortedMap<String, byte[]> sound = new TreeMap<>();
  private TreeSnapshot present = new TreeSnapshot(new TreeMap<>());
  private String first = "";
  private int restores;

  @BeforeEach
  void start() throws IOException {
    vault = new VaultBackups(temporary);
    vault.source.random(1, 12).file("large", 250_000, 1);
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  private void prepare(@Nullable String key) {
    first = backUp(key);
    vault.source.file("more", 70_000, 2);
    backUp(key);
    sound = new TreeMap<>(vault.server.objects().contents(vault.folder()));
    // Empty, and there only for when the space is full.
    sound.keySet().removeIf(name -> name.startsWith("locks/") || name.equals("deletions/spare"));
    present = vault.source.snapshot();
  }

  private String backUp(@Nullable String key) {
    var backup = vault.of(Backups.full(vault.client, vault.server)).snapshot(true).concurrency(1);
    return Objects.requireNonNull(
        (key == null ? backup : backup.key(key)).run().orElseThrow().snapshotId());
  }

  @Test
  void everyBoundaryAndManyPlacesOfAnEncryptedVault() {
    ForAll.seeds(1, random -> tamper(VaultBackups.KEY, PLACES, random));
  }

  @Test
  void manyPlacesOfAPlainVault() {
    ForAll.seeds(1, random -> tamper(null, PLACES / 4, random));
  }

  @Test
  @Tag("slow")
  void manyMorePlacesInEveryWay() {
    ForAll.seeds(
        1,
        random -> {
          prepare(VaultBackups.KEY);
          List<Map.Entry<String, byte[]>> objects = new ArrayList<>(sound.entrySet());
          for (Tampering tampering : Tampering.values()) {
            for (int i = 0; i < PLACES; i++) {
              Map.Entry<String, byte[]> object = random.pick(objects);
              Tampering.Part part = Tampering.Part.random(object.getValue(), random);
              tamper(object, tampering, part, VaultBackups.KEY, random);
            }
          }
        });
  }

  private void tamper(@Nullable String key, int places, SeededRandom random) throws IOException {
    prepare(key);
    if (key != null) {
      for (Map.Entry<String, byte[]> object : sound.entrySet()) {
        for (Tampering.Part part : Tampering.boundaries(object.getValue(), true)) {
          // A boundary is one byte; to move whole segments is something else.
          for (Tampering tampering :
              part.length() == 1
                  ? List.of(Tampering.FLIP, Tampering.TRUNCATE)
                  : List.of(Tampering.values())) {
            tamper(object, tampering, part, key, random);
          }
        }
      }
    }
    List<Map.Entry<String, byte[]>> objects = new ArrayList<>(sound.entrySet());
    for (int i = 0; i < places; i++) {
      Map.Entry<String, byte[]> object = random.pick(objects);
      Tampering.Part part = Tampering.Part.random(object.getValue(), random);
      tamper(object, random.pick(List.of(Tampering.values())), part, key, random);
    }
    assertThat(restores).isGreaterThan(places / 2);
  }

  private void tamper(
      Map.Entry<String, byte[]> object,
      Tampering tampering,
      Tampering.Part part,
      @Nullable String key,
      SeededRandom random)
      throws IOException {
    byte[] harmed = tampering.apply(object.getValue(), part, random);
    if (!Arrays.equals(harmed, object.getValue())) {
      String what = tampering + " " + object.getKey() + " " + part;
      check(what, Map.of(object.getKey(), harmed), key);
    }
  }

  @Test
  void anyTwoObjectsInEachOthersPlace() throws IOException {
    prepare(VaultBackups.KEY);
    List<String> keys = List.copyOf(sound.keySet());
    for (int i = 0; i < keys.size(); i++) {
      for (int j = i + 1; j < keys.size(); j++) {
        String a = keys.get(i);
        String b = keys.get(j);
        check(a + " and " + b, Map.of(a, content(b), b, content(a)), VaultBackups.KEY);
      }
    }
  }

  /** The space tells of an earlier state, in part or as a whole, under the names of the present. */
  @Test
  void oldObjectsAndAnOldIndex() throws IOException {
    prepare(VaultBackups.KEY);
    for (String folder : List.of("index/", "snapshots/", "packs/")) {
      List<String> inFolder =
          sound.keySet().stream().filter(object -> object.startsWith(folder)).toList();
      for (String newer : inFolder) {
        for (String older : inFolder) {
          if (!newer.equals(older)) {
            check("old " + newer, Map.of(newer, content(older)), VaultBackups.KEY);
          }
        }
      }
    }
    for (String index : sound.keySet()) {
      if (index.startsWith("index/")) {
        vault.server.objects().delete(vault.folder() + index);
        RestoreResult result = restore(null, VaultBackups.KEY).run();
        put(index, content(index));

        assertThat(causes(result))
            .isNotEmpty()
            .allSatisfy(
                cause ->
                    assertThat(cause)
                        .isInstanceOf(IntegrityException.class)
                        .hasMessageContaining("in no index that the space serves"));
      }
    }
  }

  @Test
  void anOldConfigurationOpensWithTheNewKeyNoMore() {
    prepare(VaultBackups.KEY);
    Encryption next = Encryption.key("5e".repeat(32));
    try (Snapshots snapshots = snapshots(VaultBackups.KEY)) {
      snapshots.changeKey(next);
    }
    put("config", content("config"));

    assertThat(vault.restore(temporary.resolve("t")).encryption(next).run().cause())
        .isInstanceOf(WrongKeyException.class);
  }

  @Test
  void aNoteOfDeletionsThatWasTamperedWith() {
    prepare(VaultBackups.KEY);
    try (Snapshots here = snapshots(VaultBackups.KEY);
        Snapshots elsewhere =
            snapshots(VaultBackups.KEY).stateDirectory(temporary.resolve("elsewhere"))) {
      here.list();
      elsewhere.delete(first);
      elsewhere.prune(Duration.ZERO);
      StoredObject note =
          vault.server.objects().below(vault.folder() + "deletions/").stream()
              .filter(object -> !object.key().endsWith("/spare"))
              .findFirst()
              .orElseThrow();
      byte[] harmed = note.bytes();
      harmed[harmed.length / 2] ^= 1;
      vault.server.objects().put(note.key(), harmed);
      assertThatThrownBy(here::list)
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining(note.key().substring(vault.folder().length()));

      vault.server.objects().delete(note.key());
      assertThatThrownBy(here::list)
          .isInstanceOf(IntegrityException.class)
          .hasMessageContaining(first);
      vault.server.objects().put(note.key(), note.bytes());
      assertThat(here.list()).hasSize(1);
    }
  }

  private Snapshots snapshots(String key) {
    return vault
        .client
        .snapshots(vault.server.appDid().address())
        .stateDirectory(vault.state)
        .encryption(Encryption.key(key));
  }

  /** Serves other bytes for some objects, restores, and puts the right ones back. */
  private void check(String what, Map<String, byte[]> harmed, @Nullable String key)
      throws IOException {
    harmed.forEach(this::put);
    // What the newest snapshot does not need, the first one does.
    if (!failsFor(what, harmed.keySet(), null, key)) {
      assertThat(failsFor(what, harmed.keySet(), first, key)).as(what).isTrue();
    }
    harmed.keySet().forEach(object -> put(object, content(object)));
  }

  /** Returns false when the restore did not ask for the objects. */
  private boolean failsFor(
      String what, Set<String> harmed, @Nullable String snapshot, @Nullable String key)
      throws IOException {
    vault.server.journal().clear();
    restores++;
    RestoreResult result = restore(snapshot, key).run();
    Path target = target();
    Set<String> asked = new TreeSet<>();
    vault.server.journal().entries().forEach(entry -> asked.add(entry.key()));
    boolean read = harmed.stream().anyMatch(object -> asked.contains(vault.folder() + object));
    assertOnlyTheRightBytesArrived(what, target);
    boolean succeeded = result.status() == TransferStatus.SUCCEEDED;
    // Where the first one's object was read to no end, the newest may need nothing that is harmed:
    // the bytes were right, and the first one's restore has to fail.
    if (!read || (snapshot == null && succeeded && concernsTheFirst(harmed))) {
      return false;
    }
    boolean harmless = harmed.equals(Set.of("config"));
    if (harmless && succeeded) {
      // Some of what it says is of no use to a restore.
      return true;
    }
    assertThat(succeeded).as(what).isFalse();
    List<Throwable> causes = causes(result);
    assertThat(causes).as(what).isNotEmpty();
    for (Throwable cause : causes) {
      if (harmed.contains("config")) {
        assertThat(cause)
            .as(what)
            .isInstanceOfAny(IntegrityException.class, WrongKeyException.class);
      } else {
        assertThat(cause).as(what).isInstanceOf(IntegrityException.class);
        assertThat(harmed)
            .as("%s: %s", what, cause.getMessage())
            .anyMatch(object -> String.valueOf(cause.getMessage()).contains(object));
      }
    }
    return true;
  }

  private boolean concernsTheFirst(Set<String> harmed) {
    return harmed.stream().anyMatch(key -> key.startsWith("snapshots/") && key.contains(first));
  }

  private static List<Throwable> causes(RestoreResult result) {
    List<Throwable> causes = new ArrayList<>();
    if (result.cause() != null) {
      causes.add(result.cause());
    }
    result.failures().forEach(failure -> causes.add(failure.cause()));
    return causes;
  }

  private Path target() {
    return temporary.resolve("target-" + restores);
  }

  private BlockletRestore restore(@Nullable String snapshot, @Nullable String key) {
    BlockletRestore restore =
        vault.restore(target()).stateDirectory(temporary.resolve("state-" + restores));
    if (key != null) {
      restore.key(key);
    }
    return snapshot == null ? restore.snapshot(true) : restore.snapshot(snapshot);
  }

  private void assertOnlyTheRightBytesArrived(String what, Path target) throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    TreeSnapshot.of(target)
        .entries()
        .forEach(
            (path, entry) ->
                assertThat(entry.content()).as(what).isEqualTo(present.get(path).content()));
    FileTree.in(temporary).delete(temporary.relativize(target).toString());
  }

  private byte[] content(String object) {
    return Objects.requireNonNull(sound.get(object));
  }

  private void put(String object, byte[] content) {
    vault.server.objects().put(vault.folder() + object, content);
  }
}
