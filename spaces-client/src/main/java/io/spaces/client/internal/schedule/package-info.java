/** The engine below the schedules: Quartz and cron-utils live here and nowhere else. */
@NullMarked
package io.spaces.client.internal.schedule;

import org.jspecify.annotations.NullMarked;
