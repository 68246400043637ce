package io.spaces.client.testkit.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The soak's checker finds what it is there to find. */
class CheckerTest {
  private static final byte[] OLD = "old".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);

  @Test
  void aMirrorMayHoldOldAndNewContentUntilItSucceeds() {
    Map<String, byte[]> before = Map.of("a", OLD, "gone", OLD);
    Map<String, byte[]> tree = Map.of("a", NEW, "b", NEW);
    Map<String, byte[]> half = Map.of("a", NEW, "gone", OLD);

    assertThatCode(() -> mirror(before, half, tree, TransferStatus.FAILED, false))
        .doesNotThrowAnyException();
    finds("success", () -> mirror(before, half, tree, TransferStatus.SUCCEEDED, false));
    finds("no failure names b", () -> mirror(before, half, tree, TransferStatus.PARTIAL, false));
  }

  @Test
  void aMirrorMustNotLoseOrMakeUpAnything() {
    Map<String, byte[]> before = Map.of("a", OLD, "gone", OLD);
    Map<String, byte[]> tree = Map.of("a", NEW);

    finds("lost", () -> mirror(before, Map.of("a", NEW), tree, TransferStatus.SUCCEEDED, false));
    finds(
        "made up",
        () ->
            mirror(
                before, Map.of("a", new byte[9], "gone", OLD), tree, TransferStatus.FAILED, false));
    finds("lost", () -> mirror(before, Map.of("a", OLD), tree, TransferStatus.FAILED, true));
    finds(
        "in spite of",
        () -> mirror(before, Map.of("a", NEW, "gone", OLD), tree, TransferStatus.SUCCEEDED, true));
  }

  private static void mirror(
      Map<String, byte[]> before,
      Map<String, byte[]> after,
      Map<String, byte[]> tree,
      TransferStatus status,
      boolean strict) {
    Checker.mirror(before, after, tree, status, List.<ObjectFailure>of(), strict);
  }

  @Test
  void aRestoreMustNotLeaveAnythingWrongNorSucceedWithoutAFile() {
    Map<String, byte[]> expected = Map.of("a", OLD, "b", OLD);

    finds("wrong a", () -> restored(expected, Map.of("a", NEW), TransferStatus.FAILED, true));
    finds("wrong c", () -> restored(expected, Map.of("c", OLD), TransferStatus.FAILED, true));
    finds(
        "without all", () -> restored(expected, Map.of("a", OLD), TransferStatus.SUCCEEDED, true));
    assertThatCode(() -> restored(expected, Map.of("a", OLD), TransferStatus.SUCCEEDED, false))
        .doesNotThrowAnyException();
  }

  private static void restored(
      Map<String, byte[]> expected,
      Map<String, byte[]> found,
      TransferStatus status,
      boolean complete) {
    Checker.restored(expected, found, status, complete);
  }

  @Test
  void snapshotsMustNeitherGetLostNorStayNorAppear() {
    finds("is lost", () -> model().compare(Set.of("1", "2"), Set.of("2"), Set.of()));
    finds("not removed", () -> model().compare(Set.of("1", "2", "3"), Set.of(), Set.of("2")));
    finds("out of nowhere", () -> model().compare(Set.of("1", "2", "3", "4"), Set.of(), Set.of()));
    assertThatCode(() -> model().compare(Set.of("3"), Set.of("1"), Set.of("2")))
        .doesNotThrowAnyException();
  }

  @Test
  void theNewestSnapshotsStayAndSoDoesTheNewestWholeOneAndWhatIsHeld() {
    SnapshotModel model = model();
    model.add("4", "20300104T000000Z-4.0", "s", new TreeMap<>(), false);
    Instant now = Instant.parse("2030-01-05T00:00:00Z");
    assertThat(model.beyond("s", 1, now)).containsExactlyInAnyOrder("1", "2");
    model.expires("1", now.plusSeconds(1), true);
    assertThat(model.beyond("s", 1, now)).containsExactlyInAnyOrder("2");

    model.ids().forEach(id -> model.expires(id, now.minusSeconds(1), true));
    model.expires("1", now.plusSeconds(1), false);

    assertThat(model.beyond("s", 1, now)).containsExactlyInAnyOrder("1", "2", "4");
    assertThat(model.expired(now, true)).containsExactlyInAnyOrder("2", "4");
    assertThat(model.expired(now, false)).containsExactlyInAnyOrder("1", "2", "4");
  }

  @Test
  void aPinHoldsWhatIsPinnedForSureAndAnotherSetIsNoneOfARulesBusiness() {
    SnapshotModel model = model();
    model.add("5", "20291231T000000Z-5.0", "t", new TreeMap<>(), true);
    Instant now = Instant.parse("2030-01-05T00:00:00Z");
    model.pinned("2", true, false);
    assertThat(model.beyond("s", 1, now)).containsExactlyInAnyOrder("1", "2");
    model.pinned("2", true, true);
    assertThat(model.beyond("s", 1, now)).containsExactlyInAnyOrder("1");
    model.pinned("2", false, false);
    assertThat(model.beyond("s", 1, now)).containsExactlyInAnyOrder("1", "2");
    model.assigned("5", "s");
    assertThat(model.beyond("s", 1, now)).containsExactlyInAnyOrder("1", "2", "5");
  }

  @Test
  void theListsMustBeWhatTheModelKnows() {
    Instant time = Instant.parse("2030-01-01T00:00:00Z");
    Snapshot one = Snapshot.builder("1", time).set("s").complete(true).build();
    Snapshot two = Snapshot.builder("2", time).set("s").complete(false).build();
    Snapshot three = Snapshot.builder("3", time).set("s").complete(true).build();

    assertThatCode(() -> model().compareLists(List.of(one, two, three), List.of()))
        .doesNotThrowAnyException();
    finds("in the trash", () -> model().compareLists(List.of(one, two), List.of(three)));
    finds("in no list", () -> model().compareLists(List.of(one, two), List.of()));
    Snapshot pinned = three.toBuilder().pinned(true).build();
    finds("pin", () -> model().compareLists(List.of(one, two, pinned), List.of()));
    Snapshot moved = three.toBuilder().set("t").build();
    finds("another set", () -> model().compareLists(List.of(one, two, moved), List.of()));
  }

  @Test
  void whatIsInTheTrashIsNeitherTheNewestNorLost() {
    SnapshotModel model = model();
    model.deleted("3", true);
    assertThat(model.inTrash(true)).containsExactly("3");
    assertThat(model.newestComplete("s")).isEqualTo("1");
    model.deleted("1", false);
    assertThat(model.inTrash(true)).containsExactly("3");
    assertThat(model.inTrash(false)).containsExactlyInAnyOrder("1", "3");
    assertThat(model.newestComplete("s")).as("nobody knows").isNull();
    model.undeleted("3", false);
    assertThat(model.inTrash(true)).isEmpty();
    model.undeleted("3", true);
    assertThat(model.newestComplete("s")).isEqualTo("3");
  }

  /** Three snapshots: 1, half of 2, and 3. */
  private static SnapshotModel model() {
    SnapshotModel model = new SnapshotModel();
    model.add("1", "20300101T000000Z-1.0", "s", new TreeMap<>(), true);
    model.add("2", "20300102T000000Z-2.1", "s", new TreeMap<>(), false);
    model.add("3", "20300103T000000Z-3.0", "s", new TreeMap<>(), true);
    return model;
  }

  private static void finds(String finding, ThrowingCallable check) {
    assertThatThrownBy(check).isInstanceOf(Checker.Finding.class).hasMessageContaining(finding);
  }

  @Test
  void aHistoryIsShortenedToTheStepsThatMatter() {
    List<Step> history =
        LongStream.range(0, 25).mapToObj(seed -> new Step(Step.Kind.EDIT, seed)).toList();
    Step first = history.get(3);
    Step second = history.get(17);

    List<Step> fewest =
        new Shortening(steps -> steps.contains(first) && steps.contains(second)).of(history);

    assertThat(fewest).containsExactly(first, second);
    assertThat(Step.parse(first.toString())).isEqualTo(first);
  }
}
