package io.spaces.client.history;

import java.time.LocalDate;

/**
 * What became of a day's backups.
 *
 * @param date the day
 * @param succeeded how many ended well
 * @param failed how many ended badly
 */
public record DailySummary(LocalDate date, int succeeded, int failed) {}
