package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.schedule.cron.CronFields;
import io.spaces.client.internal.schedule.cron.CronParsing;
import io.spaces.client.internal.schedule.cron.WallClock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The moments that a cron expression names in a time zone. Immutable.
 *
 * <p>An expression has five fields as in Unix (crontab(5)): minute, hour, day of the month, month,
 * day of the week; or six, with the seconds in front; or is one of {@code @hourly}, {@code @daily},
 * {@code @midnight}, {@code @weekly}, {@code @monthly}, {@code @yearly}, {@code @annually}. A field
 * is {@code *}, a value, a range {@code 1-5}, a list {@code 1,15}, or has a step, {@code *}{@code
 * /5} or {@code 10-30/5}; months and days of the week may be given by their English three-letter
 * names; 0 and 7 are both Sunday. When both days are restricted, a day that matches either is
 * taken.
 *
 * <table>
 *   <caption>What expressions mean</caption>
 *   <tr><th>expression</th><th>runs</th></tr>
 *   <tr><td>{@code 0 * * * *}</td><td>at the start of every hour</td></tr>
 *   <tr><td>{@code 30 1 * * *}</td><td>every day at 01:30</td></tr>
 *   <tr><td>{@code 0 0 * * 0}</td><td>every Sunday at 00:00, the midnight at which Sunday begins</td></tr>
 *   <tr><td>{@code 15 14 1 * *}</td><td>on the first of every month at 14:15</td></tr>
 *   <tr><td>{@code * * 5 * * *}</td><td>every second from 05:00:00 to 05:59:59, 3,600 times a day.
 *       It is often read as "every day at five"; that is {@code 0 0 5 * * *} or {@code 0 5 * * *}
 *       </td></tr>
 *   <tr><td>{@code * * *}{@code /5 * * *}</td><td>every second of the hours 0, 5, 10, 15 and 20,
 *       18,000 times a day. It is often read as "every five hours"; nearest to that is {@code 0 0
 *       *}{@code /5 * * *}, at 00:00, 05:00, 10:00, 15:00 and 20:00: from 20:00 to midnight it is
 *       four hours</td></tr>
 * </table>
 *
 * <p>Daylight saving. When the hour is given, each run named by the wall clock happens once: a time
 * that the clocks skip in spring runs at the first moment after the gap, and a time that comes
 * twice in autumn runs the first time. When the hour is {@code *}, the runs follow real time: none
 * for the hour that does not exist, and both hours of the doubled one.
 *
 * @since 0.1.0
 */
public final class CronSchedule {
  private final String expression;
  private final ZoneId zone;
  private final WallClock clock;

  private CronSchedule(String expression, ZoneId zone, CronFields fields) {
    this.expression = expression;
    this.zone = zone;
    this.clock = new WallClock(fields, zone);
  }

  /**
   * Reads an expression.
   *
   * @param expression five or six fields, or a name such as {@code @daily}
   * @param zone the time zone of the wall clock that it is about
   * @return the schedule
   * @throws InvalidParameterException when it is malformed, which the message tells of by the name
   *     of the field, or when it names a day that never comes, such as 31 February
   */
  public static CronSchedule parse(String expression, ZoneId zone) {
    required("zone", zone);
    String trimmed = required("cron", expression).strip();
    CronFields fields = CronParsing.parse(trimmed);
    CronSchedule schedule = new CronSchedule(trimmed, zone, fields);
    if (schedule.next(Instant.EPOCH).isEmpty()) {
      throw new InvalidParameterException(
          "cron",
          "is \""
              + trimmed
              + "\": its fields day of month and month name a day that never comes; expected a day"
              + " that the month has");
    }
    return schedule;
  }

  /**
   * Returns the expression as it was given.
   *
   * @return without white space around it
   */
  public String expression() {
    return expression;
  }

  /**
   * Returns the time zone.
   *
   * @return the zone
   */
  public ZoneId zone() {
    return zone;
  }

  /**
   * Returns the first run after a moment.
   *
   * @param after a moment, which is itself not returned
   * @return a full second, or empty when none comes within the next 30 years
   */
  public Optional<Instant> next(Instant after) {
    return clock.next(required("after", after));
  }

  /**
   * Returns the runs in a stretch of time, in order.
   *
   * @param after where it starts; a run at this very moment is not among them
   * @param until where it ends; a run at this very moment is among them
   * @return a lazy stream
   */
  public Stream<Instant> between(Instant after, Instant until) {
    required("until", until);
    return Stream.iterate(
            next(after).filter(run -> !run.isAfter(until)),
            Optional::isPresent,
            run -> run.flatMap(this::next).filter(next -> !next.isAfter(until)))
        .flatMap(Optional::stream);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CronSchedule that
        && expression.equals(that.expression)
        && zone.equals(that.zone);
  }

  @Override
  public int hashCode() {
    return 31 * expression.hashCode() + zone.hashCode();
  }

  /** Returns the expression and the zone. */
  @Override
  public String toString() {
    return expression + " " + zone;
  }
}
