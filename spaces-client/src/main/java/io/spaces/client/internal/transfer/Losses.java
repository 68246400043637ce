package io.spaces.client.internal.transfer;

/** How much a source may lose from one backup to the next before that is suspicious. */
public final class Losses {
  /** In a smaller source it is nothing out of the ordinary when most of it goes. */
  private static final int FEWEST_FILES = 100;

  private Losses() {}

  /**
   * Tells whether a source has lost most of what it had.
   *
   * @param files how many files it had
   * @param lost how many of them are lost
   * @return true for more than half of at least 100
   */
  public static boolean areMost(long files, long lost) {
    return files >= FEWEST_FILES && lost > files / 2;
  }
}
