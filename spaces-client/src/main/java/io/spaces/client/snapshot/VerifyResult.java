package io.spaces.client.snapshot;

import io.spaces.client.error.IntegrityException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found, and how much it has looked at: no problem in what was looked at says
 * nothing of what was left.
 *
 * @param snapshots how many snapshots were looked at
 * @param entries how many entries they have
 * @param packs how many packs are needed
 * @param bytesRead how many stored bytes were read and verified; 0 unless data was read
 * @param problems what is wrong, each naming the object; at most 1,000
 * @param packsRead of how many packs this run has read the data
 * @param packsUnread of how many of the needed packs nobody has read the data, neither this run nor
 *     those that it goes on from: all of them unless data was read, those of other shares, and
 *     those for which the budget did not suffice
 * @param readSince when the first of those packs was read that this run has not read, since an
 *     earlier one has; null when there is none
 * @since 0.1.0
 */
public record VerifyResult(
    int snapshots,
    long entries,
    int packs,
    long bytesRead,
    List<String> problems,
    int packsRead,
    int packsUnread,
    @Nullable Instant readSince) {
  /**
   * Copies the list.
   *
   * @param snapshots see {@link #snapshots}
   * @param entries see {@link #entries}
   * @param packs see {@link #packs}
   * @param bytesRead see {@link #bytesRead}
   * @param problems see {@link #problems}
   * @param packsRead see {@link #packsRead}
   * @param packsUnread see {@link #packsUnread}
   * @param readSince see {@link #readSince}
   */
  public VerifyResult {
    Objects.requireNonNull(problems, "problems");
    problems = List.copyOf(problems);
  }

  /**
   * The result of a verification that has read the data of all packs, or of none.
   *
   * @param snapshots see {@link #snapshots}
   * @param entries see {@link #entries}
   * @param packs see {@link #packs}
   * @param bytesRead see {@link #bytesRead}
   * @param problems see {@link #problems}
   */
  public VerifyResult(
      int snapshots, long entries, int packs, long bytesRead, List<String> problems) {
    this(
        snapshots,
        entries,
        packs,
        bytesRead,
        problems,
        bytesRead > 0 ? packs : 0,
        bytesRead > 0 ? 0 : packs,
        null);
  }

  /**
   * Tells whether the data of all packs was read, by this run and those that it goes on from. Those
   * that are missing count as read: they are problems.
   *
   * @return true when nothing is left
   */
  public boolean isComplete() {
    return packsUnread == 0;
  }

  /**
   * Tells whether no problem was found in what this run has looked at.
   *
   * @return true when there is none
   */
  public boolean isSound() {
    return problems.isEmpty();
  }

  /**
   * Throws when a problem was found.
   *
   * @return this
   * @throws IntegrityException when there is a problem; names the first
   */
  public VerifyResult orElseThrow() {
    if (!isSound()) {
      throw new IntegrityException(
          "The vault has " + problems.size() + " problems; the first: " + problems.get(0), null);
    }
    return this;
  }
}
