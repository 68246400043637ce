package io.spaces.client.internal.vault.snapshot;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.disk.LocalState;

/**
 * Which change of a vault's keys this machine has seen last. A space that serves an earlier
 * configuration lets keys open the vault that were removed.
 */
public final class SeenKeys {
  private static final String FILE = "keys";

  private final LocalState state;

  /**
   * What is known of a vault.
   *
   * @param state what is kept of it on this machine
   */
  public SeenKeys(LocalState state) {
    this.state = state;
  }

  private long seen() {
    String kept = state.recall(FILE).map(bytes -> new String(bytes, US_ASCII).strip()).orElse("0");
    if (!kept.matches("[0-9]{1,18}")) {
      state.forgetDamaged(FILE);
      return 0;
    }
    return Long.parseLong(kept);
  }

  /**
   * Makes sure that keys are not of before.
   *
   * @throws IntegrityException when they are
   */
  public void requireNotBefore(long revision) {
    requireNotBefore(revision, seen());
  }

  /** The same with what was seen a moment ago. */
  public static void requireNotBefore(long revision, long seen) {
    if (revision < seen) {
      throw new IntegrityException(
          "The space shows the vault's keys as they were after "
              + revision
              + " changes, while this machine has seen "
              + seen
              + ": keys that were removed since would open it again. The space was set back to an"
              + " earlier state, or hides the later one. If that was done on purpose,"
              + " Snapshots.acceptRollback (spaces snapshots accept-rollback) takes what the space"
              + " shows",
          null);
    }
  }

  public void remember(long revision) {
    if (revision > seen()) {
      state.keep(FILE, Long.toString(revision).getBytes(US_ASCII));
    }
  }

  public void forget() {
    state.delete(FILE);
  }
}
