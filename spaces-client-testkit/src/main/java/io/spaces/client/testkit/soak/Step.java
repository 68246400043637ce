package io.spaces.client.testkit.soak;

import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One step of a round. A value: the same steps can be taken again, and fewer of them.
 *
 * @param kind what is done
 * @param seed where everything random in it comes from
 */
record Step(Kind kind, long seed) {
  private static final Pattern TEXT = Pattern.compile("([A-Z_]+)\\((\\d+)\\),?");

  /** What a step does, and how likely it is. */
  enum Kind {
    EDIT(16),
    BACKUP(8),
    FAULTY_BACKUP(10),
    CANCELLED_BACKUP(6),
    /** From some request on nothing gets through any more, as if the client had been killed. */
    SILENCED_BACKUP(4),
    /** The space acknowledges and forgets, lags, or serves another object than it was asked for. */
    DECEIVED_BACKUP(6),
    /** A process of its own, killed. */
    KILLED_BACKUP(2),
    /** The source's disk is not mounted. */
    EMPTY_BACKUP(3),
    /** The space ends in the middle, and comes back. */
    BACKUP_INTO_ENDING_SPACE(2),
    RESTORE(6),
    FAULTY_RESTORE(5),
    DECEIVED_RESTORE(3),
    /** Snapshots are deleted, pinned, expire or fall to a rule, or a repair; then a pruning. */
    UPKEEP(8),
    FAULTY_UPKEEP(6),
    DECEIVED_UPKEEP(4),
    SILENCED_UPKEEP(3),
    KILLED_UPKEEP(2),
    /** What was deleted is there again. */
    REPLAYED_OBJECTS(6),
    RESTARTED_SPACE(2),
    LOST_STATE(2);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }

    /** One of all kinds, by their weights. */
    static Kind random(Random random) {
      int sum = 0;
      for (Kind kind : values()) {
        sum += kind.weight;
      }
      int drawn = random.nextInt(sum);
      for (Kind kind : values()) {
        drawn -= kind.weight;
        if (drawn < 0) {
          return kind;
        }
      }
      throw new IllegalStateException("weights that do not add up");
    }
  }

  /** A step as it is printed. */
  static Step parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text + " is no step; expected such as EDIT(17)");
    }
    return new Step(Kind.valueOf(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  @Override
  public String toString() {
    return kind + "(" + seed + ")";
  }
}
