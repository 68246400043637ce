package io.spaces.client.internal.schedule.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.schedule.CronSchedule;
import io.spaces.client.schedule.MissedRuns;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import org.junit.jupiter.api.Test;

class WallClockTriggerTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void makesUpForRunsMissedDuringAPauseWithOneRunAtOnce() {
    WallClockTrigger trigger = trigger("30 1 * * *", MissedRuns.RUN_ONCE, "2026-11-22T12:00:00Z");
    assertThat(trigger.getNextFireTime()).isEqualTo(date("2026-11-23T00:30:00Z"));

    Date threeDaysLater = date("2026-11-25T09:00:00Z");
    trigger.updateAfterMisfire(threeDaysLater);

    assertThat(trigger.getNextFireTime()).isEqualTo(threeDaysLater);
    trigger.triggered(null);
    assertThat(trigger.getNextFireTime()).isEqualTo(date("2026-11-26T00:30:00Z"));
  }

  @Test
  void leavesRunsMissedDuringAPauseOutWhenToldSo() {
    WallClockTrigger trigger = trigger("30 1 * * *", MissedRuns.SKIP, "2026-11-22T12:00:00Z");

    trigger.updateAfterMisfire(date("2026-11-25T09:00:00Z"));

    assertThat(trigger.getNextFireTime()).isEqualTo(date("2026-11-26T00:30:00Z"));
  }

  @Test
  void leavesNothingOutThatIsNoLaterThanItMayBe() {
    WallClockTrigger trigger = trigger("0 * * * *", MissedRuns.SKIP, "2026-11-22T12:30:00Z");

    trigger.updateAfterMisfire(date("2026-11-22T15:00:30Z"));

    assertThat(trigger.getNextFireTime()).isEqualTo(date("2026-11-22T15:00:00Z"));
  }

  @Test
  void keepsTheNightlyRunOfTheSpringGap() {
    WallClockTrigger trigger = trigger("30 2 * * *", MissedRuns.SKIP, "2027-03-27T12:00:00Z");

    assertThat(trigger.getNextFireTime()).isEqualTo(date("2027-03-28T01:00:00Z"));
    trigger.triggered(null);
    assertThat(trigger.getPreviousFireTime()).isEqualTo(date("2027-03-28T01:00:00Z"));
    assertThat(trigger.getNextFireTime()).isEqualTo(date("2027-03-29T00:30:00Z"));
    assertThat(trigger.mayFireAgain()).isTrue();
  }

  private static WallClockTrigger trigger(String cron, MissedRuns missed, String start) {
    WallClockTrigger trigger =
        new WallClockTrigger(CronSchedule.parse(cron, BERLIN), missed, Duration.ofMinutes(1));
    trigger.setStartTime(date(start));
    trigger.computeFirstFireTime(null);
    return trigger;
  }

  private static Date date(String instant) {
    return Date.from(Instant.parse(instant));
  }
}
