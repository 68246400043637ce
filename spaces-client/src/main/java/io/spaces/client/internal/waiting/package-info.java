/** Waiting that can be ended: cancellations, time limits and the time itself. */
@NullMarked
package io.spaces.client.internal.waiting;

import org.jspecify.annotations.NullMarked;
