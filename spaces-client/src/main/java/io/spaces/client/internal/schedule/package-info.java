/** The engine below the schedules: plans, their runs and the clockwork that starts them. */
@NullMarked
package io.spaces.client.internal.schedule;

import org.jspecify.annotations.NullMarked;
