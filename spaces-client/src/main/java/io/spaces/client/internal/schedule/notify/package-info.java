/** Tells of jobs by mail and webhook, until it is told. */
@NullMarked
package io.spaces.client.internal.schedule.notify;

import org.jspecify.annotations.NullMarked;
