/** A plan's runs: their turns, leases and jobs, from the beginning to a recorded end. */
@NullMarked
package io.spaces.client.internal.schedule.job;

import org.jspecify.annotations.NullMarked;
