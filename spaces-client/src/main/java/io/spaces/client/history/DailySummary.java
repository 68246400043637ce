package io.spaces.client.history;

import java.time.LocalDate;
import java.util.Objects;

/**
 * What became of a day's backups.
 *
 * @param date the day
 * @param succeeded how many ended well
 * @param failed how many ended badly
 * @since 0.1.0
 */
public record DailySummary(LocalDate date, int succeeded, int failed) {
  /**
   * Refuses null.
   *
   * @param date see {@link #date}
   * @param succeeded see {@link #succeeded}
   * @param failed see {@link #failed}
   */
  public DailySummary {
    Objects.requireNonNull(date, "date");
  }
}
