package io.spaces.client.testkit.soak;

/** What a soak did; for one thread. */
final class SoakCounts {
  int rounds;
  int steps;
  int backups;
  int restores;
  int upkeeps;
  int empty;
  int cancelled;
  int silenced;
  int deceived;
  int replayed;
  int killed;
  int restarts;
  long troubled;

  @Override
  public String toString() {
    return ("%d rounds, %d steps: %d backups, %d restores, %d upkeeps of vaults; %d of nothing,"
            + " %d cancelled,"
            + " %d silenced, %d deceived, %d objects replayed, %d processes killed,"
            + " %d restarts of the space,"
            + " %d requests met with a fault or broke")
        .formatted(
            rounds, steps, backups, restores, upkeeps, empty, cancelled, silenced, deceived,
            replayed, killed, restarts, troubled);
  }
}
