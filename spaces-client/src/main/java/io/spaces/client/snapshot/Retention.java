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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which snapshots to keep. A snapshot stays when any of the rules keeps it. Immutable.
 *
 * <p>In text, in whatever case: {@code ALL}, or one rule or several, each once, such as {@code
 * FILES 3 DAYS 30} or {@code last:3,daily:7}: {@code FILES n} (or {@code LAST n}) keeps the newest;
 * one of {@code HOURS n}, {@code DAYS n} and {@code WITHIN PT1H30M} those of the last hours or
 * days; {@code DAILY n}, {@code WEEKLY n}, {@code MONTHLY n} and {@code YEARLY n} the newest of
 * each such time; and {@code ZONE Europe/Berlin} says where days begin. Between rules are spaces or
 * commas, between a rule and its number a space or a colon. It is so in Java, in plans and on the
 * command line.
 *
 * <p>Rules look at one set at a time, and at complete and incomplete snapshots alike. Whatever they
 * say, these stay: the newest complete snapshot of each set, or the newest where none is complete;
 * those that are {@linkplain Snapshot#pinned pinned}; those whose {@linkplain Snapshot#expiresAt
 * expiry} is yet to come; those from the future (a clock was wrong). An expiry that has passed
 * removes any other, also one that a rule would keep. Only what has neither pin nor expiry takes up
 * a rule's places: a snapshot that is held keeps no other from being kept.
 *
 * @since 0.1.0
 */
public final class Retention {
  private static final int MOST = 1_000_000;
  private static final int MOST_HOURS = 24 * MOST;
  private static final Comparator<Snapshot> NEWEST_FIRST =
      Comparator.comparing(Snapshot::time).thenComparing(Snapshot::id).reversed();

  private final boolean all;
  private final int last;
  private final int daily;
  private final int weekly;
  private final int monthly;
  private final int yearly;
  private final Duration within;
  private final @Nullable ZoneId zone;

  private Retention(Builder rules, @Nullable ZoneId zone) {
    all = rules.all;
    last = rules.last;
    daily = rules.daily;
    weekly = rules.weekly;
    monthly = rules.monthly;
    yearly = rules.yearly;
    within = rules.within;
    this.zone = all ? null : zone;
  }

  /**
   * Keeps every snapshot that has not expired.
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
   * @param count how many, 1 to 1,000,000
   * @return the rule
   * @throws InvalidParameterException when out of range
   */
  public static Retention files(int count) {
    return builder().keepLast(count).build();
  }

  /**
   * Keeps the snapshots of the last hours.
   *
   * @param hours how many, 1 to 24,000,000
   * @return the rule
   * @throws InvalidParameterException when out of range
   */
  public static Retention hours(int hours) {
    return builder().keepWithin(Duration.ofHours(check("hours", hours, MOST_HOURS))).build();
  }

  /**
   * Keeps the snapshots of the last days of 24 hours.
   *
   * @param days how many, 1 to 1,000,000
   * @return the rule
   * @throws InvalidParameterException when out of range
   */
  public static Retention days(int days) {
    return builder().keepWithin(Duration.ofDays(check("days", days, MOST))).build();
  }

  /**
   * Reads rules in text, as it is described above.
   *
   * @param text such as {@code FILES 3 DAYS 30}, in whatever case, or {@code last:3,daily:7}
   * @return the rules
   * @throws InvalidParameterException when it is not of that form, or says the same rule twice
   */
  public static Retention parse(String text) {
    return RetentionText.parse(Objects.requireNonNull(text, "text"));
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
   * Tells whether every snapshot is kept.
   *
   * @return true for {@link #all()}
   */
  public boolean keepsAll() {
    return all;
  }

  /**
   * Returns how many of the newest snapshots are kept.
   *
   * @return a count; 0 without such a rule
   */
  public int last() {
    return last;
  }

  /**
   * Returns up to which age all snapshots are kept.
   *
   * @return an age; zero without such a rule
   */
  public Duration within() {
    return within;
  }

  /**
   * Returns of how many days the newest snapshot is kept.
   *
   * @return a count; 0 without such a rule
   */
  public int daily() {
    return daily;
  }

  /**
   * Returns of how many weeks the newest snapshot is kept.
   *
   * @return a count; 0 without such a rule
   */
  public int weekly() {
    return weekly;
  }

  /**
   * Returns of how many months the newest snapshot is kept.
   *
   * @return a count; 0 without such a rule
   */
  public int monthly() {
    return monthly;
  }

  /**
   * Returns of how many years the newest snapshot is kept.
   *
   * @return a count; 0 without such a rule
   */
  public int yearly() {
    return yearly;
  }

  /**
   * Returns in which time zone days begin.
   *
   * @return the zone, or null where nobody said so: then it is that of a plan's schedule, or else
   *     the system's
   */
  public @Nullable ZoneId zone() {
    return zone;
  }

  /**
   * The same rules with days that begin in a time zone.
   *
   * @param zone the zone
   * @return rules with that zone, in place of the one that these have
   */
  public Retention zone(ZoneId zone) {
    return new Retention(new Builder(this), Objects.requireNonNull(zone, "zone"));
  }

  /**
   * Tells which snapshots are not kept.
   *
   * @param snapshots all there are, in any order; each set is looked at by itself
   * @param now the present
   * @return those to be removed, newest first; none that is in the trash already
   */
  public List<Snapshot> obsolete(Collection<Snapshot> snapshots, Instant now) {
    return preview(snapshots, now).stream()
        .filter(decision -> !decision.kept())
        .map(RetentionDecision::snapshot)
        .toList();
  }

  /**
   * Tells what would become of snapshots now, and why. Changes nothing.
   *
   * @param snapshots all there are, in any order; each set is looked at by itself
   * @return a decision on each, newest first; none on those that are in the trash already
   */
  public List<RetentionDecision> preview(Collection<Snapshot> snapshots) {
    return preview(snapshots, Instant.now());
  }

  /**
   * Tells what would become of snapshots at some time, and why. Changes nothing.
   *
   * @param snapshots all there are, in any order; each set is looked at by itself
   * @param now the time
   * @return a decision on each, newest first; none on those that are in the trash already
   */
  public List<RetentionDecision> preview(Collection<Snapshot> snapshots, Instant now) {
    Objects.requireNonNull(snapshots, "snapshots");
    Objects.requireNonNull(now, "now");
    List<Snapshot> newestFirst =
        snapshots.stream().filter(s -> s.deletedAt() == null).sorted(NEWEST_FIRST).toList();
    Map<String, List<Snapshot>> sets = new LinkedHashMap<>();
    newestFirst.forEach(s -> sets.computeIfAbsent(s.set(), set -> new ArrayList<>()).add(s));
    Map<Snapshot, RetentionDecision> decisions = new HashMap<>();
    sets.values().forEach(set -> decide(set, now, decisions));
    return newestFirst.stream()
        .map(snapshot -> Objects.requireNonNull(decisions.get(snapshot)))
        .toList();
  }

  private void decide(
      List<Snapshot> newestFirst, Instant now, Map<Snapshot, RetentionDecision> decisions) {
    List<Snapshot> past = newestFirst.stream().filter(s -> !s.time().isAfter(now)).toList();
    Snapshot last =
        past.stream()
            .filter(Snapshot::complete)
            .findFirst()
            .orElse(past.isEmpty() ? null : past.get(0));
    Map<Snapshot, String> kept = keptByRules(past, now);
    for (Snapshot snapshot : newestFirst) {
      String held = snapshot.equals(last) ? whyTheLastStays(snapshot) : hold(snapshot, now);
      RetentionDecision decision;
      if (held != null) {
        decision = new RetentionDecision(snapshot, true, held);
      } else if (snapshot.expiresAt() != null) {
        decision = new RetentionDecision(snapshot, false, "expired " + snapshot.expiresAt());
      } else {
        String rules = kept.getOrDefault(snapshot, "");
        decision =
            new RetentionDecision(
                snapshot, !rules.isEmpty(), rules.isEmpty() ? "no rule keeps it" : rules);
      }
      decisions.put(snapshot, decision);
    }
  }

  private static String whyTheLastStays(Snapshot snapshot) {
    return snapshot.complete()
        ? "the newest complete one of its set"
        : "the newest of a set that has no complete one";
  }

  /** What holds a snapshot against rules and its expiry, or null. */
  private static @Nullable String hold(Snapshot snapshot, Instant now) {
    Instant expiresAt = snapshot.expiresAt();
    if (snapshot.pinned()) {
      return "pinned";
    }
    if (snapshot.time().isAfter(now)) {
      return "from the future";
    }
    return expiresAt != null && expiresAt.isAfter(now) ? "held until " + expiresAt : null;
  }

  /** The rules that keep each of those that rules decide on. */
  private Map<Snapshot, String> keptByRules(List<Snapshot> newestFirst, Instant now) {
    List<Snapshot> free =
        newestFirst.stream().filter(s -> s.expiresAt() == null && !s.pinned()).toList();
    Map<Snapshot, String> kept = new HashMap<>();
    if (all) {
      free.forEach(snapshot -> kept.put(snapshot, "all"));
      return kept;
    }
    keepFirst(free, "last", last, Snapshot::id, kept);
    keepFirst(free, "daily", daily, this::day, kept);
    keepFirst(free, "weekly", weekly, this::week, kept);
    keepFirst(free, "monthly", monthly, s -> day(s).withDayOfMonth(1), kept);
    keepFirst(free, "yearly", yearly, s -> day(s).withDayOfYear(1), kept);
    if (!within.isZero()) {
      free.stream()
          .filter(s -> Duration.between(s.time(), now).compareTo(within) <= 0)
          .forEach(snapshot -> kept.merge(snapshot, youngerThan(), Retention::and));
    }
    return kept;
  }

  private static void keepFirst(
      List<Snapshot> newestFirst,
      String rule,
      int periods,
      Function<Snapshot, Object> period,
      Map<Snapshot, String> kept) {
    Set<Object> seen = new HashSet<>();
    for (Snapshot snapshot : newestFirst) {
      if (seen.size() == periods) {
        return;
      }
      if (seen.add(period.apply(snapshot))) {
        kept.merge(snapshot, rule + " " + periods, Retention::and);
      }
    }
  }

  private static String and(String one, String other) {
    return one + ", " + other;
  }

  private LocalDate day(Snapshot snapshot) {
    return LocalDate.ofInstant(snapshot.time(), zone == null ? ZoneId.systemDefault() : zone);
  }

  private Object week(Snapshot snapshot) {
    LocalDate day = day(snapshot);
    return List.of(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Retention that
        && all == that.all
        && last == that.last
        && daily == that.daily
        && weekly == that.weekly
        && monthly == that.monthly
        && yearly == that.yearly
        && within.equals(that.within)
        && Objects.equals(zone, that.zone);
  }

  @Override
  public int hashCode() {
    return Objects.hash(all, last, daily, weekly, monthly, yearly, within, zone);
  }

  /** Returns the rules in text, such as {@code FILES 3 DAILY 7}, as {@link #parse} reads them. */
  @Override
  public String toString() {
    return RetentionText.write(this);
  }

  private String youngerThan() {
    boolean hours = within.equals(Duration.ofHours(within.toHours()));
    return "within " + (hours ? within.toHours() + " hours" : within.toString());
  }

  private static int check(String parameter, int count, int most) {
    if (count < 1 || count > most) {
      throw new InvalidParameterException(parameter, "is " + count + "; expected 1 to " + most);
    }
    return count;
  }

  /**
   * Combines rules. Serves one thread.
   *
   * @since 0.1.0
   */
  public static final class Builder {
    private boolean all;
    private int last;
    private int daily;
    private int weekly;
    private int monthly;
    private int yearly;
    private Duration within = Duration.ZERO;
    private @Nullable ZoneId zone;

    private Builder() {}

    private Builder(Retention rules) {
      all = rules.all;
      last = rules.last;
      daily = rules.daily;
      weekly = rules.weekly;
      monthly = rules.monthly;
      yearly = rules.yearly;
      within = rules.within;
    }

    /**
     * Keeps the newest snapshots.
     *
     * @param count how many, 1 to 1,000,000
     * @return this
     * @throws InvalidParameterException when out of range
     */
    public Builder keepLast(int count) {
      last = check("keepLast", count, MOST);
      return this;
    }

    /**
     * Keeps the newest snapshot of each of the newest days that have one.
     *
     * @param days how many, 1 to 1,000,000
     * @return this
     * @throws InvalidParameterException when out of range
     */
    public Builder keepDaily(int days) {
      daily = check("keepDaily", days, MOST);
      return this;
    }

    /**
     * Keeps the newest snapshot of each of the newest ISO weeks (from Monday) that have one.
     *
     * @param weeks how many, 1 to 1,000,000
     * @return this
     * @throws InvalidParameterException when out of range
     */
    public Builder keepWeekly(int weeks) {
      weekly = check("keepWeekly", weeks, MOST);
      return this;
    }

    /**
     * Keeps the newest snapshot of each of the newest months that have one.
     *
     * @param months how many, 1 to 1,000,000
     * @return this
     * @throws InvalidParameterException when out of range
     */
    public Builder keepMonthly(int months) {
      monthly = check("keepMonthly", months, MOST);
      return this;
    }

    /**
     * Keeps the newest snapshot of each of the newest years that have one.
     *
     * @param years how many, 1 to 1,000,000
     * @return this
     * @throws InvalidParameterException when out of range
     */
    public Builder keepYearly(int years) {
      yearly = check("keepYearly", years, MOST);
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
      Objects.requireNonNull(age, "age");
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
     * @param timeZone the zone; by default that of a plan's schedule, or else the system's
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
      return new Retention(this, zone);
    }
  }
}
