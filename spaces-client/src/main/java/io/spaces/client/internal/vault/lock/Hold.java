package io.spaces.client.internal.vault.lock;

import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.transfer.Warning;
import java.util.List;
import java.util.Optional;

/**
 * What keeps everything of a set that has become suspicious: one of its snapshots outside the trash
 * says so, and every client sees it, until a person confirms that all is well.
 */
public final class Hold {
  private Hold() {}

  /**
   * Tells whether a set is held.
   *
   * @param ofSet its snapshots outside the trash
   * @return the warning that says so, and what to do
   */
  public static Optional<Warning> on(List<SnapshotRecord> ofSet) {
    return ofSet.stream()
        .map(SnapshotRecord::snapshot)
        .filter(snapshot -> snapshot.suspicion() != null)
        .findFirst()
        .map(Hold::warning);
  }

  /**
   * Says that a snapshot holds its set.
   *
   * @param suspicious a snapshot with a suspicion
   * @return what to say, and what to do
   */
  public static Warning warning(Snapshot suspicious) {
    return new Warning(
        Warning.Code.SET_HELD,
        "Nothing of the set \""
            + suspicious.set()
            + "\" is removed for now: in its snapshot "
            + suspicious.id()
            + " of "
            + suspicious.time()
            + ", "
            + suspicious.suspicion()
            + ". Where that is meant, confirm it (Snapshots.confirm; spaces snapshots confirm --set"
            + " NAME); where not, restore an earlier snapshot: all of them stay");
  }
}
