/** The clockwork: Quartz lives here and nowhere else. */
@NullMarked
package io.spaces.client.internal.schedule.quartz;

import org.jspecify.annotations.NullMarked;
