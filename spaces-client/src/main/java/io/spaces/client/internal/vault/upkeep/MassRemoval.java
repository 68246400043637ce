package io.spaces.client.internal.vault.upkeep;

import io.spaces.client.transfer.Warning;

/**
 * Tells when what is about to be removed of a set is most of it: a slip in a rule, or a clock that
 * has jumped, rather than what somebody wants. Nobody looks at what a scheduled run does, so that
 * it then removes nothing at all.
 */
final class MassRemoval {
  /** Why they would go, where no rule says it. */
  static final String EXPIRED = "they have expired";

  /** So many are never too many: a set may be that small. */
  private static final int ALWAYS = 3;

  private MassRemoval() {}

  /**
   * Whether it is more than half, and more than three.
   *
   * @param removed how many would be removed at once
   * @param all how many there are outside the trash
   */
  static boolean is(int removed, int all) {
    return removed > ALWAYS && removed > all / 2;
  }

  /**
   * Says so, and what to do.
   *
   * @param why such as {@code no rule of "FILES 3" keeps}
   */
  static Warning warning(String set, int removed, int all, String why) {
    return new Warning(
        Warning.Code.MASS_REMOVAL_REFUSED,
        "All of the set \""
            + set
            + "\" stays: "
            + removed
            + " of "
            + all
            + " snapshots, more than half, would have been removed at once, since "
            + why
            + ". Where that is meant, apply the rule yourself once (Snapshots.apply; spaces"
            + " snapshots prune --set NAME --keep RULES, with --dry-run first), or say"
            + " allowMassRemoval");
  }
}
