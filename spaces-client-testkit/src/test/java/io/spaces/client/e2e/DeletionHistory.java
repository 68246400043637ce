package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.BlockletBackup;
import io.spaces.client.Snapshots;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.e2e.DeletionModel.Made;
import io.spaces.client.e2e.DeletionModel.Outcome;
import io.spaces.client.e2e.DeletionWorld.Machine;
import io.spaces.client.error.SpaceException;
import io.spaces.client.snapshot.PruneResult;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotSet;
import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A vault of several sets, and two machines that do all there is to do to it, at random. */
final class DeletionHistory implements AutoCloseable {
  /** What the library makes of the sources. */
  private static final String OF_SOURCES = "always, often, state";

  /** Some are easily mixed up: by case, or by how an umlaut is put together. */
  private static final List<String> SETS =
      List.of("plan", "plan/part", "Plan", "m\u00fcll", "mu\u0308ll", OF_SOURCES);

  private static final List<Duration> GRACES =
      List.of(Duration.ZERO, Duration.ofHours(2), Duration.ofDays(3), Duration.ofDays(7));
  private static final SourceObject BROKEN =
      SourceObject.of(
          "broken",
          () -> {
            throw new IOException("broken on purpose");
          });

  private final SeededRandom random;
  private final DeletionWorld world;
  private final DeletionModel model = new DeletionModel();
  private final List<String> told = new ArrayList<>();
  private Machine machine;

  DeletionHistory(Path work, SeededRandom random) throws IOException {
    this.random = random;
    world = new DeletionWorld(work, random);
    machine = world.machines().get(0);
  }

  /** What was done so far. */
  String told() {
    return String.join("\n", told);
  }

  void step() throws IOException {
    machine = random.pick(world.machines());
    // No two snapshots of the same time: which of them is the newer one is left to chance.
    machine.clock().advance(Duration.ofSeconds(1 + random.nextInt(3000), 1 + random.nextInt(999)));
    int kind = random.nextInt(20);
    if (kind < 7 || model.all().isEmpty()) {
      backUp();
    } else if (kind == 7 || kind == 8) {
      apply();
    } else if (kind == 9) {
      pinOrExpire();
    } else if (kind == 10) {
      delete();
    } else if (kind == 11) {
      undelete();
    } else if (kind < 14) {
      prune();
    } else if (kind == 14) {
      nameAnew();
    } else if (kind == 15) {
      editInTrash();
    } else {
      clocksJump();
    }
  }

  private void tell(String what) {
    told.add("%s  %s".formatted(now(), what));
  }

  private Instant now() {
    return machine.clock().instant();
  }

  private void clocksJump() {
    Duration jump =
        random.pick(
            List.of(
                Duration.ofHours(5),
                Duration.ofDays(1),
                Duration.ofDays(2),
                Duration.ofDays(8),
                Duration.ofDays(40),
                Duration.ofDays(400),
                Duration.ofHours(-30),
                Duration.ofDays(-9)));
    if (random.nextBoolean()) {
      world.spaceTime().advance(jump);
      tell("the space's clock jumps by " + jump + " to " + world.spaceTime().instant());
    } else {
      machine.clock().advance(jump);
      tell("the clock jumped by " + jump);
    }
  }

  private void backUp() throws IOException {
    // Mostly the same one, so that it grows.
    String set = random.nextBoolean() ? SETS.get(0) : random.pick(SETS);
    boolean most = random.nextInt(3) == 0;
    boolean empty = random.nextInt(8) == 0;
    boolean complete = empty || random.nextInt(4) > 0;
    boolean allowed = random.nextInt(3) == 0;
    DeletionRule rule = random.nextInt(3) == 0 ? DeletionRule.random(random) : null;
    Instant expiry = random.nextInt(5) == 0 ? expiry() : null;
    Map<String, String> files = empty ? Map.of() : files();
    tell(
        "backs up \"%s\", %s%s, keep %s%s, expires %s"
            .formatted(
                set,
                empty ? "empty" : complete ? "complete" : "incomplete",
                allowed ? " (which may be)" : "",
                rule,
                most ? " (whatever goes)" : "",
                expiry));
    BlockletBackup backup =
        world
            .backup(machine)
            .source(empty ? world.emptyFolder() : objects(files, complete))
            .allowEmpty(allowed)
            .allowMassRemoval(most);
    if (!set.equals(OF_SOURCES) || empty || !complete) {
      backup.set(set);
    }
    if (rule != null) {
      backup.retention(rule.retention());
    }
    if (expiry != null) {
      backup.expiresAt(expiry);
    }
    BackupResult result = backup.run();
    if (empty && !allowed && model.hasFiles(set)) {
      assertThat(result.status()).isEqualTo(TransferStatus.FAILED);
      assertThat(result.snapshotId()).isNull();
      compare(Outcome.NOTHING);
      return;
    }
    assertThat(result.status())
        .as(result.toString())
        .isEqualTo(complete ? TransferStatus.SUCCEEDED : TransferStatus.PARTIAL);
    tell("which is " + result.snapshotId());
    model.add(new Made(requireNonNull(result.snapshotId()), set, now(), complete, expiry, files));
    Set<String> beyond = rule == null ? Set.of() : model.beyond(rule, set, now());
    if (!most && beyond.size() > 3 && 2 * beyond.size() > model.live(set).size()) {
      beyond = Set.of(); // nobody looks at what a run does
    }
    Set<String> mayTrash = model.expired(now());
    mayTrash.addAll(beyond);
    // A run may prune, too.
    Set<String> mayRemove = model.outlasted(Duration.ofDays(7), world.spaceTime().instant());
    compare(new Outcome(mayTrash, beyond, mayRemove, Set.of()));
  }

  private Instant expiry() {
    return now().plus(Duration.ofHours(random.nextInt(24 * 90) - 24 * 20));
  }

  private Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    files.put("always", "the same");
    files.put("often", "one of few " + random.nextInt(3));
    files.put("state", new String(random.bytes(random.nextInt(30_000)), ISO_8859_1));
    return files;
  }

  private static Source objects(Map<String, String> files, boolean complete) {
    List<SourceObject> objects = new ArrayList<>();
    files.forEach(
        (key, content) -> objects.add(SourceObject.of(key, content.getBytes(ISO_8859_1))));
    if (!complete) {
      objects.add(BROKEN);
    }
    return Source.objects(objects);
  }

  private void apply() {
    String set = random.pick(SETS);
    DeletionRule rule = DeletionRule.random(random);
    tell("applies to \"" + set + "\": " + rule);
    Set<String> beyond = model.beyond(rule, set, now());
    assertThat(ids(rule.retention().obsolete(machine.snapshots().list(set), now())))
        .isEqualTo(beyond);
    assertThat(ids(machine.snapshots().apply(set, rule.retention()))).isEqualTo(beyond);
    compare(new Outcome(beyond, beyond, Set.of(), Set.of()));
  }

  private void pinOrExpire() {
    if (model.live().isEmpty()) {
      return;
    }
    Made one = random.pick(model.live());
    switch (random.nextInt(4)) {
      case 0 -> {
        tell("unpins " + one.id);
        one.pinned = machine.snapshots().unpin(one.id).pinned();
        assertThat(one.pinned).isFalse();
      }
      case 1 -> {
        tell("pins " + one.id);
        one.pinned = machine.snapshots().pin(one.id).pinned();
        assertThat(one.pinned).isTrue();
      }
      default -> {
        one.expiry = random.nextInt(4) == 0 ? null : expiry();
        tell("lets " + one.id + " expire " + one.expiry);
        machine.snapshots().expire(one.id, one.expiry);
      }
    }
    compare(Outcome.NOTHING);
  }

  private void delete() {
    Made one = random.pick(model.all());
    tell("deletes " + one.id);
    machine.snapshots().delete(one.id);
    compare(new Outcome(Set.of(one.id), Set.of(one.id), Set.of(), Set.of()));
  }

  private void undelete() {
    Made one = random.pick(model.trash().isEmpty() ? model.all() : model.trash());
    tell("undeletes " + one.id);
    machine.snapshots().undelete(one.id);
    one.trashed = null;
    compare(Outcome.NOTHING);
  }

  private void prune() throws IOException {
    Duration grace = random.pick(GRACES);
    tell(
        "prunes with a grace of "
            + grace
            + ", the space's clock says "
            + world.spaceTime().instant());
    Set<String> remove = model.outlasted(grace, world.spaceTime().instant());
    Set<String> trash = model.expired(now());
    if (grace.isZero()) {
      remove.addAll(trash);
      trash = Set.of();
    }
    PruneResult preview = machine.snapshots().previewPrune(grace);
    compare(Outcome.NOTHING);
    PruneResult result =
        grace.equals(Duration.ofDays(7))
            ? machine.snapshots().prune()
            : machine.snapshots().prune(grace);
    for (PruneResult each : List.of(preview, result)) {
      assertThat(each.removed()).containsExactlyInAnyOrderElementsOf(remove);
      assertThat(each.trashed()).containsExactlyInAnyOrderElementsOf(trash);
    }
    compare(new Outcome(trash, trash, remove, remove));
    if (!remove.isEmpty()) {
      checkContents();
    }
  }

  private void nameAnew() {
    String to = random.pick(SETS);
    if (random.nextBoolean() && !model.live().isEmpty()) {
      Set<String> ids = new HashSet<>();
      for (int i = 0; i < 2; i++) {
        Made one = random.pick(model.live());
        one.set = to;
        ids.add(one.id);
      }
      tell("assigns " + ids + " to \"" + to + '"');
      machine.snapshots().assign(to, ids.toArray(String[]::new));
    } else {
      String from = random.pick(SETS);
      tell("renames the set \"" + from + "\" to \"" + to + '"');
      assertThat(ids(machine.snapshots().renameSet(from, to)))
          .isEqualTo(model.rename(from, to, world.spaceTime().instant()));
    }
    compare(Outcome.NOTHING);
  }

  private void editInTrash() {
    if (model.trash().isEmpty()) {
      return;
    }
    String id = random.pick(model.trash()).id;
    tell("edits " + id + ", which is in the trash");
    Snapshots snapshots = machine.snapshots();
    List<ThrowingCallable> edits =
        List.of(
            () -> snapshots.pin(id),
            () -> snapshots.expire(id, now()),
            () -> snapshots.describe(id, "x"),
            () -> snapshots.assign("plan", id));
    assertThatThrownBy(random.pick(edits)).isInstanceOf(SpaceException.class);
    compare(Outcome.NOTHING);
  }

  private void compare(Outcome outcome) {
    Snapshots snapshots = machine.snapshots();
    model.compare(snapshots.list(), snapshots.deleted(), outcome, world.spaceTime().instant());
    assertThat(snapshots.sets())
        .extracting(SnapshotSet::name)
        .containsExactlyElementsOf(model.sets());
  }

  /** Whatever is listed or in the trash is there byte for byte. */
  void checkContents() throws IOException {
    assertThat(machine.snapshots().verify(true).isSound()).isTrue();
    for (Made one : model.all()) {
      assertThat(world.restored(machine, one.id).equals(one.files))
          .as("files of " + one.id)
          .isTrue();
    }
  }

  private static Set<String> ids(List<Snapshot> snapshots) {
    return snapshots.stream().map(Snapshot::id).collect(toSet());
  }

  @Override
  public void close() {
    world.close();
  }
}
