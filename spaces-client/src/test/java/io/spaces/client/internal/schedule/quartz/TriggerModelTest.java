package io.spaces.client.internal.schedule.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.internal.schedule.NaiveSchedule;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.MissedRuns;
import io.spaces.client.schedule.Plans;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A trigger under clocks that are set forward and back, through changes of daylight saving and leap
 * days, through pauses, restarts and changes of the plan: it runs what {@link NaiveSchedule} says,
 * when it says so, no more and no less.
 */
class TriggerModelTest {
  private static final Duration GRACE = Duration.ofMinutes(1);
  private static final int CASES = 40;
  private static final int STEPS = 200;

  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Berlin",
          "America/New_York",
          "Australia/Lord_Howe", // half an hour of daylight saving
          "Africa/Cairo", // at midnight
          "Asia/Kathmandu");

  /** A run: when it was due, and when it started. */
  private record Run(Instant due, Instant at) {}

  private final Random random = new Random();
  private Instant now = Instant.EPOCH;
  private NaiveSchedule naive = NaiveSchedule.any(new Random(0), ZoneId.of("UTC"));
  private MissedRuns policy = MissedRuns.SKIP;
  private BackupPlan plan = Plans.everything();
  private WallClockTrigger trigger = trigger();

  /** What the model knows: up to when all has run, and up to when it was left out. */
  private Instant done = Instant.EPOCH;

  private Instant leftOut = Instant.EPOCH;
  private @Nullable Instant awaited;

  private final List<Run> runs = new ArrayList<>();
  private final List<Run> expected = new ArrayList<>();

  @Test
  void runsWhatItsScheduleNamesUnderAnyClock() {
    long first = new Random().nextLong();
    int all = 0;
    for (long seed = first; seed < first + CASES; seed++) {
      all += oneLife(seed);
    }
    assertThat(all).as("seed %d: there was something to run", first).isGreaterThan(CASES);
  }

  private int oneLife(long seed) {
    random.setSeed(seed);
    runs.clear();
    expected.clear();
    now = start();
    plan();
    StringBuilder story = new StringBuilder(" seed " + seed + ": " + plan.schedule());
    for (int step = 0; step < STEPS; step++) {
      story.append("\n").append(step()).append(" -> ").append(now);
      look();
      lookAsTheModel();
      assertThat(runs).as("%s", story).isEqualTo(expected);
    }
    return runs.size();
  }

  /** Near to where clocks change, or to the end of a February, some time in a century. */
  private Instant start() {
    ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
    int year = 2000 + random.nextInt(100);
    Instant near = Instant.parse(year + "-02-27T00:00:00Z");
    var change = zone.getRules().nextTransition(near.plus(Duration.ofDays(random.nextInt(300))));
    if (change != null && random.nextInt(4) > 0) {
      near = change.getInstant();
    }
    naive = NaiveSchedule.any(random, zone);
    return odd(near.minusSeconds(random.nextInt(200_000)));
  }

  /** Never a full second: who is first then, the clock or the schedule, is nobody's promise. */
  private Instant odd(Instant moment) {
    return Instant.ofEpochSecond(moment.getEpochSecond(), 1_000_000L * (1 + random.nextInt(998)));
  }

  private String step() {
    return switch (random.nextInt(24)) {
      case 0 -> {
        now = odd(now.plusSeconds(random.nextInt(4 * 86_400)));
        yield "the clock is set forward, or the machine sleeps";
      }
      case 1 -> {
        now = odd(now.minusSeconds(random.nextInt(3 * 86_400)));
        yield "the clock is set back";
      }
      case 2 -> {
        now = odd(now.minusSeconds(random.nextInt(90)));
        yield "the clock is set back a little";
      }
      case 3 -> {
        now = odd(now.plus(Duration.ofDays(365)));
        look();
        lookAsTheModel();
        now = odd(now.minus(Duration.ofDays(365)).plusSeconds(25));
        yield "the clock is a year ahead for a moment";
      }
      case 4 -> {
        now = odd(now.plusSeconds(random.nextInt(4_000)));
        yield "the plan is paused, and whatever the clock showed meanwhile";
      }
      case 5 -> {
        restartFromTheDatabase();
        now = odd(now.plusSeconds(random.nextInt(86_400)));
        yield "a restart";
      }
      case 6 -> {
        naive = NaiveSchedule.any(random, ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))));
        plan();
        yield "another plan: " + plan.schedule() + " " + policy;
      }
      default -> {
        Instant soon = now.plus(Duration.ofDays(30));
        Instant next = awaited;
        now =
            next != null && next.isAfter(now) && next.isBefore(soon) && random.nextBoolean()
                ? odd(next.plusSeconds(random.nextInt(90)))
                : odd(now.plusSeconds(random.nextInt(random.nextBoolean() ? 30 : 3_000)));
        yield "time passes";
      }
    };
  }

  private void plan() {
    policy = random.nextBoolean() ? MissedRuns.RUN_ONCE : MissedRuns.SKIP;
    plan =
        Plans.plan("p", naive.expression())
            .zone(ZoneId.of(naive.zone().getId()))
            .missedRuns(policy)
            .build();
    trigger = trigger();
    done = now;
    leftOut = now;
    awaited = null;
  }

  private WallClockTrigger trigger() {
    WallClockTrigger made = made();
    made.computeFirstFireTime(null);
    return made;
  }

  private WallClockTrigger made() {
    WallClockTrigger made = new WallClockTrigger(plan.schedule(), plan.missedRuns(), GRACE);
    made.setStartTime(Date.from(now));
    return made;
  }

  /** As a store keeps it. */
  private void restartFromTheDatabase() {
    WallClockTrigger read =
        new WallClockTrigger.Builder(
                trigger.expression(), trigger.zone(), GRACE, trigger.getMisfireInstruction())
            .build();
    read.setStartTime(trigger.getStartTime());
    read.setNextFireTime(trigger.getNextFireTime());
    read.setPreviousFireTime(trigger.getPreviousFireTime());
    trigger = read;
  }

  /** What the engine and Quartz do with a trigger, each time they look at it. */
  private void look() {
    if (trigger.isBeyond(now)) {
      WallClockTrigger right = made();
      trigger.lastRun(now).ifPresent(right::continueAfter);
      right.computeFirstFireTime(null);
      trigger = right;
    }
    while (true) {
      Date next = trigger.getNextFireTime();
      if (next == null || next.toInstant().isAfter(now)) {
        return;
      }
      if (!next.toInstant().isAfter(now.minus(GRACE))) {
        trigger.updateAfterMisfire(Date.from(now));
        next = trigger.getNextFireTime();
        if (next == null || next.toInstant().isAfter(now)) {
          return;
        }
      }
      Date previous = trigger.getPreviousFireTime();
      Date before = previous == null ? trigger.getStartTime() : previous;
      runs.add(new Run(FiringData.dueAt(plan, before.toInstant(), next.toInstant()), now));
      trigger.triggered(null);
    }
  }

  private void lookAsTheModel() {
    // The clock was ahead when what comes next was found: from now on, as ever, but for what has
    // run by a clock that was ahead by less than the grace.
    boolean stays =
        done.isAfter(now) ? !done.isAfter(now.plus(GRACE)) : naive.firstAfter(done).isAfter(now);
    Instant from = stays ? done : now;
    if (awaited().isAfter(naive.firstAfter(from))) {
      done = from;
      leftOut = Instant.EPOCH;
      awaited = null;
    }
    while (true) {
      Instant next = awaited();
      if (next.isAfter(now)) {
        return;
      }
      boolean missed = !next.isAfter(now.minus(GRACE));
      if (!missed || policy == MissedRuns.RUN_ONCE) {
        expected.add(new Run(next, now));
        done = missed ? now : next;
      } else {
        leftOut = now.minus(GRACE);
      }
      awaited = null;
    }
  }

  private Instant awaited() {
    Instant next = awaited;
    if (next == null) {
      next = naive.firstAfter(done.isAfter(leftOut) ? done : leftOut);
      awaited = next;
    }
    return next;
  }
}
