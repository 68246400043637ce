package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.any;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.BlockletRestore;
import io.spaces.client.e2e.VaultProgram.Work;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.ForAll;
import io.spaces.client.testkit.JournalEntry;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.testkit.StoredObject;
import io.spaces.client.testkit.TreeSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Restores that get a SIGKILL over and over: every file is at every moment what it was or what it
 * should be, and the next run fetches only what is missing.
 */
class KilledRestoreTest {
  private static final int KILLS = 3;
  private static final int GROUPS = 8;
  private static final int FILES_OF_GROUP = 6;

  @TempDir Path temporary;
  private VaultBackups vault;
  private FileTree source;
  private Path target;
  private final Map<String, byte[]> old = new HashMap<>();
  private final List<String> torn = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void start() throws IOException {
    vault = new VaultBackups(temporary);
    source = vault.source;
    target = temporary.resolve("target");
  }

  @AfterEach
  void stop() {
    vault.close();
  }

  /** How many requests it takes to fetch what is missing. */
  private interface Missing {
    int requests() throws IOException;
  }

  private static String name(int group, int number) {
    return "group-" + group + "/file-" + number;
  }

  private static int groupOf(String file) {
    return Integer.parseInt(file.substring("group-".length(), file.indexOf('/')));
  }

  private void fillGroup(int group) {
    for (int i = 0; i < FILES_OF_GROUP; i++) {
      source.file(name(group, i), i == 0 ? 300_000 : 5_000, group * 100L + i);
    }
  }

  /** Every other file is there in an older version. */
  private void fillTarget() throws IOException {
    FileTree there = FileTree.in(target);
    for (int group = 0; group < GROUPS; group++) {
      for (int i = 0; i < FILES_OF_GROUP; i += 2) {
        there.file(name(group, i), 7_000, -1 - group * 100L - i);
        old.put(name(group, i), Files.readAllBytes(there.path(name(group, i))));
      }
    }
  }

  @Test
  void theNextRestoreOfAMirrorFetchesOnlyTheMissingFiles() {
    ForAll.seeds(
        1,
        random -> {
          for (int group = 0; group < GROUPS; group++) {
            fillGroup(group);
          }
          vault.of(Backups.full(vault.client, vault.server)).run().orElseThrow();
          fillTarget();
          // Up to and including the list.
          int before = 4;
          kill(Work.RESTORE_MIRROR, before, () -> missing().size(), random);
          Set<String> missing = missing();

          finish(Backups.restore(vault.client, vault.server));

          assertThat(vault.server.journal().entries("GET", Route.OBJECT))
              .extracting(entry -> entry.key().substring(Backups.folder(vault.server).length()))
              .containsExactlyInAnyOrderElementsOf(missing);
        });
  }

  @Test
  void theNextRestoreOfASnapshotFetchesOnlyThePacksOfTheMissingFiles() {
    ForAll.seeds(
        1,
        random -> {
          Map<String, Integer> groups = new HashMap<>();
          for (int group = 0; group < GROUPS; group++) {
            fillGroup(group);
            groups.put(backUpIntoOnePack(), group);
          }
          fillTarget();
          int before = requestsBesides(groups.keySet());
          kill(Work.RESTORE_SNAPSHOT, before, () -> missingGroups().size(), random);
          Set<Integer> missing = missingGroups();

          finish(vault.restore(target).key(VaultBackups.KEY));

          List<Integer> fetched =
              vault.server.journal().entries("GET", Route.OBJECT).stream()
                  .map(entry -> groups.get(entry.key()))
                  .filter(group -> group != null)
                  .toList();
          assertThat(fetched).containsExactlyInAnyOrderElementsOf(missing);
        });
  }

  /** Returns the key of the pack with the new contents. */
  private String backUpIntoOnePack() {
    Set<String> before = new HashSet<>(vault.server.objects().keys());
    vault
        .of(Backups.full(vault.client, vault.server))
        .snapshot(true)
        .key(VaultBackups.KEY)
        .concurrency(1)
        .run()
        .orElseThrow();
    return vault.server.objects().below(vault.folder() + "packs/").stream()
        .filter(pack -> !before.contains(pack.key()) && pack.size() > 100_000)
        .map(StoredObject::key)
        .reduce(
            (a, b) -> {
              throw new AssertionError("more than one pack");
            })
        .orElseThrow();
  }

  /** How many requests a restore makes before it has these packs, but for their own. */
  private int requestsBesides(Set<String> packs) throws IOException {
    vault.server.journal().clear();
    vault
        .restore(temporary.resolve("scratch"))
        .key(VaultBackups.KEY)
        .stateDirectory(temporary.resolve("scratch-state"))
        .run()
        .orElseThrow();
    List<JournalEntry> entries = vault.server.journal().entries();
    int last = 0;
    for (int i = 0; i < entries.size(); i++) {
      if (packs.contains(entries.get(i).key())) {
        last = i;
      }
    }
    return last + 1 - packs.size();
  }

  /** Each time when what is missing is on its way. */
  private void kill(Work work, int before, Missing missing, SeededRandom random) throws Exception {
    vault.server.faults().on(any().matching(key -> isAnyFileTorn(random))).answer(500);
    for (int kill = 0; kill < KILLS; kill++) {
      KilledProcess.run(
          vault.server,
          before + random.nextInt(missing.requests()),
          random,
          temporary.resolve("output"),
          VaultProgram.of(
              work,
              vault.server,
              target,
              Files.createTempDirectory(temporary, "state"),
              1 + random.nextInt(4)));
      assertThat(torn).isEmpty();
      for (String file : source.files()) {
        assertThat(isTorn(file)).as(file).isFalse();
      }
    }
    vault.server.faults().clear();
  }

  private boolean isAnyFileTorn(SeededRandom random) {
    for (int i = 0; i < 5; i++) {
      String file = name(random.nextInt(GROUPS), random.nextInt(FILES_OF_GROUP));
      if (isTorn(file)) {
        torn.add(file);
      }
    }
    return false;
  }

  private boolean isTorn(String file) {
    try {
      Path there = target.resolve(file);
      byte[] before = old.get(file);
      if (!Files.exists(there)) {
        return before != null;
      }
      byte[] now = Files.readAllBytes(there);
      return !Arrays.equals(now, before)
          && !Arrays.equals(now, Files.readAllBytes(source.path(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<String> missing() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (String file : source.files()) {
      Path there = target.resolve(file);
      if (!Files.exists(there) || Files.mismatch(there, source.path(file)) >= 0) {
        missing.add(file);
      }
    }
    return missing;
  }

  private Set<Integer> missingGroups() throws IOException {
    Set<Integer> groups = new TreeSet<>();
    missing().forEach(file -> groups.add(groupOf(file)));
    return groups;
  }

  private void finish(BlockletRestore restore) throws IOException {
    vault.server.journal().clear();
    restore.target(target).run().orElseThrow();
    assertThat(TreeSnapshot.of(target).differences(TreeSnapshot.of(source.root()))).isEmpty();
    try (var all = Files.list(target)) {
      assertThat(all).noneMatch(path -> path.getFileName().toString().startsWith(".spaces-"));
    }
  }
}
