package io.spaces.client.e2e;

import io.spaces.client.e2e.HostileChild.Report;
import io.spaces.client.e2e.HostileProgram.Outcome;
import io.spaces.client.e2e.HostileProgram.Place;
import io.spaces.client.e2e.HostileProgram.Work;
import io.spaces.client.testkit.TreeSnapshot;
import io.spaces.client.testkit.TreeSnapshot.Entry;
import io.spaces.client.testkit.TreeSnapshot.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What has to be true after an attack, with an honest space again. */
final class HostileChecks {
  private static final Set<String> NAMES = Set.of("state", "target", "temporary", "check");

  private final HostileWorld world;
  private final Honest honest;
  private final List<String> findings = new ArrayList<>();

  /** Has something done with the honest space. */
  @FunctionalInterface
  interface Honest {
    Report run(Work work, Place place, boolean patient) throws IOException, InterruptedException;
  }

  HostileChecks(HostileWorld world, Honest honest) {
    this.world = world;
    this.honest = honest;
  }

  /**
   * Returns what is wrong.
   *
   * @param answer what the space answered, or null when it was honest
   */
  List<String> findings(Work work, @Nullable HostileAnswer answer, Report report)
      throws IOException, InterruptedException {
    if (report.outcome() == Outcome.BROKEN) {
      findings.add(report.text());
    }
    checkTarget(work, answer, report);
    switch (work) {
      case MIRROR_BACKUP -> checkMirror(report.succeeded());
      case VAULT_BACKUP, VAULT_RETENTION, VAULT_PRUNE -> checkVault(work, report.succeeded());
      default -> {
        // It only reads; a lock may come and go.
        List<String> lost = world.lost("");
        lost.removeIf(key -> key.contains("/.vault/locks/"));
        note("lost: ", lost);
        if (work.isOfAVault()) {
          checkRestore(Work.VAULT_RESTORE, false, false);
        }
      }
    }
    if (work == Work.VAULT_LIST
        && report.succeeded()
        && !report.text().equals(String.join(" ", world.snapshots))) {
      findings.add("listed " + report.text() + " for " + world.snapshots);
    }
    return findings;
  }

  private void note(String what, List<String> wrong) {
    if (!wrong.isEmpty()) {
      findings.add(what + wrong);
    }
  }

  /** The target holds right files or old ones, and there is nothing outside of it. */
  private void checkTarget(Work work, @Nullable HostileAnswer answer, Report report)
      throws IOException {
    Path target = world.place.target();
    TreeSnapshot now = TreeSnapshot.of(target);
    boolean mirror = work == Work.MIRROR_RESTORE;
    boolean restored = mirror || work == Work.VAULT_RESTORE;
    for (Map.Entry<String, Entry> entry : now.entries().entrySet()) {
      String path = entry.getKey();
      boolean right =
          isOf(world.before, path, entry.getValue())
              || (restored && isOf(world.backedUp, path, entry.getValue()))
              // A mirror is as open as its server: what has its hash is believed.
              || (mirror && world.others.stream().anyMatch(o -> isOf(o, path, entry.getValue())))
              || (mirror && answer == HostileAnswer.EVIL_NAMES);
      if (!right) {
        findings.add("wrong in the target: " + path + " " + entry.getValue());
      }
    }
    if (!now.entries().containsKey("own.txt") || !now.entries().containsKey("a.txt")) {
      findings.add(
          "gone from the target: of own.txt and a.txt, there is " + now.entries().keySet());
    }
    if (work == Work.VAULT_RESTORE && report.succeeded()) {
      note("restored: ", missing(now, world.backedUp));
    }
    try (Stream<Path> beside = Files.list(target.resolveSibling(""))) {
      beside
          .filter(path -> !NAMES.contains(path.getFileName().toString()))
          .forEach(path -> findings.add("outside of the target: " + path));
    }
    for (String outside : List.of("/etc/evil", "/tmp/evil")) {
      if (Files.exists(Path.of(outside))) {
        findings.add("outside of the target: " + outside);
      }
    }
  }

  private static boolean isOf(TreeSnapshot tree, String path, Entry entry) {
    Entry there = tree.entries().get(path);
    return entry.kind() == Kind.FOLDER
        ? tree.entries().keySet().stream().anyMatch(key -> key.startsWith(path + "/"))
        : there != null && there.content().equals(entry.content());
  }

  private static List<String> missing(TreeSnapshot now, TreeSnapshot wanted) {
    List<String> missing = new ArrayList<>();
    wanted
        .entries()
        .forEach(
            (path, entry) -> {
              if (!isOf(now, path, entry)) {
                missing.add(path);
              }
            });
    return missing;
  }

  private void checkMirror(boolean succeeded) throws IOException, InterruptedException {
    TreeSnapshot now = checkRestore(Work.MIRROR_RESTORE, true, succeeded);
    boolean allThere = missing(now, world.present).isEmpty();
    Set<String> gone = new TreeSet<>(world.backedUp.entries().keySet());
    gone.removeAll(now.entries().keySet());
    if (allThere) {
      gone.removeIf(path -> !world.present.entries().containsKey(path));
    }
    note("deleted: ", List.copyOf(gone));
  }

  private void checkVault(Work work, boolean succeeded) throws IOException, InterruptedException {
    boolean backup = work != Work.VAULT_PRUNE;
    checkRestore(Work.VAULT_RESTORE, backup, succeeded);
    if (work == Work.VAULT_BACKUP) {
      note("lost: ", world.lost("/.vault/packs/"));
      note("lost: ", world.lost("/.vault/snapshots/"));
    }
    Report sound = honest.run(Work.VAULT_VERIFY, world.place, true);
    if (!sound.succeeded()) {
      findings.add("the vault is not sound: " + sound.text());
    }
    Report list = honest.run(Work.VAULT_LIST, world.place, true);
    if (work != Work.VAULT_RETENTION
        && !List.of(list.text().split(" ", -1)).containsAll(world.snapshots)) {
      findings.add("there is " + list.text() + " of " + world.snapshots);
    }
  }

  /** Restores from the honest space, as the machine is now, and returns what has come back. */
  private TreeSnapshot checkRestore(Work work, boolean backup, boolean succeeded)
      throws IOException, InterruptedException {
    Path empty = world.place.target().resolveSibling("check");
    Place place = new Place(world.place.app(), world.place.source(), world.place.state(), empty);
    Report report = honest.run(work, place, true);
    TreeSnapshot now = TreeSnapshot.of(empty);
    if (!report.succeeded()) {
      findings.add("cannot be restored: " + report.text());
    } else if (backup && succeeded) {
      // What the space hid from a strict sync is there still, and goes the next time.
      note(
          "not backed up: ",
          work == Work.MIRROR_RESTORE
              ? missing(now, world.present)
              : differences(now, world.present));
    } else if (work == Work.MIRROR_RESTORE) {
      now.entries()
          .forEach(
              (path, entry) -> {
                if (!isOf(world.backedUp, path, entry) && !isOf(world.present, path, entry)) {
                  findings.add("wrong after a restore: " + path + " " + entry);
                }
              });
    } else if (!differences(now, world.backedUp).isEmpty()
        && !(backup && differences(now, world.present).isEmpty())) {
      note("restored wrongly: ", differences(now, world.backedUp));
    }
    return now;
  }

  private static List<String> differences(TreeSnapshot now, TreeSnapshot wanted) {
    return now.differences(wanted);
  }
}
