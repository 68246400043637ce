package io.spaces.client.internal.schedule.quartz;

import io.spaces.client.schedule.CronSchedule;
import io.spaces.client.schedule.MissedRuns;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.ScheduleBuilder;
import org.quartz.impl.triggers.AbstractTrigger;

/**
 * Quartz's view of a {@link CronSchedule}: Quartz finds out when a run is due and on which node,
 * the schedule alone says when the next one is. Quartz's own cron trigger loses runs to daylight
 * saving.
 */
@SuppressWarnings("JavaUtilDate") // Quartz speaks it
public final class WallClockTrigger extends AbstractTrigger<WallClockTrigger> {
  private static final long serialVersionUID = 1L;
  private static final int RUN_ONCE = 1;
  private static final int SKIP = 2;

  private final String expression;
  private final String zone;
  private final Duration grace;
  private Date startTime = new Date();
  private @Nullable Date endTime;
  private @Nullable Date nextFireTime;
  private @Nullable Date previousFireTime;

  /**
   * A trigger that fires as the schedule says, and makes up for what was missed as told.
   *
   * @param grace by how much a run may be late before it counts as missed
   */
  public WallClockTrigger(CronSchedule schedule, MissedRuns missedRuns, Duration grace) {
    this(schedule.expression(), schedule.zone().getId(), grace);
    setMisfireInstruction(missedRuns == MissedRuns.RUN_ONCE ? RUN_ONCE : SKIP);
  }

  private WallClockTrigger(String expression, String zone, Duration grace) {
    this.expression = expression;
    this.zone = zone;
    this.grace = grace;
  }

  String expression() {
    return expression;
  }

  String zone() {
    return zone;
  }

  @Override
  public void triggered(@Nullable Calendar calendar) {
    previousFireTime = nextFireTime;
    nextFireTime = getFireTimeAfter(nextFireTime);
  }

  @Override
  public @Nullable Date computeFirstFireTime(@Nullable Calendar calendar) {
    nextFireTime = getFireTimeAfter(new Date(startTime.getTime() - 1));
    return nextFireTime;
  }

  @Override
  public void updateAfterMisfire(@Nullable Calendar calendar) {
    updateAfterMisfire(new Date());
  }

  /** Of those that are left out, the last may be no later than it may be. */
  void updateAfterMisfire(Date now) {
    nextFireTime =
        getMisfireInstruction() == SKIP
            ? getFireTimeAfter(Date.from(now.toInstant().minus(grace)))
            : now;
  }

  /**
   * Whether the next run is later than the schedule's next from now on: it was computed by a clock
   * that was ahead, and has been set back since.
   */
  boolean isBeyond(Instant now) {
    Date first = getFireTimeAfter(Date.from(lastRun(now).orElse(now)));
    return nextFireTime != null && first != null && nextFireTime.after(first);
  }

  /**
   * The run after which this goes on now, if any: none is due between it and now, and where a clock
   * that was set back makes it one of the future, then by no more than the grace.
   */
  Optional<Instant> lastRun(Instant now) {
    Instant last = (previousFireTime == null ? startTime : previousFireTime).toInstant();
    Date next = last.isAfter(now) ? null : getFireTimeAfter(Date.from(last));
    boolean isLatest = next == null || next.toInstant().isAfter(now);
    return Optional.of(last).filter(at -> isLatest && !at.isAfter(now.plus(grace)));
  }

  /** Goes on after a run of which somebody else knows, as if it had been this trigger's. */
  void continueAfter(Instant last) {
    previousFireTime = Date.from(last);
    startTime = Date.from(last.plusMillis(1));
  }

  @Override
  public void updateWithNewCalendar(@Nullable Calendar calendar, long misfireThreshold) {
    // Calendars, which take times out of a schedule, are not used here.
  }

  @Override
  public @Nullable Date getFireTimeAfter(@Nullable Date after) {
    Instant from = after == null ? Instant.now() : after.toInstant();
    return schedule().next(from).map(Date::from).orElse(null);
  }

  private CronSchedule schedule() {
    return CronSchedule.parse(expression, ZoneId.of(zone));
  }

  @Override
  public boolean mayFireAgain() {
    return nextFireTime != null;
  }

  @Override
  public @Nullable Date getFinalFireTime() {
    return null;
  }

  @Override
  protected boolean validateMisfireInstruction(int instruction) {
    return instruction == MISFIRE_INSTRUCTION_SMART_POLICY
        || instruction == RUN_ONCE
        || instruction == SKIP;
  }

  @Override
  public ScheduleBuilder<WallClockTrigger> getScheduleBuilder() {
    return new Builder(expression, zone, grace, getMisfireInstruction());
  }

  @Override
  public Date getStartTime() {
    return startTime;
  }

  @Override
  public void setStartTime(Date startTime) {
    this.startTime = startTime;
  }

  @Override
  public @Nullable Date getEndTime() {
    return endTime;
  }

  @Override
  public void setEndTime(@Nullable Date endTime) {
    this.endTime = endTime;
  }

  @Override
  public @Nullable Date getNextFireTime() {
    return nextFireTime;
  }

  @Override
  public void setNextFireTime(@Nullable Date nextFireTime) {
    this.nextFireTime = nextFireTime;
  }

  @Override
  public @Nullable Date getPreviousFireTime() {
    return previousFireTime;
  }

  @Override
  public void setPreviousFireTime(@Nullable Date previousFireTime) {
    this.previousFireTime = previousFireTime;
  }

  /** Makes triggers out of what a store kept of them. */
  static final class Builder extends ScheduleBuilder<WallClockTrigger> {
    private final String expression;
    private final String zone;
    private final Duration grace;
    private final int misfireInstruction;

    Builder(String expression, String zone, Duration grace, int misfireInstruction) {
      this.expression = expression;
      this.zone = zone;
      this.grace = grace;
      this.misfireInstruction = misfireInstruction;
    }

    @Override
    protected WallClockTrigger build() {
      WallClockTrigger trigger = new WallClockTrigger(expression, zone, grace);
      trigger.setMisfireInstruction(misfireInstruction);
      return trigger;
    }
  }
}
