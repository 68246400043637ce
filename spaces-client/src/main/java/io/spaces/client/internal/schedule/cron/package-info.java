/** Cron expressions, and the times that they name on a wall clock. */
@NullMarked
package io.spaces.client.internal.schedule.cron;

import org.jspecify.annotations.NullMarked;
