package io.spaces.client.snapshot;

import io.spaces.client.error.IntegrityException;
import java.util.List;
import java.util.Objects;

/**
 * What a verification found.
 *
 * @param snapshots how many snapshots were looked at
 * @param entries how many entries they have
 * @param packs how many packs are needed
 * @param bytesRead how many stored bytes were read and verified; 0 unless data was read
 * @param problems what is wrong, each naming the object; at most 1,000
 * @since 0.1.0
 */
public record VerifyResult(
    int snapshots, long entries, int packs, long bytesRead, List<String> problems) {
  /**
   * Copies the list.
   *
   * @param snapshots see {@link #snapshots}
   * @param entries see {@link #entries}
   * @param packs see {@link #packs}
   * @param bytesRead see {@link #bytesRead}
   * @param problems see {@link #problems}
   */
  public VerifyResult {
    Objects.requireNonNull(problems, "problems");
    problems = List.copyOf(problems);
  }

  /**
   * Tells whether all is well.
   *
   * @return true when there is no problem
   */
  public boolean isSound() {
    return problems.isEmpty();
  }

  /**
   * Throws unless all is well.
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
