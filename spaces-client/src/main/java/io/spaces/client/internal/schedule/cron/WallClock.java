package io.spaces.client.internal.schedule.cron;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns what cron fields say about a wall clock into moments, also where the clocks change. */
public final class WallClock {
  private final CronFields fields;
  private final ZoneRules rules;

  /** The fields, read on a wall clock of the zone. */
  public WallClock(CronFields fields, ZoneId zone) {
    this.fields = fields;
    this.rules = zone.getRules();
  }

  /** The first moment after the given one. */
  public Optional<Instant> next(Instant after) {
    return Optional.ofNullable(fields.everyHour() ? inRealTime(after) : onceEach(after));
  }

  /** Every time the wall clock shows what the fields say, which can be twice or never. */
  private @Nullable Instant inRealTime(Instant after) {
    Instant from = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    while (true) {
      ZoneOffset offset = rules.getOffset(from);
      LocalDateTime local = fields.next(LocalDateTime.ofInstant(from, offset).minusSeconds(1));
      if (local == null) {
        return null;
      }
      Instant candidate = local.toInstant(offset);
      ZoneOffsetTransition change = rules.nextTransition(from);
      if (change == null || candidate.isBefore(change.getInstant())) {
        return candidate;
      }
      from = change.getInstant();
    }
  }

  /** Each wall-clock time once: after a gap that swallowed it, or the first time it is shown. */
  private @Nullable Instant onceEach(Instant after) {
    LocalDateTime local = LocalDateTime.ofInstant(after, rules.getOffset(after));
    while (true) {
      local = fields.next(local);
      if (local == null) {
        return null;
      }
      Instant moment = momentOf(local);
      if (moment.isAfter(after)) {
        return moment;
      }
    }
  }

  private Instant momentOf(LocalDateTime local) {
    ZoneOffsetTransition change = rules.getTransition(local);
    if (change != null && change.isGap()) {
      return change.getInstant();
    }
    return local.toInstant(rules.getValidOffsets(local).get(0));
  }
}
