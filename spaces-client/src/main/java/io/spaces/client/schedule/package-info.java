/**
 * Backups that run by themselves: plans, the scheduler that runs them, and what became of each run.
 *
 * <p>{@link io.spaces.client.schedule.BackupScheduler} needs Quartz on the class path, {@link
 * io.spaces.client.schedule.MicrometerMetrics} needs Micrometer; they are optional dependencies of
 * this library, so add those you use to your own.
 */
@NullMarked
package io.spaces.client.schedule;

import org.jspecify.annotations.NullMarked;
