package io.spaces.client.snapshot;

import io.spaces.client.error.InvalidParameterException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * Which snapshots to keep. A snapshot stays when any of the rules keeps it. Immutable.
 *
 * <p>Whatever the rules: the newest complete snapshot always stays. Snapshots from the future (a
 * clock was wrong) stay too and count as nothing; neither do incomplete ones count: they are never
 * kept in place of a complete one, and go once a newer complete one exists, unless {@link
 * #hours(int)} or {@link #days(int)} keep them.
 */
public final class Retention {
  private static final int MOST = 1_000_000;

  private final Builder rules;

  private Retention(Builder rules) {
    this.rules = rules;
  }

  /**
   * Keeps every snapshot.
   *
   * @return the rule
   */
  public static Retention all() {
    Builder builder = new Builder();
    builder.all = true;
    return builder.build();
  }

  /**
   * Keeps the newest snapshots.
   *
   * @param count how many, at least 1
   * @return the rule
   * @throws InvalidParameterException when out of range
   */
  public static Retention files(int count) {
    return builder().keepLast(count).build();
  }

  /**
   * Keeps the snapshots of the last hours.
   *
   * @param hours how many, at least 1
   * @return the rule
   * @throws InvalidParameterException when out of range
   */
  public static Retention hours(int hours) {
    return builder().keepWithin(Duration.ofHours(check("hours", hours))).build();
  }

  /**
   * Keeps the snapshots of the last days of 24 hours.
   *
   * @param days how many, at least 1
   * @return the rule
   * @throws InvalidParameterException when out of range
   */
  public static Retention days(int days) {
    return builder().keepWithin(Duration.ofDays(check("days", days))).build();
  }

  /**
   * Starts a combination of rules.
   *
   * @return a builder without a rule
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Tells which snapshots the rules do not keep.
   *
   * @param snapshots all there are, in any order
   * @param now the present
   * @return those to be removed, newest first
   */
  public List<Snapshot> obsolete(Collection<Snapshot> snapshots, Instant now) {
    if (rules.all) {
      return List.of();
    }
    List<Snapshot> past = new ArrayList<>();
    for (Snapshot snapshot : snapshots) {
      if (!snapshot.time().isAfter(now)) {
        past.add(snapshot);
      }
    }
    past.sort(Comparator.comparing(Snapshot::time).thenComparing(Snapshot::id).reversed());
    List<Snapshot> complete = past.stream().filter(Snapshot::complete).toList();
    Set<String> kept = new HashSet<>();
    if (!complete.isEmpty()) {
      kept.add(complete.get(0).id());
    }
    keepFirst(complete, rules.last, Snapshot::id, kept);
    keepFirst(complete, rules.daily, this::day, kept);
    keepFirst(complete, rules.weekly, this::week, kept);
    keepFirst(complete, rules.monthly, s -> day(s).withDayOfMonth(1), kept);
    keepFirst(complete, rules.yearly, s -> day(s).withDayOfYear(1), kept);
    Instant newestComplete = complete.isEmpty() ? Instant.MIN : complete.get(0).time();
    List<Snapshot> obsolete = new ArrayList<>();
    for (Snapshot snapshot : past) {
      boolean unfinishedButNewest =
          !snapshot.complete() && !snapshot.time().isBefore(newestComplete);
      if (!kept.contains(snapshot.id()) && !unfinishedButNewest && !isWithin(snapshot, now)) {
        obsolete.add(snapshot);
      }
    }
    return obsolete;
  }

  private boolean isWithin(Snapshot snapshot, Instant now) {
    return !rules.within.isZero() && !snapshot.time().isBefore(now.minus(rules.within));
  }

  private static void keepFirst(
      List<Snapshot> newestFirst,
      int periods,
      Function<Snapshot, Object> period,
      Set<String> kept) {
    Set<Object> seen = new HashSet<>();
    for (Snapshot snapshot : newestFirst) {
      if (seen.size() == periods) {
        return;
      }
      if (seen.add(period.apply(snapshot))) {
        kept.add(snapshot.id());
      }
    }
  }

  private LocalDate day(Snapshot snapshot) {
    return LocalDate.ofInstant(snapshot.time(), rules.zone);
  }

  private Object week(Snapshot snapshot) {
    LocalDate day = day(snapshot);
    return List.of(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  /**
   * Returns the rules in words.
   *
   * @return such as {@code last 3, daily 7}
   */
  @Override
  public String toString() {
    if (rules.all) {
      return "all";
    }
    List<String> words = new ArrayList<>();
    describe(words, "last", rules.last);
    describe(words, "daily", rules.daily);
    describe(words, "weekly", rules.weekly);
    describe(words, "monthly", rules.monthly);
    describe(words, "yearly", rules.yearly);
    if (!rules.within.isZero()) {
      boolean hours = rules.within.equals(Duration.ofHours(rules.within.toHours()));
      words.add("within " + (hours ? rules.within.toHours() + " hours" : rules.within.toString()));
    }
    return String.join(", ", words);
  }

  private static void describe(List<String> words, String rule, int count) {
    if (count > 0) {
      words.add(rule + " " + count);
    }
  }

  private static int check(String parameter, int count) {
    if (count < 1 || count > MOST) {
      throw new InvalidParameterException(parameter, "is " + count + "; expected 1 to " + MOST);
    }
    return count;
  }

  /** Combines rules. Serves one thread. */
  public static final class Builder {
    private boolean all;
    private int last;
    private int daily;
    private int weekly;
    private int monthly;
    private int yearly;
    private Duration within = Duration.ZERO;
    private ZoneId zone = ZoneId.systemDefault();

    private Builder() {}

    /**
     * Keeps the newest snapshots.
     *
     * @param count how many, at least 1
     * @return this
     * @throws InvalidParameterException when out of range
     */
    public Builder keepLast(int count) {
      last = check("keepLast", count);
      return this;
    }

    /**
     * Keeps the newest snapshot of each of the newest days that have one.
     *
     * @param days how many, at least 1
     * @return this
     * @throws InvalidParameterException when out of range
     */
    public Builder keepDaily(int days) {
      daily = check("keepDaily", days);
      return this;
    }

    /**
     * Keeps the newest snapshot of each of the newest ISO weeks (from Monday) that have one.
     *
     * @param weeks how many, at least 1
     * @return this
     * @throws InvalidParameterException when out of range
     */
    public Builder keepWeekly(int weeks) {
      weekly = check("keepWeekly", weeks);
      return this;
    }

    /**
     * Keeps the newest snapshot of each of the newest months that have one.
     *
     * @param months how many, at least 1
     * @return this
     * @throws InvalidParameterException when out of range
     */
    public Builder keepMonthly(int months) {
      monthly = check("keepMonthly", months);
      return this;
    }

    /**
     * Keeps the newest snapshot of each of the newest years that have one.
     *
     * @param years how many, at least 1
     * @return this
     * @throws InvalidParameterException when out of range
     */
    public Builder keepYearly(int years) {
      yearly = check("keepYearly", years);
      return this;
    }

    /**
     * Keeps all snapshots that are not older than this.
     *
     * @param age positive
     * @return this
     * @throws InvalidParameterException when not positive
     */
    public Builder keepWithin(Duration age) {
      if (age.isNegative() || age.isZero()) {
        throw new InvalidParameterException(
            "keepWithin", "is " + age + "; expected a positive duration");
      }
      within = age;
      return this;
    }

    /**
     * Says in which time zone days begin.
     *
     * @param timeZone the zone; the system's by default
     * @return this
     */
    public Builder zone(ZoneId timeZone) {
      zone = Objects.requireNonNull(timeZone, "timeZone");
      return this;
    }

    /**
     * Returns the rules.
     *
     * @return what keeps what any rule keeps
     * @throws InvalidParameterException when there is no rule at all
     */
    public Retention build() {
      if (!all && last + daily + weekly + monthly + yearly == 0 && within.isZero()) {
        throw new InvalidParameterException(
            "retention", "has no rule; expected at least one, or Retention.all()");
      }
      Builder copy = new Builder();
      copy.all = all;
      copy.last = last;
      copy.daily = daily;
      copy.weekly = weekly;
      copy.monthly = monthly;
      copy.yearly = yearly;
      copy.within = within;
      copy.zone = zone;
      return new Retention(copy);
    }
  }
}
