package io.spaces.client.history;

import java.time.LocalDate;

/**
 * What became of a day's backups.
 *
 * @param date the day
 * @param succeeded how many ended well
 * @param failed how many ended badly
 * @since 0.1.0
 */
public record DailySummary(LocalDate date, int succeeded, int failed) {}
